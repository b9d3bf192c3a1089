"""On PostgreSQL votes, opinions, rules of procedure, closed ballots, resolutions and held meetings are kept as they are.

A ballot without the quorum may still be set anew while its item is open; 落实责任 of a decided item may be written until
the meeting ends. Of a filing only sending, receipt and reminder are told later, and nothing after the receipt. What is
put into a held meeting is not refused (a copy of the data could not be read back), `verify_chain` tells it.
"""

from django.db import migrations

WHOLE = ("approvals_vote", "approvals_statement")
SENDING = "'state', 'sent_on', 'note', 'receipt_number', 'receipt_on', 'reminded_on'"
PARTLY = {
    "approvals_ballot": ("WHEN (OLD.result NOT IN ('', 'no_quorum'))", ""),
    "approvals_agendaitem": ("WHEN (OLD.state IN ('decided', 'postponed'))", "'implementer', 'due_on'"),
    "approvals_agendasubmission": ("WHEN (OLD.verdict <> '')", ""),
    "approvals_meeting": ("WHEN (OLD.state IN ('held', 'cancelled'))", ""),
    "approvals_filing": ("", SENDING),
    "approvals_meetingrule": ("", "'made_at'"),  # shipped rules are read back with a time cut to the millisecond
}
"""Table → from when on it is kept, and the columns that services may still change."""
OF_MEETING = {
    "approvals_attendance": "meeting",
    "approvals_agendaitem": "meeting",
    "approvals_agendarow": "item",
    "approvals_ballot": "item",
    "approvals_ballotrow": "item",
}
"""Table that changes until the meeting is held → by what a row of it belongs to a meeting."""
EMPTIED = sorted({*WHOLE, *PARTLY, *OF_MEETING})

HELD = """
CREATE FUNCTION is_of_held_meeting(way text, kept jsonb) RETURNS boolean AS $$
  SELECT EXISTS (
    SELECT 1 FROM approvals_meeting WHERE state = 'held' AND id = CASE way
      WHEN 'meeting' THEN (kept->>'meeting_id')::bigint
      ELSE (SELECT meeting_id FROM approvals_agendaitem WHERE id = (kept->>'item_id')::bigint)
    END
  )
$$ LANGUAGE sql STABLE;
CREATE FUNCTION refuse_change_of_held_meeting() RETURNS trigger AS $$
BEGIN
  IF is_of_held_meeting(TG_ARGV[0], to_jsonb(OLD)) THEN
    RAISE EXCEPTION '% keeps what was inserted: % refused, the meeting is held', TG_TABLE_NAME, TG_OP;
  END IF;
  RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
END
$$ LANGUAGE plpgsql;
"""
KEEP = """
CREATE TRIGGER {table}_is_kept BEFORE UPDATE OR DELETE ON {table}
  FOR EACH ROW {when} EXECUTE FUNCTION refuse_change_of_kept({columns});
"""
KEEP_HELD = """
CREATE TRIGGER {table}_of_held_is_kept BEFORE UPDATE OR DELETE ON {table}
  FOR EACH ROW EXECUTE FUNCTION refuse_change_of_held_meeting('{way}');
"""
KEEP_RECEIPTED = """
CREATE TRIGGER approvals_filing_of_receipt_is_kept BEFORE UPDATE OR DELETE ON approvals_filing
  FOR EACH ROW WHEN (OLD.state = 'receipted') EXECUTE FUNCTION refuse_change_of_kept();
"""
NEVER_EMPTY = """
CREATE TRIGGER {table}_is_never_emptied BEFORE TRUNCATE ON {table}
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change_of_kept();
"""


def statements():
    """What is made, each with what undoes it."""
    made = [(HELD, "DROP FUNCTION refuse_change_of_held_meeting(); DROP FUNCTION is_of_held_meeting(text, jsonb);")]
    for table, (when, columns) in {**dict.fromkeys(WHOLE, ("", "")), **PARTLY}.items():
        made.append((KEEP.format(table=table, when=when, columns=columns), f"DROP TRIGGER {table}_is_kept ON {table};"))
    for table, way in OF_MEETING.items():
        made.append((KEEP_HELD.format(table=table, way=way), f"DROP TRIGGER {table}_of_held_is_kept ON {table};"))
    made.append((KEEP_RECEIPTED, "DROP TRIGGER approvals_filing_of_receipt_is_kept ON approvals_filing;"))
    for table in EMPTIED:
        made.append((NEVER_EMPTY.format(table=table), f"DROP TRIGGER {table}_is_never_emptied ON {table};"))
    return made


def refuse(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        for made, _undone in statements():
            schema_editor.execute(made, params=None)


def allow(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        for _made, undone in reversed(statements()):
            schema_editor.execute(undone, params=None)


class Migration(migrations.Migration):
    dependencies = [
        ("approvals", "0018_send_earlier_filings_on"),
        ("core", "0006_let_tables_keep_what_is_inserted"),
    ]
    operations = [migrations.RunPython(refuse, allow)]
