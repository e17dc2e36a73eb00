from django.db import migrations

from samlop.access.row_security import PersonalTable, guard, same_participant

# A decision is carried out once, by whoever confirms last: from when the text holds until the version that keeps
# what it did is written. `{table}` is the row that is written.
BY_DECISION = """EXISTS (
  SELECT 1 FROM routines_decision d
  JOIN routines_agreedtext told ON told.id = d.agreed_text_id AND told.state <> 'draft'
  JOIN routines_agreedtext held ON held.meeting_id = told.meeting_id AND held.state = 'agreed'
  WHERE d.id = {table}.decision_id AND d.participant_id = {table}.participant_id
    AND NOT EXISTS (SELECT 1 FROM plans_planversion v WHERE v.agreed_text_id = held.id))"""
BY_AGREEMENT = """EXISTS (
  SELECT 1 FROM routines_agreedtext held
  WHERE held.id = plans_planversion.agreed_text_id AND held.participant_id = plans_planversion.participant_id
    AND held.state = 'agreed')"""
# What is no longer wanted is marked, never deleted: only a version that nobody has answered can be withdrawn.
MARKED = ("SELECT", "INSERT", "UPDATE")


def _decided(table: str) -> str:
    return BY_DECISION.format(table=table)


PLANS = [
    PersonalTable("plans_plan", "plan", carry_out=_decided("plans_plan"), commands=MARKED),
    PersonalTable("plans_planversion", "plan", carry_out=BY_AGREEMENT, extra_update="approve"),
    PersonalTable("plans_step", "plan", own=True, carry_out=_decided("plans_step"), commands=MARKED),
    PersonalTable("plans_stepdependency", "plan"),
    PersonalTable("plans_goal", "goal", commands=MARKED),
    PersonalTable(
        "plans_action", "action", carry_out=_decided("plans_action"), extra_update="tick", commands=MARKED
    ),
]
# Only the participant says yes, by the minutes or to the version itself, and a version says what it said.
VERSIONS = """
CREATE POLICY agreed_by_participant ON plans_planversion AS RESTRICTIVE FOR INSERT TO samlop_web WITH CHECK (
  agreed_at IS NULL OR EXISTS (
    SELECT 1 FROM routines_confirmation c WHERE c.agreed_text_id = plans_planversion.agreed_text_id
    AND c.is_participant AND c.answer = 'agrees' AND c.set_aside_at IS NULL));
CREATE POLICY answered_by_participant ON plans_planversion AS RESTRICTIVE FOR UPDATE TO samlop_web USING (
  participant_id = ANY ((SELECT authz.reach('plan', 'approve'))::uuid[]));
CREATE POLICY withdrawn_unanswered ON plans_planversion AS RESTRICTIVE FOR DELETE TO samlop_web USING (
  agreed_text_id IS NULL AND agreed_at IS NULL);
CREATE FUNCTION authz.version_stays() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog AS $$
BEGIN
  IF OLD.agreed_at IS NULL AND to_jsonb(NEW) - 'agreed_at' = to_jsonb(OLD) - 'agreed_at' THEN RETURN NEW; END IF;
  RAISE insufficient_privilege USING MESSAGE = 'a version of a plan is never changed: make a new one';
END $$;
CREATE TRIGGER version_stays BEFORE UPDATE ON plans_planversion FOR EACH ROW EXECUTE FUNCTION authz.version_stays();
"""
# A member changes the steps of the own organisation, and so also what those steps wait for.
OWN_WAITS = """
CREATE POLICY own_step_insert ON plans_stepdependency FOR INSERT TO samlop_web WITH CHECK ({own});
CREATE POLICY own_step_delete ON plans_stepdependency FOR DELETE TO samlop_web USING ({own});
""".format(
    own="""participant_id = ANY ((SELECT authz.reach_own('plan', 'write'))::uuid[]) AND EXISTS (
  SELECT 1 FROM plans_step s WHERE s.id = plans_stepdependency.step_id
  AND s.participant_id = plans_stepdependency.participant_id
  AND s.organisation_id = ANY ((SELECT authz.organisations())::uuid[]))"""
)
# Who may only tick ticks what is the participant's own, and changes nothing else of it.
TICKS = f"""
CREATE FUNCTION authz.ticks_own() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, public AS $$
BEGIN
  IF current_user <> 'samlop_web' OR NEW.participant_id = ANY (authz.reach('action', 'write')) THEN RETURN NEW; END IF;
  IF OLD.owner_is_participant AND to_jsonb(NEW) - 'done_on' = to_jsonb(OLD) - 'done_on' THEN RETURN NEW; END IF;
  IF {_decided("NEW")} THEN RETURN NEW; END IF;
  RAISE insufficient_privilege USING MESSAGE = 'row-level security: who may tick an action may not change it';
END $$;
CREATE TRIGGER ticks_own BEFORE UPDATE ON plans_action FOR EACH ROW EXECUTE FUNCTION authz.ticks_own();
"""
# Outside what a meeting decided, a member changes only what was the own organisation's before as well as after.
KEEPS = f"""
CREATE FUNCTION authz.changes_own_step() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, public AS $$
BEGIN
  IF current_user <> 'samlop_web' OR NEW.participant_id = ANY (authz.reach('plan', 'write')) THEN RETURN NEW; END IF;
  IF OLD.organisation_id = ANY (authz.organisations()) OR {_decided("NEW")} THEN RETURN NEW; END IF;
  RAISE insufficient_privilege USING MESSAGE = 'row-level security: the step belongs to another organisation';
END $$;
CREATE TRIGGER changes_own_step BEFORE UPDATE ON plans_step FOR EACH ROW EXECUTE FUNCTION authz.changes_own_step();
"""


class Migration(migrations.Migration):
    dependencies = [("plans", "0001_initial"), ("routines", "0002_row_security")]

    operations = [
        *(guard(table) for table in PLANS),
        same_participant("plans_stepdependency", "plans_step", "step_id"),
        same_participant("plans_stepdependency", "plans_step", "waits_for_id"),
        same_participant("plans_planversion", "routines_agreedtext", "agreed_text_id"),
        migrations.RunSQL(VERSIONS, "DROP FUNCTION authz.version_stays CASCADE"),
        migrations.RunSQL(OWN_WAITS, migrations.RunSQL.noop),
        migrations.RunSQL(TICKS, "DROP FUNCTION authz.ticks_own CASCADE"),
        migrations.RunSQL(KEEPS, "DROP FUNCTION authz.changes_own_step CASCADE"),
        migrations.RunSQL("GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO samlop_web, samlop_system", ""),
    ]
