"""Links tell the hashes of their files also after they ended; names of items are those that were published.

On PostgreSQL the views are replaced where they stand, so that the grants of docs/sql/public_role.sql stay.
"""

from importlib import import_module

from django.db import migrations, models

BEFORE = import_module("disclosure.migrations.0013_show_the_public_face_what_is_open")
NAME = {
    "postgresql": "COALESCE(p.content -> 'item' ->> 'name', '')::varchar",
    "sqlite": "COALESCE(json_extract(p.content, '$.item.name'), '')",
}
HASHES = {
    "postgresql": "jsonb_path_query_array(p.content, '$.files[*].sha256')",
    "sqlite": "(SELECT json_group_array(json_extract(f.value, '$.sha256')) FROM json_each(p.content, '$.files') f)",
}
OPEN = """
CREATE VIEW disclosure_open AS
SELECT p.id, p.sequence, p.kind, p.topic, COALESCE(i.code, '') AS item_code, {name} AS item_name,
       p.code, p.lineage_key, p.title, p.category, p.department_code, p.department_name, p.content, p.search_text,
       p.published_at, p.content_hash, p.previous_hash, p.hash
FROM disclosure_publication p LEFT JOIN disclosure_disclosureitem i ON i.id = p.item_id
WHERE p.face = 'open' AND p.state = 'published' AND p.kind IN ('power', 'item', 'answer')
"""
LINK = """
CREATE VIEW disclosure_open_link AS
SELECT p.id, p.sequence, p.kind, {name} AS item_name, p.code, p.lineage_key, p.department_name, p.state,
       CASE WHEN p.kind IN ('withdrawal', 'prints') THEN p.content END AS content,
       p.published_at, p.ended_at, p.content_hash, p.previous_hash, p.hash, {hashes} AS file_hashes
FROM disclosure_publication p
WHERE p.face = 'open'
"""
VIEWS = ("disclosure_open", "disclosure_open_link")


def replace(apps, schema_editor):
    vendor = schema_editor.connection.vendor
    made = [view.format(name=NAME[vendor], hashes=HASHES[vendor]) for view in (OPEN, LINK)]
    if vendor == "postgresql":
        made = [view.replace("CREATE VIEW", "CREATE OR REPLACE VIEW") for view in made]
    else:
        drop(schema_editor)
    for view in made:
        schema_editor.execute(view)


def restore(apps, schema_editor):
    drop(schema_editor)
    for view in BEFORE.CREATE[:2]:
        schema_editor.execute(view)


def drop(schema_editor):
    for name in VIEWS:
        schema_editor.execute(f"DROP VIEW {name}")


class Migration(migrations.Migration):
    dependencies = [("disclosure", "0016_index_what_the_public_searches")]
    operations = [
        migrations.RunPython(replace, restore),
        migrations.AddField("openlink", "file_hashes", models.JSONField(default=list)),
    ]
