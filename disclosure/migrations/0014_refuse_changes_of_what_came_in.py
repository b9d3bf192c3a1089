"""On PostgreSQL files of publications, replies, ratings and suggestions are kept as they were inserted.

Of a suggestion and a rating only the end of their keeping may be told: what was written goes, files with it.
"""

from django.db import migrations

KEPT = {
    "disclosure_publicationfile": (),
    "disclosure_reply": (),
    "disclosure_rating": ("reason",),
    "disclosure_suggestion": ("text", "name", "contact", "purged_at"),
}


def refuse(apps, schema_editor):
    if schema_editor.connection.vendor != "postgresql":
        return
    for table, columns in KEPT.items():
        words = ", ".join(f"'{column}'" for column in columns)
        schema_editor.execute(
            f"CREATE TRIGGER {table}_is_kept BEFORE UPDATE OR DELETE ON {table}"
            f" FOR EACH ROW EXECUTE FUNCTION refuse_change_of_kept({words});"
        )
        schema_editor.execute(
            f"CREATE TRIGGER {table}_is_never_emptied BEFORE TRUNCATE ON {table}"
            " FOR EACH STATEMENT EXECUTE FUNCTION refuse_change_of_kept();"
        )


def allow(apps, schema_editor):
    if schema_editor.connection.vendor != "postgresql":
        return
    for table in KEPT:
        schema_editor.execute(f"DROP TRIGGER {table}_is_kept ON {table};")
        schema_editor.execute(f"DROP TRIGGER {table}_is_never_emptied ON {table};")


class Migration(migrations.Migration):
    dependencies = [
        ("disclosure", "0013_show_the_public_face_what_is_open"),
        ("core", "0006_let_tables_keep_what_is_inserted"),
    ]
    operations = [migrations.RunPython(refuse, allow)]
