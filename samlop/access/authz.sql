-- What the database asks on its own, whatever the application believes. See docs/mechanisms/access.md.
GRANT USAGE ON SCHEMA public TO samlop_web, samlop_system;
CREATE SCHEMA authz;
REVOKE CREATE ON SCHEMA public FROM PUBLIC;
DO $$ BEGIN EXECUTE format('REVOKE TEMPORARY ON DATABASE %I FROM PUBLIC', current_database()); END $$;

CREATE FUNCTION authz.setting(name text) RETURNS uuid LANGUAGE sql STABLE SET search_path = pg_catalog AS $$
  SELECT nullif(current_setting('app.' || name, true), '')::uuid
$$;

CREATE FUNCTION authz.today() RETURNS date LANGUAGE sql STABLE SET search_path = pg_catalog AS $$
  SELECT (now() AT TIME ZONE 'Europe/Oslo')::date
$$;

CREATE FUNCTION authz.organisation() RETURNS uuid LANGUAGE sql STABLE SET search_path = pg_catalog AS $$
  SELECT nullif(current_setting('app.organisation', true), '')::uuid
$$;

-- The actor's organisation and all it carries on for: those that ended into it, those that ended into them, and so on.
CREATE FUNCTION authz.organisations() RETURNS uuid[] LANGUAGE sql STABLE SET search_path = pg_catalog AS $$
  WITH RECURSIVE carried (id) AS (
    SELECT authz.organisation() WHERE authz.organisation() IS NOT NULL
    UNION
    SELECT o.id FROM public.access_organisation o JOIN carried ON o.successor_id = carried.id
    WHERE upper(o.period) <= authz.today())
  SELECT coalesce(array_agg(id), '{}') FROM carried
$$;

-- The participants an actor in this hat reaches for this action; without an actor it raises, it is never merely empty.
-- The day and the relations that grant are found once, not once for each row; IS TRUE keeps the planner from combining
-- an index over everybody's periods, which costs more the more relations there are.
CREATE FUNCTION authz.reached(wanted_kind text, wanted_action text, wanted_scopes text[]) RETURNS uuid[]
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE
  actor_person uuid := nullif(current_setting('app.person', true), '')::uuid;
  actor_hat uuid := nullif(current_setting('app.employment', true), '')::uuid;
  actor_organisation uuid := nullif(current_setting('app.organisation', true), '')::uuid;
  today date := (now() AT TIME ZONE 'Europe/Oslo')::date;
  hat record;
  granting text[];
  acts_for uuid[];
BEGIN
  IF actor_person IS NULL THEN
    RAISE insufficient_privilege USING MESSAGE = 'no actor set';
  END IF;
  IF actor_hat IS NULL THEN
    RETURN (
      SELECT coalesce(array_agg(DISTINCT r.subject_id), '{}') FROM public.access_relation r
      WHERE r.person_id = actor_person AND r.relation = 'self' AND (r.period @> today) IS TRUE
        AND r.subject_id = authz.setting('participant')
        AND EXISTS (SELECT 1 FROM public.access_rule u WHERE u.kind = wanted_kind AND u.action = wanted_action
                    AND u.relation = 'self' AND u.scope = ANY (wanted_scopes)));
  END IF;
  SELECT e.id, e.role, e.intake, e.organisation_id INTO hat
  FROM public.access_employment e JOIN public.access_organisation o ON o.id = e.organisation_id
  WHERE e.id = actor_hat AND e.person_id = actor_person AND e.organisation_id = actor_organisation
    AND e.period @> today AND o.period @> today;
  IF NOT FOUND THEN
    RETURN '{}';
  END IF;
  granting := ARRAY(
    SELECT u.relation FROM public.access_rule u
    WHERE u.kind = wanted_kind AND u.action = wanted_action AND u.role IN ('*', hat.role) AND u.scope = ANY (wanted_scopes));
  acts_for := CASE WHEN hat.intake AND 'intake' = ANY (granting) THEN authz.organisations() ELSE '{}' END;
  RETURN (
    SELECT coalesce(array_agg(DISTINCT near.subject_id), '{}') FROM (
      SELECT r.subject_id FROM public.access_relation r
      WHERE r.employment_id = hat.id AND r.relation = ANY (granting) AND (r.period @> today) IS TRUE
      UNION ALL
      SELECT r.subject_id FROM public.access_relation r
      WHERE r.relation = 'intake' AND r.organisation_id = ANY (acts_for) AND (r.period @> today) IS TRUE
    ) near);
