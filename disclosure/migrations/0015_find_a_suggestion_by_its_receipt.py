"""A suggestion is found by the hash of its receipt code and by nothing else.

On PostgreSQL the public face's role may run this function and read no table of what came in. It answers the asker: their own
text, how far it is, the answer; never who handled it, nor name and contact.
"""

from django.db import migrations

SELECT = """
SELECT s.kind, s.text, s.received_at, s.due_on, COALESCE(h.state, 'received') AS state,
       COALESCE(d.name, '') AS department_name, COALESCE(r.is_refusal, FALSE) AS is_refusal,
       COALESCE(r.text, '') AS answer, r.at AS answered_at, COALESCE(r.reason, '') AS correction,
       COALESCE(p.code, '') AS public_code,
       s.purged_at IS NOT NULL AS is_purged
FROM disclosure_suggestion s
LEFT JOIN disclosure_handling h ON h.suggestion_id = s.id
LEFT JOIN organization_department d ON d.id = h.department_id
LEFT JOIN disclosure_reply r ON r.id = (SELECT MAX(each.id) FROM disclosure_reply each WHERE each.suggestion_id = s.id)
LEFT JOIN disclosure_publication p ON p.id = r.publication_id AND p.state = 'published' AND p.face = 'open'
WHERE s.code_hash = """
CREATE = """
CREATE FUNCTION disclosure_receipt(asked text)
RETURNS TABLE (kind varchar, text text, received_at timestamptz, due_on date, state varchar, department_name varchar,
               is_refusal boolean, answer text, answered_at timestamptz, correction text, public_code varchar,
               is_purged boolean)
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
    operations = [migrations.RunPython(create, drop)]
