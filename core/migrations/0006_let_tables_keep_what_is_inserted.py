"""On PostgreSQL one function refuses to change, delete or empty what is kept, for the triggers of all apps.

Its arguments are the columns that services may still change.
"""

from django.db import migrations

REFUSE = """
CREATE FUNCTION refuse_change_of_kept() RETURNS trigger AS $$
BEGIN
  IF TG_OP = 'UPDATE' AND TG_NARGS > 0 THEN
    IF to_jsonb(OLD) - TG_ARGV = to_jsonb(NEW) - TG_ARGV THEN
      RETURN NEW;
    END IF;
  END IF;
  RAISE EXCEPTION '% keeps what was inserted: % refused', TG_TABLE_NAME, TG_OP;
END
$$ LANGUAGE plpgsql;
"""


def refuse(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(REFUSE, params=None)


def allow(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("DROP FUNCTION refuse_change_of_kept();")


class Migration(migrations.Migration):
    dependencies = [("core", "0005_protect_who_used_a_key")]
    operations = [migrations.RunPython(refuse, allow)]
