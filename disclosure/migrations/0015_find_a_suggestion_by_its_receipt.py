"""A suggestion is found by the hash of its receipt code and by nothing else.

On PostgreSQL the public face's role may run this function and read no table of what came in. It answers the asker: their own
text, how far it is, the answer; never who handled it, nor name and contact.
"""

from django.db import migrations, models

SELECT = """
SELECT s.kind, s.text, s.received_at, s.due_on, COALESCE(h.state, 'received') AS state,
       COALESCE(d.name, '') AS department_name, COALESCE(r.is_refusal, FALSE) AS is_refusal,
       COALESCE(r.text, '') AS answer, r.at AS answered_at, COALESCE(p.code, '') AS public_code,
       s.purged_at IS NOT NULL AS is_purged
FROM disclosure_suggestion s
LEFT JOIN disclosure_handling h ON h.suggestion_id = s.id
LEFT JOIN organization_department d ON d.id = h.department_id
LEFT JOIN disclosure_reply r ON r.suggestion_id = s.id
LEFT JOIN disclosure_publication p ON p.id = r.publication_id AND p.state = 'published' AND p.face = 'open'
WHERE s.code_hash = """
CREATE = """
CREATE FUNCTION disclosure_receipt(asked text)
RETURNS TABLE (kind varchar, text text, received_at timestamptz, due_on date, state varchar, department_name varchar,
               is_refusal boolean, answer text, answered_at timestamptz, public_code varchar, is_purged boolean)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = {schema}, pg_temp
AS $${select}asked$$
"""


def create(apps, schema_editor):
    if schema_editor.connection.vendor != "postgresql":
        return
    with schema_editor.connection.cursor() as cursor:
        cursor.execute("SELECT quote_ident(current_schema())")
        (schema,) = cursor.fetchone()
    schema_editor.execute(CREATE.format(schema=schema, select=SELECT))
    schema_editor.execute("REVOKE EXECUTE ON FUNCTION disclosure_receipt(text) FROM PUBLIC")


def drop(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("DROP FUNCTION disclosure_receipt(text)")


class Migration(migrations.Migration):
    dependencies = [
        ("disclosure", "0014_refuse_changes_of_what_came_in"),
        ("organization", "0001_initial"),
    ]
    operations = [
        migrations.RunPython(create, drop),
        migrations.CreateModel(
            name="OpenReceipt",
            fields=[
                ("code_hash", models.CharField(max_length=64, primary_key=True, serialize=False)),
                ("kind", models.CharField(choices=[('question', '咨询'), ('suggestion', '意见建议'), ('praise', '表扬')], max_length=10)),
                ("text", models.TextField()),
                ("received_at", models.DateTimeField()),
                ("due_on", models.DateField()),
                ("state", models.CharField(choices=[('received', '待受理'), ('assigned', '办理中'), ('drafted', '待审定答复'), ('answered', '已答复'), ('refused', '不予受理')], max_length=10)),
                ("department_name", models.CharField(max_length=60)),
                ("is_refusal", models.BooleanField()),
                ("answer", models.TextField()),
                ("answered_at", models.DateTimeField(null=True)),
                ("public_code", models.CharField(max_length=60)),
                ("is_purged", models.BooleanField()),
            ],
            options={"db_table": "disclosure_receipt", "managed": False},
        ),
    ]