END $$;

CREATE FUNCTION authz.reach(wanted_kind text, wanted_action text) RETURNS uuid[]
LANGUAGE sql STABLE RETURN authz.reached(wanted_kind, wanted_action, '{all}');

-- The same for cells of scope "own"; the policy adds that the row belongs to an organisation the actor acts for.
CREATE FUNCTION authz.reach_own(wanted_kind text, wanted_action text) RETURNS uuid[]
LANGUAGE sql STABLE RETURN authz.reached(wanted_kind, wanted_action, '{own}');

CREATE FUNCTION authz.system_may(wanted_kind text, wanted_action text) RETURNS boolean
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE
  actor_system text := nullif(current_setting('app.system', true), '');
BEGIN
  IF actor_system IS NULL THEN
    RAISE insufficient_privilege USING MESSAGE = 'no actor set';
  END IF;
  RETURN EXISTS (SELECT 1 FROM public.access_rule u WHERE u.kind = wanted_kind AND u.action = wanted_action
                 AND u.relation = 'system:' || actor_system);
END $$;

-- A newcomer's first relation: only the organisation that takes newcomers in, and only while nobody else has a relation.
CREATE FUNCTION authz.may_register(subject uuid, registering uuid) RETURNS boolean
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
  IF registering IS NULL OR registering IS DISTINCT FROM authz.organisation() THEN
    RETURN false;
  END IF;
  RETURN EXISTS (SELECT 1 FROM public.access_employment e WHERE e.id = authz.setting('employment')
                 AND e.person_id = authz.setting('person') AND e.organisation_id = registering
                 AND e.intake AND e.period @> authz.today())
     AND NOT EXISTS (SELECT 1 FROM public.access_relation r WHERE r.subject_id = subject);
END $$;

-- Writes what a row was before and after. Arguments: kind, the participant's column, columns whose values stay out.
CREATE FUNCTION authz.record_change() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE
  before jsonb := CASE WHEN TG_OP = 'INSERT' THEN '{}' ELSE to_jsonb(OLD) END;
  after jsonb := CASE WHEN TG_OP = 'DELETE' THEN '{}' ELSE to_jsonb(NEW) END;
  whole jsonb := CASE WHEN TG_OP = 'DELETE' THEN before ELSE after END;
  changed jsonb;
BEGIN
  SELECT coalesce(jsonb_object_agg(k, CASE WHEN k = ANY (TG_ARGV[2:]) THEN '[null, null]'::jsonb
                                           ELSE jsonb_build_array(before -> k, after -> k) END), '{}')
  INTO changed
  FROM jsonb_object_keys(before || after) k
  WHERE before -> k IS DISTINCT FROM after -> k AND k <> 'id';
  IF TG_OP = 'UPDATE' AND changed = '{}' THEN
    RETURN NULL;
  END IF;
  INSERT INTO public.kernel_change (at, participant_id, kind, "table", row_id, verb, values, person_id, employment_id,
                                    organisation_id, assisted_by, system)
  VALUES (now(), (whole ->> TG_ARGV[1])::uuid, TG_ARGV[0], TG_TABLE_NAME, coalesce(whole ->> 'id', whole ->> TG_ARGV[1]), TG_OP, changed,
          authz.setting('person'), authz.setting('employment'), authz.organisation(), authz.setting('assisted_by'),
          coalesce(current_setting('app.system', true), ''));
  RETURN NULL;
END $$;

CREATE FUNCTION authz.refuse() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog AS $$
BEGIN
  RAISE insufficient_privilege USING MESSAGE = format('%s is append-only', TG_TABLE_NAME);
END $$;

REVOKE ALL ON ALL FUNCTIONS IN SCHEMA authz FROM PUBLIC;
GRANT USAGE ON SCHEMA authz TO samlop_web, samlop_system;
GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA authz TO samlop_web, samlop_system;
