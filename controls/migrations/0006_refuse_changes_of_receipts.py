"""On PostgreSQL receipts of control tables are neither changed nor taken away."""

from django.db import migrations

TABLE = "controls_tablereceipt"
KEEP = f"""
CREATE TRIGGER {TABLE}_is_kept BEFORE UPDATE OR DELETE ON {TABLE}
  FOR EACH ROW EXECUTE FUNCTION refuse_change_of_kept();
CREATE TRIGGER {TABLE}_is_never_emptied BEFORE TRUNCATE ON {TABLE}
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change_of_kept();
"""
ALLOW = f"DROP TRIGGER {TABLE}_is_kept ON {TABLE}; DROP TRIGGER {TABLE}_is_never_emptied ON {TABLE};"


def refuse(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(KEEP)


def allow(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(ALLOW)


class Migration(migrations.Migration):
    dependencies = [
        ("controls", "0005_sign_for_tables_and_rotate_posts"),
        ("core", "0006_let_tables_keep_what_is_inserted"),
    ]
    operations = [migrations.RunPython(refuse, allow)]
