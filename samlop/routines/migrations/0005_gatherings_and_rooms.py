from django.db import migrations

# Those who hold a gathering call the participants of their own groups to it, though they call nobody to a meeting.
GATHER = """
CREATE POLICY samlop_web_insert_gather ON routines_gatheringinvitation FOR INSERT TO samlop_web WITH CHECK (
  participant_id = ANY ((SELECT authz.reach('invitation', 'gather'))::uuid[]));
"""
# Whether a room of one's own organisation is taken, and not by whom; whether anybody called to a gathering of one's own
# organisation is called elsewhere then, and not who.
TAKEN = """
GRANT EXECUTE ON FUNCTION authz.setting(text), authz.organisation(), authz.organisations() TO samlop_calendar;
GRANT SELECT (place, place_kind, called_by_id) ON routines_meeting TO samlop_calendar;
GRANT SELECT (place, organisation_id) ON routines_gathering TO samlop_calendar;
GRANT SELECT (organisation_id, period) ON access_employment TO samlop_calendar;
GRANT SELECT (id, successor_id, period) ON access_organisation TO samlop_calendar;
CREATE FUNCTION authz.room_taken(room text, first timestamptz, until timestamptz, besides uuid) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
  SELECT EXISTS (
    SELECT FROM public.access_employment own
    WHERE own.id = authz.setting('employment') AND own.person_id = authz.setting('person')
    AND own.organisation_id = authz.organisation() AND own.period @> authz.today())
  AND EXISTS (
    SELECT FROM public.routines_meeting m JOIN public.access_employment e ON e.id = m.called_by_id
    WHERE m.place_kind = 'room' AND lower(btrim(m.place)) = lower(btrim(room))
    AND e.organisation_id = ANY (authz.organisations()) AND m.id IS DISTINCT FROM besides
    AND m.state <> 'cancelled' AND m.starts_at < until AND m.ends_at > first
    UNION ALL
    SELECT FROM public.routines_gathering g
    WHERE lower(btrim(g.place)) = lower(btrim(room)) AND g.organisation_id = ANY (authz.organisations())
    AND g.id IS DISTINCT FROM besides AND g.cancelled_at IS NULL AND g.starts_at < until AND g.ends_at > first)
$$;
CREATE FUNCTION authz.gathering_collides(wanted uuid) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
  SELECT EXISTS (
    SELECT FROM public.routines_gathering g
    JOIN public.routines_gatheringinvitation called ON called.gathering_id = g.id AND called.reply <> 'declined'
    WHERE g.id = wanted AND g.organisation_id = ANY (authz.organisations()) AND (
      EXISTS (
        SELECT FROM public.routines_meeting m WHERE m.participant_id = called.participant_id
        AND m.state <> 'cancelled' AND m.starts_at < g.ends_at AND m.ends_at > g.starts_at)
      OR EXISTS (
        SELECT FROM public.routines_gatheringinvitation elsewhere
        JOIN public.routines_gathering o ON o.id = elsewhere.gathering_id AND o.id <> g.id
        WHERE elsewhere.participant_id = called.participant_id AND elsewhere.reply <> 'declined'
        AND o.cancelled_at IS NULL AND o.starts_at < g.ends_at AND o.ends_at > g.starts_at)))
$$;
GRANT CREATE ON SCHEMA authz TO samlop_calendar;
ALTER FUNCTION authz.room_taken(text, timestamptz, timestamptz, uuid) OWNER TO samlop_calendar;
ALTER FUNCTION authz.gathering_collides(uuid) OWNER TO samlop_calendar;
REVOKE CREATE ON SCHEMA authz FROM samlop_calendar;
REVOKE ALL ON FUNCTION authz.room_taken(text, timestamptz, timestamptz, uuid), authz.gathering_collides(uuid) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION authz.room_taken(text, timestamptz, timestamptz, uuid), authz.gathering_collides(uuid) TO samlop_web;
"""


class Migration(migrations.Migration):
    """Lets those who hold a gathering call to it, and tells when a room or a participant is taken."""

    dependencies = [("access", "0003_mergers"), ("routines", "0004_row_security_of_agreement")]

    operations = [
        migrations.RunSQL(GATHER, "DROP POLICY samlop_web_insert_gather ON routines_gatheringinvitation"),
        migrations.RunSQL(TAKEN, "DROP FUNCTION authz.room_taken; DROP FUNCTION authz.gathering_collides"),
    ]
