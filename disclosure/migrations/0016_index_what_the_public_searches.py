"""On PostgreSQL what the public searches is found by an index of pairs of neighbouring characters.

Words of Chinese are mostly of two characters, too short for trigrams. The pages ask `disclosure_pieces(search_text) @>
disclosure_pieces(word)` (`queries.public_search.Contains`), through the view of what stands open. The cost keeps the
planner from taking a text apart row by row, which is a hundred times slower than reading it.
"""

from django.db import migrations

FUNCTION = """
CREATE FUNCTION disclosure_pieces(given text) RETURNS text[] LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE COST 10000 AS $$
    SELECT COALESCE(array_agg(DISTINCT pair), '{}') FROM (
        SELECT mark || lead(mark) OVER (ORDER BY place) AS pair
        FROM unnest(string_to_array(given, NULL)) WITH ORDINALITY AS marks(mark, place)
    ) AS pairs WHERE pair IS NOT NULL
$$
"""
INDEX = """
CREATE INDEX publication_search ON disclosure_publication USING gin (disclosure_pieces(search_text))
WHERE face = 'open' AND state = 'published'
"""


def create(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(FUNCTION)
        schema_editor.execute(INDEX)


def drop(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("DROP INDEX publication_search")
        schema_editor.execute("DROP FUNCTION disclosure_pieces(text)")


class Migration(migrations.Migration):
    dependencies = [("disclosure", "0015_find_a_suggestion_by_its_receipt")]
    operations = [migrations.RunPython(create, drop)]
