"""On PostgreSQL decisions, recusals, events of stages and what the head signed are neither changed nor taken away.

A list that is signed may still be closed (`is_open`); before the signature it has no content to keep.
"""

from django.db import migrations

TABLES = (
    "approvals_decision",
    "approvals_recusal",
    "approvals_stageevent",
    "approvals_stageevent_rows",
    "approvals_submissionrow",
    "approvals_submissionrow_filers",
)
KEEP = """
CREATE TRIGGER {table}_is_kept BEFORE UPDATE OR DELETE ON {table}
  FOR EACH ROW {when} EXECUTE FUNCTION refuse_change_of_kept({columns});
CREATE TRIGGER {table}_is_never_emptied BEFORE TRUNCATE ON {table}
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change_of_kept();
"""
ALLOW = "DROP TRIGGER {table}_is_kept ON {table}; DROP TRIGGER {table}_is_never_emptied ON {table};"
ITEM = "approvals_submissionitem"


def refuse(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        for table in TABLES:
            schema_editor.execute(KEEP.format(table=table, when="", columns=""))
        schema_editor.execute(KEEP.format(table=ITEM, when="WHEN (OLD.sha256 <> '')", columns="'is_open'"))


def allow(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        for table in (*TABLES, ITEM):
            schema_editor.execute(ALLOW.format(table=table))


class Migration(migrations.Migration):
    dependencies = [
        ("approvals", "0010_protect_what_a_submission_holds"),
        ("core", "0006_let_tables_keep_what_is_inserted"),
    ]
    operations = [migrations.RunPython(refuse, allow)]
