"""On PostgreSQL a publication is neither changed nor taken away; only its end may still be told."""

from django.db import migrations

REFUSE = """
CREATE TRIGGER disclosure_publication_is_kept BEFORE UPDATE OR DELETE ON disclosure_publication
  FOR EACH ROW EXECUTE FUNCTION refuse_change_of_kept('state', 'ended_at');
CREATE TRIGGER disclosure_publication_is_never_emptied BEFORE TRUNCATE ON disclosure_publication
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change_of_kept();
"""
ALLOW = """
DROP TRIGGER disclosure_publication_is_kept ON disclosure_publication;
DROP TRIGGER disclosure_publication_is_never_emptied ON disclosure_publication;
"""


def refuse(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(REFUSE)


def allow(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(ALLOW)


class Migration(migrations.Migration):
    dependencies = [
        ("disclosure", "0006_let_a_review_go_with_its_power"),
        ("core", "0006_let_tables_keep_what_is_inserted"),
    ]
    operations = [migrations.RunPython(refuse, allow)]
