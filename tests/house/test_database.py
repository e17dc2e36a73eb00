"""Row-level security is complete by the catalogue, and the runtime roles own nothing."""

import re
from pathlib import Path

import pytest
from django.apps import apps
from django.db import DatabaseError, connection, transaction

from samlop.access import row_security
from samlop.kernel.acting import acting_as
from samlop.kernel.log import record
from samlop.participants.opening import open_file
from tests.cast import Cast

RUNTIME = ("samlop_web", "samlop_system", "samlop_worker")
MADE = Path(row_security.__file__).with_name("roles.sql").read_text(encoding="utf-8")
ROLES = tuple(sorted(set(re.findall(r"CREATE ROLE (\w+)", MADE))))
# Tables about the house, not about any participant: a new table must be put on one side or the other.
IMPERSONAL = {
    "access_organisation", "access_person", "access_employment", "access_rule", "access_signinidentity",
    "routines_agreement", "routines_agreementparty", "routines_routineversion", "routines_routineapproval",
    "routines_gathering", "kernel_outbox", "kernel_seal", "django_session", "django_migrations", "django_content_type",
}  # fmt: skip
SEALED_BY_FUNCTIONS = {"access_relation", "kernel_change"}

pytestmark = pytest.mark.django_db


def _rows(sql: str) -> list[tuple[object, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return list(cursor.fetchall())


def _tables() -> dict[str, tuple[bool, bool]]:
    sql = """SELECT relname, relrowsecurity, relforcerowsecurity FROM pg_class
             WHERE relkind IN ('r', 'p') AND relnamespace = 'public'::regnamespace"""
    return {str(name): (bool(on), bool(forced)) for name, on, forced in _rows(sql)}


def test_every_personal_table_is_guarded() -> None:
    open_tables = {
        name
        for name, (on, forced) in _tables().items()
        if not name.startswith("procrastinate") and name not in IMPERSONAL
        if not on or not (forced or name in SEALED_BY_FUNCTIONS)
    }
    assert open_tables == set()


def test_every_table_with_a_participant_is_guarded() -> None:
    tables = _tables()
    personal = {
        model._meta.db_table
        for model in apps.get_models()
        if any(field.attname in ("participant_id", "subject_id") for field in model._meta.concrete_fields)
    } - {"kernel_event"}
    assert personal
    assert {name for name in personal if not tables[name][0]} - {"access_signinidentity"} == set()


def test_each_granted_command_has_a_policy() -> None:
    granted = _rows(
        """SELECT table_name, grantee, privilege_type FROM information_schema.role_table_grants
           WHERE grantee IN ('samlop_web', 'samlop_system') AND table_schema = 'public'"""
    )
    policies = {
        (str(table), str(role), str(command))
        for table, roles, command in _rows("SELECT tablename, roles, cmd FROM pg_policies")
        for role in roles  # type: ignore[attr-defined]
    }
    guarded = {name for name, (on, _forced) in _tables().items() if on}
    bare = {
        (table, role, command)
        for table, role, command in granted
        if table in guarded
        and (table, role, command) not in policies
        and (table, role, "ALL") not in policies
    }
    assert bare == set()


def test_the_roles_are_those_that_are_made() -> None:
    assert {"samlop_web", "samlop_worker", "samlop_system", "samlop_calendar"} <= set(ROLES)


def test_runtime_roles_own_nothing_and_bypass_nothing() -> None:
    powers = _rows(
        f"""SELECT rolname, rolsuper OR rolbypassrls OR rolcreaterole OR rolcreatedb OR rolreplication
            FROM pg_roles WHERE rolname IN {ROLES}"""
    )
    assert dict(powers) == dict.fromkeys(ROLES, False)
    assert [(role, what) for role, what in _owned() if role in RUNTIME] == []


def test_roles_behind_a_function_own_that_function_alone() -> None:
    assert {role for role, _what in _owned()} <= set(ROLES) - set(RUNTIME)
    functions = _rows(
        f"""SELECT r.rolname, o.type || ' ' || o.identity FROM pg_proc p JOIN pg_roles r ON r.oid = p.proowner
            CROSS JOIN pg_identify_object('pg_proc'::regclass, p.oid, 0) o
            WHERE r.rolname IN {ROLES} AND NOT r.rolcanlogin AND p.prosecdef AND o.schema = 'authz'"""
    )
    assert _owned() == set(functions)


def test_what_a_runtime_role_owns_is_found() -> None:
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE planted (id int); ALTER TABLE planted OWNER TO samlop_worker")
    assert ("samlop_worker", "table public.planted") in _owned()


def _owned() -> set[tuple[object, ...]]:
    """Whatever in this database, or of the whole cluster, belongs to one of the roles."""
    return set(
        _rows(
            f"""SELECT r.rolname, o.type || ' ' || o.identity FROM pg_shdepend s JOIN pg_roles r ON r.oid = s.refobjid
                CROSS JOIN pg_identify_object(s.classid, s.objid, s.objsubid) o
                JOIN pg_database d ON d.datname = current_database() AND s.dbid IN (0, d.oid)
                WHERE s.deptype = 'o' AND r.rolname IN {ROLES}"""
        )
    )


@pytest.mark.parametrize("role", ROLES)
def test_no_role_can_create_or_make_temporary_tables(role: str) -> None:
    may = _rows(
        f"""SELECT has_schema_privilege('{role}', 'public', 'CREATE'),
                   has_schema_privilege('{role}', 'authz', 'CREATE'),
                   has_database_privilege('{role}', current_database(), 'TEMP')"""
    )
    assert may == [(False, False, False)]


def test_definer_functions_pin_their_search_path() -> None:
    loose = _rows(
        """SELECT proname FROM pg_proc WHERE prosecdef
           AND pronamespace IN ('authz'::regnamespace, 'public'::regnamespace)
           AND NOT coalesce(proconfig::text, '') LIKE '%search_path=pg_catalog%'"""
    )
    assert loose == []


@pytest.mark.parametrize("table", ["kernel_event", "kernel_change", "access_readlog"])
@pytest.mark.parametrize("deed", ["TRUNCATE {} CASCADE", "DELETE FROM {}", "UPDATE {} SET id = id"])
def test_what_is_written_down_is_refused_even_to_the_owner(table: str, deed: str, cast: Cast) -> None:
    """Source: docs/mechanisms/audit.md."""
    with acting_as(cast.kari):
        opened = open_file(cast.kari, cast.participant.pk, section="overview")
        record(cast.kari, "file.opened", opened.participant)
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(deed.format(table))


def test_a_table_without_policy_is_found() -> None:
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE planted (id int, participant_id uuid)")
    assert "planted" in {
        name for name, (on, _forced) in _tables().items() if not on and name not in IMPERSONAL
    }


def test_every_sensitive_model_says_who_may_see_it() -> None:
    silent = [
        model._meta.label
        for model in apps.get_models()
        if any(field.name == "participant" for field in model._meta.concrete_fields)
        if not hasattr(model, "access_kind") or not hasattr(model._default_manager.all(), "visible_to")
    ]
    assert silent == []


def test_no_foreign_key_reaches_into_another_package_with_a_name() -> None:
    named = []
    for model in apps.get_models():
        for field in model._meta.concrete_fields:
            related = field.related_model
            if related is None or isinstance(related, str) or not model.__module__.startswith("samlop."):
                continue
            here, there = model.__module__.split(".")[1], related.__module__.split(".")[1]
            if here != there and not field.remote_field.hidden:
                named.append(f"{model._meta.label}.{field.name}")
    assert named == []
