"""On PostgreSQL corrections and their yearly reports are neither changed nor taken away."""

from django.db import migrations

TABLES = ("approvals_correction", "approvals_correctionreport")
KEEP = """
CREATE TRIGGER {table}_is_kept BEFORE UPDATE OR DELETE ON {table}
  FOR EACH ROW EXECUTE FUNCTION refuse_change_of_kept();
CREATE TRIGGER {table}_is_never_emptied BEFORE TRUNCATE ON {table}
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change_of_kept();
"""
ALLOW = "DROP TRIGGER {table}_is_kept ON {table}; DROP TRIGGER {table}_is_never_emptied ON {table};"


def refuse(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        for table in TABLES:
            schema_editor.execute(KEEP.format(table=table))


def allow(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        for table in TABLES:
            schema_editor.execute(ALLOW.format(table=table))


class Migration(migrations.Migration):
    dependencies = [
        ("approvals", "0020_correct_lists_in_force"),
        ("core", "0006_let_tables_keep_what_is_inserted"),
    ]
    operations = [migrations.RunPython(refuse, allow)]
