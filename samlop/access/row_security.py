"""Row-level security from one helper, so that every personal table's policies look alike.

Each statement computes the array of participants within reach once (an InitPlan) and the policy compares with it;
a function called for each row was measured to be ten thousand times slower. See docs/mechanisms/access.md.
"""

from dataclasses import dataclass, field

from django.conf import settings
from django.db import migrations

from samlop.access.matrix import matrix

PERSONAL: dict[str, "PersonalTable"] = {}


@dataclass(frozen=True)
class PersonalTable:
    """How one table is guarded: its kind in the matrix, the column that names the participant, what it may do.

    `own`: rows belong to an organisation (`organisation_id`); cells of scope "own" reach only its own and those of
    the organisations it carries on for, and a new row is always its own.
    `shared`: an SQL condition on the row under which kind `shared` may read it as well.
    `carry_out`: an SQL condition under which the action "carry_out" may write the row.
    `write`: the action that writing asks for. `insert_also`, `extra_update`: one more that may add, or change, a row.
    """

    table: str
    kind: str
    participant: str = "participant_id"
    own: bool = False
    shared: tuple[str, str] | None = None
    carry_out: str | None = None
    carry_out_kind: str = ""
    write: str = "write"
    insert_also: str | None = None
    extra_update: str | None = None
    commands: tuple[str, ...] = ("SELECT", "INSERT", "UPDATE", "DELETE")
    unlogged: tuple[str, ...] = field(default=())

    def reach(self, action: str, *, is_new: bool = False) -> str:
        """The condition that the row's participant is within the actor's reach."""
        everything = f"{self.participant} = ANY ((SELECT authz.reach('{self.kind}', '{action}'))::uuid[])"
        if not self.own:
            return everything
        own = f"{self.participant} = ANY ((SELECT authz.reach_own('{self.kind}', '{action}'))::uuid[])"
        whose = "(SELECT authz.organisation())" if is_new else "ANY ((SELECT authz.organisations())::uuid[])"
        return f"({everything} OR ({own} AND organisation_id = {whose}))"

    def readable(self) -> str:
        """The condition under which a row is seen."""
        conditions = [self.reach("read")]
        if self.shared:
            kind, condition = self.shared
            reached = f"{self.participant} = ANY ((SELECT authz.reach('{kind}', 'read'))::uuid[])"
            conditions.append(f"({condition} AND {reached})")
        return " OR ".join(conditions)

    def writable(self, *, extra: str | None = None, check: bool = True, is_new: bool = False) -> str:
        """The condition under which a row may be written."""
        conditions = [self.reach(self.write, is_new=is_new)]
        if self.carry_out:
            kind = self.carry_out_kind or self.kind
            reached = f"{self.participant} = ANY ((SELECT authz.reach('{kind}', 'carry_out'))::uuid[])"
            conditions.append(f"({reached} AND {self.carry_out})" if check else reached)
        if extra:
            conditions.append(
                f"{self.participant} = ANY ((SELECT authz.reach('{self.kind}', '{extra}'))::uuid[])"
            )
        return " OR ".join(conditions)

    def create_sql(self) -> str:
        """Turns the guard on, and lets the two runtime roles do what the policies allow."""
        web, system = settings.WEB_ROLE, settings.SYSTEM_ROLE
        read_all = f"(SELECT authz.system_may('{self.kind}', 'read'))"
        write_all = f"(SELECT authz.system_may('{self.kind}', '{self.write}'))"
        update_using = self.writable(extra=self.extra_update, check=False)
        update_check = self.writable(extra=self.extra_update)
        policies = {
            "SELECT": (f"USING ({self.readable()})", f"USING ({read_all})"),
            "INSERT": (
                f"WITH CHECK ({self.writable(extra=self.insert_also, is_new=True)})",
                f"WITH CHECK ({write_all})",
            ),
            "UPDATE": (f"USING ({update_using}) WITH CHECK ({update_check})", f"USING ({write_all})"),
            "DELETE": (f"USING ({self.reach(self.write)})", f"USING ({write_all})"),
        }
        statements = [
            f"ALTER TABLE {self.table} ENABLE ROW LEVEL SECURITY",
            f"ALTER TABLE {self.table} FORCE ROW LEVEL SECURITY",
            f"GRANT {', '.join(self.commands)} ON {self.table} TO {web}, {system}",
        ]
        for command in self.commands:
            for role, condition in zip((web, system), policies[command], strict=True):
                name = f"{role}_{command.lower()}"
                statements.append(f"CREATE POLICY {name} ON {self.table} FOR {command} TO {role} {condition}")
        return ";\n".join(statements)

    def history_sql(self) -> str:
        """Lets the database write down every change of a row, from what to what and by whom."""
        arguments = ", ".join(f"'{value}'" for value in (self.kind, self.participant, *self.unlogged))
        return (
            f"CREATE TRIGGER record_change AFTER INSERT OR UPDATE OR DELETE ON {self.table} "
            f"FOR EACH ROW EXECUTE FUNCTION authz.record_change({arguments})"
        )


