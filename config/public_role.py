"""What the database role of the public face may do, and what a role that it runs by may do beyond that."""

from django.db import connection

READS = frozenset(
    {
        "disclosure_open",
        "disclosure_open_link",
        "disclosure_open_file",
        "disclosure_open_item",
        "disclosure_open_batch",
        "disclosure_opensettings",
        "organization_hospital",
        "organization_calendarday",
    }
)
INSERTS = frozenset({"disclosure_suggestion", "disclosure_suggestionfile", "disclosure_rating"})
GRANTED = frozenset({(name, "SELECT") for name in READS} | {(name, "INSERT") for name in INSERTS})
"""The grants of docs/sql/public_role.sql as table and right."""
RIGHTS = """
SELECT relname, word FROM pg_class, unnest(%s) AS word
WHERE relnamespace = current_schema()::regnamespace AND relkind IN ('r', 'p', 'v', 'm', 'f') AND (
    has_table_privilege(oid, word)
    OR word IN ('SELECT', 'INSERT', 'UPDATE', 'REFERENCES') AND has_any_column_privilege(oid, word)
)
"""
WORDS = ["SELECT", "INSERT", "UPDATE", "DELETE", "TRUNCATE", "REFERENCES", "TRIGGER"]


def held() -> set[tuple[str, str]]:
    """Every table or view and right that the connection's role has, down to a single column; PostgreSQL only."""
    with connection.cursor() as cursor:
        cursor.execute(RIGHTS, [WORDS])
        return set(cursor.fetchall())
