"""On PostgreSQL a population, once frozen, and a seed, once fixed, are neither changed nor taken away."""

from django.db import migrations

LATER = "'state', 'from_on', 'to_on', 'began_at', 'closed_at', 'cancelled_at', 'cancel_reason', 'search_text'"
DRAWN = "'algorithm', 'drawn_by_id', 'drawn_at'"
SEED = "'seed', 'seeded_by_id', 'seeded_at'"
KEEP = (
    """
CREATE TRIGGER supervision_populationunit_is_kept BEFORE UPDATE OR DELETE ON supervision_populationunit
  FOR EACH ROW EXECUTE FUNCTION refuse_change_of_kept();
CREATE TRIGGER supervision_populationunit_is_never_emptied BEFORE TRUNCATE ON supervision_populationunit
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change_of_kept();
""",
    f"""
CREATE TRIGGER supervision_spotcheck_is_frozen BEFORE UPDATE OR DELETE ON supervision_spotcheck
  FOR EACH ROW WHEN (OLD.population_sha256 <> '' AND OLD.seed = '')
  EXECUTE FUNCTION refuse_change_of_kept({LATER}, {SEED});
CREATE TRIGGER supervision_spotcheck_is_fixed BEFORE UPDATE OR DELETE ON supervision_spotcheck
  FOR EACH ROW WHEN (OLD.seed <> '' AND OLD.algorithm = '')
  EXECUTE FUNCTION refuse_change_of_kept({LATER}, {DRAWN});
CREATE TRIGGER supervision_spotcheck_is_kept BEFORE UPDATE OR DELETE ON supervision_spotcheck
  FOR EACH ROW WHEN (OLD.algorithm <> '') EXECUTE FUNCTION refuse_change_of_kept({LATER});
CREATE TRIGGER supervision_spotcheck_is_never_emptied BEFORE TRUNCATE ON supervision_spotcheck
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change_of_kept();
""",
)
TRIGGERS = {
    "supervision_populationunit": ("is_kept", "is_never_emptied"),
    "supervision_spotcheck": ("is_frozen", "is_fixed", "is_kept", "is_never_emptied"),
}


def refuse(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        for statement in KEEP:
            schema_editor.execute(statement, params=None)


def allow(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        for table, names in TRIGGERS.items():
            for name in names:
                schema_editor.execute(f"DROP TRIGGER {table}_{name} ON {table};")


class Migration(migrations.Migration):
    dependencies = [
        ("supervision", "0002_ship_checklists"),
        ("core", "0006_let_tables_keep_what_is_inserted"),
    ]
    operations = [migrations.RunPython(refuse, allow)]
