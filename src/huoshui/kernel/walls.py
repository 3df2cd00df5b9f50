"""Wall B as a migration operation: row-level security, forced for the owner too, closed when nothing is set."""

from django.db.migrations.operations.base import Operation
from django.db.migrations.operations.special import RunSQL


def _setting(name: str) -> str:
    # Read directly, not through a sub-select: the planner then sees the value and uses the index.
    return f"nullif(current_setting('huoshui.{name}', true), '')::bigint"


CONDITION = (
    f"seat >= {_setting('seat_lo')} AND seat <= {_setting('seat_hi')} "
    f"AND line_seat >= {_setting('line_lo')} AND line_seat <= {_setting('line_hi')}"
)


def wall(table: str) -> Operation:
    """Stands after CreateModel in the migration that makes a TenantModel's table."""
    return RunSQL(
        sql=f"""
            ALTER TABLE {table} ENABLE ROW LEVEL SECURITY;
            ALTER TABLE {table} FORCE ROW LEVEL SECURITY;
            CREATE POLICY reach ON {table} USING ({CONDITION}) WITH CHECK ({CONDITION});
            CREATE INDEX {table}_seat ON {table} (seat, id);
            CREATE INDEX {table}_line_seat ON {table} (line_seat, id);
        """,
        reverse_sql=f"""
            DROP INDEX {table}_line_seat;
            DROP INDEX {table}_seat;
            DROP POLICY reach ON {table};
            ALTER TABLE {table} NO FORCE ROW LEVEL SECURITY;
            ALTER TABLE {table} DISABLE ROW LEVEL SECURITY;
        """,
    )


LEDGER_READ = (
    f"seat >= {_setting('audit_lo')} AND seat <= {_setting('audit_hi')} OR user_id = nullif({_setting('user')}, 0)"
)
LEDGER_WRITE = f"user_id = {_setting('user')}"


def ledger_wall(table: str) -> Operation:
    """Instead of `wall`: read by who audits there and by oneself, written in one's own name alone."""
    return RunSQL(
        sql=f"""
            DROP POLICY reach ON {table};
            DROP INDEX {table}_line_seat;
            CREATE POLICY reading ON {table} FOR SELECT USING ({LEDGER_READ});
            CREATE POLICY writing ON {table} FOR INSERT WITH CHECK ({LEDGER_WRITE});
        """,
        reverse_sql=f"""
            DROP POLICY writing ON {table};
            DROP POLICY reading ON {table};
            CREATE INDEX {table}_line_seat ON {table} (line_seat, id);
            CREATE POLICY reach ON {table} USING ({CONDITION}) WITH CHECK ({CONDITION});
        """,
    )


def append_only(table: str) -> Operation:
    """Whoever else may write the table may add to it, and never change, remove or empty it."""
    return take_back(table, "UPDATE, DELETE, TRUNCATE")


def take_back(table: str, rights: str) -> Operation:
    """From everybody but the owner; what the default rights had given with the table."""
    return RunSQL(
        sql=f"""
            DO $$
            DECLARE other text;
            BEGIN
                FOR other IN
                    SELECT DISTINCT grantee FROM information_schema.role_table_grants
                    WHERE table_name = '{table}' AND grantee <> current_user
                LOOP
                    EXECUTE format('REVOKE {rights} ON {table} FROM %I', other);
                END LOOP;
            END $$;
        """,  # noqa: S608  the table's name is ours
        reverse_sql=RunSQL.noop,
    )
