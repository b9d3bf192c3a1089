"""On PostgreSQL what is inserted once is refused every change, even to the application's own role."""

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from approvals import services
from approvals.models import AgendaItem, Attendance, Ballot, Decision, Filing, Meeting, SubmissionItem
from controls import services as controls_services
from controls.models import ControlTable
from disclosure.models import Publication
from powers.models import Power
from tests import guards, proof
from tests.approvals import factories as approvals
from tests.controls import factories as controls

pytestmark = [pytest.mark.postgres, pytest.mark.django_db]

CHANGES = {
    "approvals_decision": "reason = '?'",
    "approvals_recusal": "reason = '?'",
    "approvals_stageevent": "text = '?'",
    "approvals_submissionrow": "label = '?'",
    "approvals_submissionitem": "difference = '[]'",
    "approvals_correction": "reason = '?'",
    "approvals_correctionreport": "count = 2",
    "controls_tablereceipt": "paper_place = '?'",
    "disclosure_publication": "title = '?'",
    "core_auditevent": "verb = 'core.other'",
}
"""One column of each table that keeps what is inserted."""
HELD = {
    "approvals_meeting": "place = '?'",
    "approvals_attendance": "presence = 'absent'",
    "approvals_agendaitem": "implementer = '?'",
    "approvals_agendasubmission": "verdict = 'reject', reason = '?'",
    "approvals_agendarow": "item_id = item_id",
    "approvals_ballot": "title = '?'",
    "approvals_ballotrow": "item_id = item_id",
    "approvals_vote": "choice = 'against'",
    "approvals_statement": "text = '?'",
    "approvals_recusal": "reason = '?'",
    "approvals_meetingrule": "reason = '?'",
}
"""The same of the tables of a meeting that was held."""
FILING = {"approvals_filing": "sha256 = '?'"}
LINKS = ("approvals_stageevent_rows", "approvals_submissionrow_filers")


@pytest.fixture
def everything():
    """An approved submission of which a word was put right, and another in which one row was left for a recusal and fell on."""
    made, submission = proof.approved_world()
    other = approvals.another_department(made)
    with_recusal, _power = approvals.with_a_power_of(other, made.overseer)
    approvals.at(other, "office", with_recusal)
    power = Power.objects.get(power_list__state="in_force")
    place = {"kind": "powers", "list_id": power.power_list_id, "key": str(power.lineage_id), "field": "content"}
    services.correct(by=made.office, **place, before=power.content, after=f"{power.content}改", reason="漏字")
    services.report_corrections(by=made.office, year=timezone.localdate().year, count=1)
    table = ControlTable.objects.get(state="in_force")
    controls.hold(made.filer, table.register.points.get().post)
    controls_services.sign_table(by=made.filer, table=table)
    return submission


@pytest.fixture
def guarded():
    """The tables as they are in production: the test database lets them be emptied after tests that write for good."""
    with connection.cursor() as cursor:
        for table, trigger in guards.of_whole_tables(cursor):
            cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER {trigger}")


def refused(statement):
    with pytest.raises(DatabaseError, match="keeps what was inserted|append-only"), transaction.atomic():
        connection.cursor().execute(statement)


@pytest.mark.parametrize("table", sorted({*CHANGES, *HELD, *FILING, *LINKS}))
def test_the_table_is_never_emptied(guarded, table):
    refused(f"TRUNCATE {table} CASCADE")


def test_rows_are_neither_changed_nor_taken_out(everything):
    for table, change in CHANGES.items():
        refused(f"UPDATE {table} SET {change}")
        refused(f"DELETE FROM {table}")
    for table in LINKS:
        refused(f"DELETE FROM {table}")


def test_without_the_guard_the_same_change_goes_through_and_is_found(everything):
    guards.tamper("approvals_decision", "UPDATE approvals_decision SET reason = '?'")

    assert Decision.objects.exclude(reason="?").count() == 0
    assert any("理由与审计记录" in text for text in proof.told("审批意见"))


def test_what_services_change_is_let_through(everything):
    kept = SubmissionItem.objects.filter(submission=everything).update(is_open=False)
    ended = Publication.objects.update(state="withdrawn", ended_at="2026-01-01T00:00:00Z")

    assert (kept, ended) == (3, 2)


def test_a_list_is_kept_from_the_signature_on():
    draft = approvals.draft(approvals.world())

    assert SubmissionItem.objects.filter(submission=draft).update(schema=1) == 1


@pytest.fixture
def held():
    """A held meeting with a row voted apart, which keeps one of each thing."""
    made, meeting = proof.held_meeting()
    other = approvals.another_department(made)
    approvals.resolve(made, approvals.at(other, "committee"), "return")
    return meeting


@pytest.mark.parametrize("table", HELD)
def test_nothing_of_a_held_meeting_is_changed_or_taken_out(held, table):
    refused(f"UPDATE {table} SET {HELD[table]}")
    refused(f"DELETE FROM {table}")


def test_while_it_runs_only_what_is_settled_is_kept():
    """Who is there, what is voted on and who carries it out still change; votes, closed ballots and resolutions do not."""
    made = approvals.world()
    item = approvals.begun(made, approvals.at(made, "committee"))
    before = Ballot.objects.update(title="改过的"), Attendance.objects.update(answer="")

    approvals.vote(made, item.ballots.get())

    after = AgendaItem.objects.update(implementer="药剂科"), Meeting.objects.update(place="二楼")
    assert (before, after) == ((1, 2), (1, 1))
    for table, change in {"approvals_vote": "choice = 'against'", "approvals_ballot": "title = '?'"}.items():
        refused(f"UPDATE {table} SET {change}")
    refused("UPDATE approvals_agendaitem SET state = 'open'")
    refused("UPDATE approvals_agendasubmission SET verdict = ''")


def test_of_a_filing_only_its_way_is_told_and_nothing_after_the_receipt():
    made = approvals.world()
    approvals.resolve(made, approvals.at(made, "committee", submission=approvals.leadership(made)))
    filing, today = Filing.objects.get(), approvals.timezone.localdate()
    refused("UPDATE approvals_filing SET sha256 = '?'")
    refused("DELETE FROM approvals_filing")

    services.send_filing(by=made.office, filing=filing, sent_on=today)
    filing = services.record_receipt(by=made.office, filing=filing, number="备8号", on=today)

    assert filing.state == "receipted"
    refused("UPDATE approvals_filing SET receipt_number = '?'")
