"""On PostgreSQL the trail refuses update and delete; its head row exists from the beginning."""

from django.db import migrations

REFUSE = """
CREATE FUNCTION refuse_change_of_trail() RETURNS trigger AS $$
BEGIN
  RAISE EXCEPTION 'core_auditevent is append-only';
END
$$ LANGUAGE plpgsql;
CREATE TRIGGER trail_is_append_only BEFORE UPDATE OR DELETE ON core_auditevent
  FOR EACH ROW EXECUTE FUNCTION refuse_change_of_trail();
"""
ALLOW = "DROP TRIGGER trail_is_append_only ON core_auditevent; DROP FUNCTION refuse_change_of_trail();"


def refuse(apps, schema_editor):
    apps.get_model("core", "AuditHead").objects.get_or_create(id=1)
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(REFUSE)


def allow(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(ALLOW)


class Migration(migrations.Migration):
    dependencies = [("core", "0002_initial")]
    operations = [migrations.RunPython(refuse, allow)]
