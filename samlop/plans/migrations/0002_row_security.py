from django.db import migrations

from samlop.access.row_security import PersonalTable, guard, same_participant

BY_DECISION = (
    "EXISTS (SELECT 1 FROM routines_decision d JOIN routines_agreedtext t ON t.id = d.agreed_text_id "
    "WHERE d.id = decision_id AND t.state <> 'draft')"
)
PLANS = [
    PersonalTable("plans_plan", "plan", carry_out=BY_DECISION),
    PersonalTable("plans_planversion", "plan", carry_out=BY_DECISION, extra_update="approve"),
    PersonalTable("plans_step", "plan", own=True, carry_out=BY_DECISION),
    PersonalTable("plans_stepdependency", "plan", carry_out="step_id IN (SELECT s.id FROM plans_step s WHERE " + BY_DECISION + ")"),
    PersonalTable("plans_goal", "goal"),
    PersonalTable("plans_action", "action", carry_out=BY_DECISION, extra_update="tick"),
]


class Migration(migrations.Migration):
    dependencies = [("plans", "0001_initial"), ("routines", "0002_row_security")]

    operations = [
        *(guard(table) for table in PLANS),
        same_participant("plans_stepdependency", "plans_step", "step_id"),
        same_participant("plans_stepdependency", "plans_step", "waits_for_id"),
        migrations.RunSQL("GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO samlop_web, samlop_system", ""),
    ]