def history_of_what_may_be_read() -> str:
    """A change is seen by those who may read history and the kind of thing that was changed; each array is made once.

    The kinds are those of the matrix, so the policy is made anew whenever the matrix is written.
    """
    kinds = sorted({row.kind for row in matrix() if row.action == "read"})
    cases = "\n".join(
        f"    WHEN '{kind}' THEN participant_id = ANY ((SELECT authz.reach('{kind}', 'read'))::uuid[])"
        for kind in kinds
    )
    name = f"{settings.WEB_ROLE}_select"
    return f"""DROP POLICY IF EXISTS {name} ON kernel_change;
CREATE POLICY {name} ON kernel_change FOR SELECT TO {settings.WEB_ROLE} USING (
  participant_id = ANY ((SELECT authz.reach('history', 'read'))::uuid[]) AND CASE kind
{cases}
    ELSE false END)"""


def guard(table: PersonalTable, *, history: bool = True) -> migrations.RunSQL:
    """The migration step that puts one table under guard, with the history of its changes."""
    PERSONAL[table.table] = table
    statements = [table.create_sql()]
    undo = [f"DROP POLICY {role}_{command.lower()} ON {table.table}" for command in table.commands
            for role in (settings.WEB_ROLE, settings.SYSTEM_ROLE)]  # fmt: skip
    undo += [
        f"ALTER TABLE {table.table} NO FORCE ROW LEVEL SECURITY",
        f"ALTER TABLE {table.table} DISABLE ROW LEVEL SECURITY",
    ]
    if history:
        statements.append(table.history_sql())
        undo.append(f"DROP TRIGGER record_change ON {table.table}")
    return migrations.RunSQL(";\n".join(statements), ";\n".join(undo))


def same_participant(child: str, parent: str, column: str) -> migrations.RunSQL:
    """Ties a child row to a parent of the same participant: a foreign key alone would look past row-level security."""
    name = f"{child}_{column}_same_participant"
    unique = f"{parent}_id_participant"
    return migrations.RunSQL(
        f"CREATE UNIQUE INDEX IF NOT EXISTS {unique} ON {parent} (id, participant_id);\n"
        f"ALTER TABLE {child} ADD CONSTRAINT {name} FOREIGN KEY ({column}, participant_id) "
        f"REFERENCES {parent} (id, participant_id) DEFERRABLE INITIALLY DEFERRED",
        f"ALTER TABLE {child} DROP CONSTRAINT {name}",
    )


def open_to_runtime(table: str, commands: str = "SELECT") -> migrations.RunSQL:
    """Lets the runtime roles use a table that holds no personal data of participants."""
    roles = f"{settings.WEB_ROLE}, {settings.SYSTEM_ROLE}"
    return migrations.RunSQL(
        f"GRANT {commands} ON {table} TO {roles}", f"REVOKE {commands} ON {table} FROM {roles}"
    )
