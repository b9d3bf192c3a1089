"""On PostgreSQL the trail refuses TRUNCATE too: a statement that no trigger on rows sees."""

from django.db import migrations

REFUSE = """
CREATE TRIGGER trail_is_never_emptied BEFORE TRUNCATE ON core_auditevent
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change_of_trail();
"""
ALLOW = "DROP TRIGGER trail_is_never_emptied ON core_auditevent;"


def refuse(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(REFUSE)


def allow(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(ALLOW)


class Migration(migrations.Migration):
    dependencies = [("core", "0003_refuse_changes_of_the_trail")]
    operations = [migrations.RunPython(refuse, allow)]
