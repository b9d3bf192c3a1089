"""Answers of a self-check: kept as drafts, proved, raised as findings, and written into its report."""

import pytest
from django.utils import timezone

from core import queries as core_queries
from core.models import Attachment, AuditEvent
from core.rules import Denied, Stale
from organization.roles import Role
from supervision.models import Finding, SelfCheckAnswer
from supervision.queries import self_checks as queries
from supervision.services import self_check_answers, self_checks
from supervision.services.self_check_answers import AnswerEntry
from tests import factories
from tests.controls import factories as control_factories
from tests.supervision import self_check_factories as own

pytestmark = pytest.mark.django_db


def codes(check, *, is_blocking=True):
    faults = queries.faults_of(queries.reading_of(check))
    return [fault.code for fault in faults if fault.is_blocking == is_blocking]


def test_saving_keeps_a_draft_that_signing_refuses():
    made = own.world()
    (answer,) = own.answers(made.check, content="carried_out")

    count = own.say(made.check, answer, "done", by=made.filer, note="")

    assert count == 1
    assert "without_proof" in codes(made.check)
    with pytest.raises(Denied, match="还没有填报"):
        self_checks.sign(by=made.head, check=made.check)


def test_a_file_is_proof_too():
    made = own.world()
    own.fill(made)
    (answer,) = own.answers(made.check, content="carried_out")

    own.say(made.check, answer, "done", by=made.filer, note="", files=[own.PDF])

    kept = Attachment.objects.get(subject_type="supervision.selfcheckanswer")
    assert (kept.subject_id, kept.name, codes(made.check)) == (str(answer.pk), "验收记录.pdf", [])


@pytest.mark.parametrize(
    ("state", "note", "fields", "expected"),
    [
        ("done", "", {}, ["without_proof"]),
        ("done", "见台账", {}, []),
        ("partly", "", {}, ["without_reason"]),
        ("not_done", "未采购", {}, []),
        ("not_due", "下年", {}, ["is_due"]),
        ("not_due", "下年", {"due_on": own.in_days(10)}, ["is_due"]),
        ("not_due", "下年", {"due_on": own.in_days(11)}, []),
    ],
)
def test_what_keeps_an_answer_from_being_signed(state, note, fields, expected):
    made = own.world(**fields)
    own.fill(made)
    (answer,) = own.answers(made.check, content="carried_out")

    own.say(made.check, answer, state, by=made.filer, note=note)

    assert codes(made.check) == expected


def test_what_only_reminds_does_not_keep_from_signing():
    made = own.world()
    own.fill(made, "not_done")

    reminders = codes(made.check, is_blocking=False)
    self_checks.sign(by=made.head, check=made.check)

    assert reminders == ["without_finding"] * len(own.answers(made.check))


def test_a_department_without_a_table_in_force_is_reminded():
    made = own.world(measures=0)

    assert codes(own.fill(made), is_blocking=False) == ["no_measures"]


def test_what_did_not_change_is_not_written():
    made = own.world()
    (answer,) = own.answers(made.check, content="carried_out")
    own.say(made.check, answer, "done", by=made.filer, note="见台账")

    count = own.say(made.check, answer, "done", by=made.filer, note="见台账 ")

    assert (count, SelfCheckAnswer.objects.get(pk=answer.pk).version) == (0, 2)


def test_an_answer_may_be_taken_back():
    made = own.world()
    (answer,) = own.answers(made.check, content="carried_out")
    own.say(made.check, answer, "done", by=made.filer)

    own.say(made.check, answer, "", by=made.filer, note="")

    answer.refresh_from_db()
    assert (answer.state, answer.answered_by, answer.answered_at) == ("", None, None)


def test_who_was_slower_is_told():
    made = own.world()
    (answer,) = own.answers(made.check, content="carried_out")
    own.say(made.check, answer, "done", by=made.filer, version=1)

    with pytest.raises(Stale):
        own.say(made.check, answer, "partly", by=made.head, version=1)


def test_an_answer_of_another_self_check_is_not_taken():
    made, other = own.world(), factories.department()
    participation = made.cycle.participations.create(department=other)
    self_checks.open_self_checks(by=factories.system(), cycle=made.cycle)
    foreign = SelfCheckAnswer.objects.filter(self_check__department=participation.department).order_by("pk")[0]

    with pytest.raises(Stale):
        own.say(made.check, foreign, "done", by=made.filer)
    with pytest.raises(Stale):
        self_check_answers.answer_self_check(by=made.filer, check=made.check, entries=[AnswerEntry(0, "done")])


def test_answering_is_denied_to_another_department_and_after_signing():
    made = own.world()
    (answer,) = own.answers(made.check, content="carried_out")

    with pytest.raises(Denied):
        own.say(made.check, answer, "done", by=factories.holder(Role.FILER, factories.department()))
    own.signed(made)
    with pytest.raises(Denied):
        own.say(made.check, answer, "partly", by=made.filer)


def test_the_office_answers_on_behalf():
    made = own.world()
    (answer,) = own.answers(made.check, content="carried_out")

    assert own.say(made.check, answer, "done", by=made.office) == 1


def test_a_fault_becomes_a_finding_on_the_spot_with_its_measure():
    made = own.world()
    (answer,) = own.answers(made.check, content="carried_out")
    own.say(made.check, answer, "not_done", by=made.filer, note="没有双人验收")

    finding = self_check_answers.raise_finding(by=made.filer, answer=answer, text="没有双人验收", days=5)

    answer.refresh_from_db()
    assert (finding.source, finding.measure, finding.cycle) == ("self_check", answer.measure, made.cycle)
    assert (finding.department, answer.finding) == (made.where, finding)
    assert finding.due_on > timezone.localdate()
    assert codes(made.check, is_blocking=False) == []


def test_stage_3_a_fault_in_a_question_names_its_risk_point_or_a_new_one():
    made = own.world()
    point = own.answers(made.check, content="carried_out")[0].measure.point
    faulty = [answer for answer in own.answers(made.check) if answer.measure is None][:2]
    for answer in faulty:
        own.say(made.check, answer, "partly", by=made.filer)
    said = {"by": made.filer, "text": "查找不全", "days": 5}

    with pytest.raises(Denied, match="请指明问题属于哪个风险点"):
        self_check_answers.raise_finding(answer=faulty[0], **said)
    places = {"point": point}, {"new_point": "登记由一人掌握，可能虚报"}
    found = [
        self_check_answers.raise_finding(answer=each, **said, **place)
        for each, place in zip(faulty, places, strict=True)
    ]

    assert [each.point for each in found] == [point, None]
    assert found[1].proposal.text == "登记由一人掌握，可能虚报"


def test_an_answer_has_one_open_finding_at_most():
    made = own.world()
    (answer,) = own.answers(made.check, content="carried_out")
    own.say(made.check, answer, "not_done", by=made.filer)
    first = self_check_answers.raise_finding(by=made.filer, answer=answer, text="未落实", days=5)

    with pytest.raises(Denied, match=first.code):
        self_check_answers.raise_finding(by=made.filer, answer=answer, text="未落实", days=5)
    Finding.objects.filter(pk=first.pk).update(state="closed", closed_on=timezone.localdate())
    second = self_check_answers.raise_finding(by=made.filer, answer=answer, text="又未落实", days=5)

    answer.refresh_from_db()
    assert answer.finding == second


def test_what_is_carried_out_raises_no_finding():
    made = own.world()
    (answer,) = own.answers(made.check, content="carried_out")
    own.say(made.check, answer, "done", by=made.filer)

    with pytest.raises(Denied):
        self_check_answers.raise_finding(by=made.filer, answer=answer, text="未落实", days=5)


def test_progress_follows_the_answers_when_it_is_asked_for():
    made = own.world(measures=0)
    table = control_factories.table(made.where)
    dated = control_factories.measure(table, due_on=own.in_days(40))
    long_term = control_factories.measure(table)
    control_factories.measure(table)
    control_factories.in_force(table)
    self_checks.follow_measures(by=made.filer, check=made.check)
    for answer in own.answers(made.check, content="carried_out")[:2]:
        own.say(made.check, answer, "done", by=made.filer)

    count = self_check_answers.report_progress(by=made.filer, check=made.check)

    dated.refresh_from_db()
    long_term.refresh_from_db()
    assert (count, dated.status, long_term.status) == (2, "done", "under_way")
    assert self_check_answers.report_progress(by=made.filer, check=made.check) == 0


def test_the_report_keeps_what_was_written_by_hand_and_says_when_the_data_changed():
    made = own.world()
    own.fill(made)
    texts = {section.key: section.text for section in queries.reading_of(made.check).sections}

    self_check_answers.write_report(by=made.filer, check=made.check, texts={**texts, "next": "每月开展一次互查。"})

    by_key = {section.key: section for section in queries.reading_of(made.again()).sections}
    assert [key for key, section in by_key.items() if section.is_written_by_hand] == ["next"]
    assert by_key["next"].text == "每月开展一次互查。"
    assert not by_key["next"].is_behind
    (answer,) = own.answers(made.check, content="carried_out")
    own.say(made.check, answer, "partly", by=made.filer)
    assert codes(made.check, is_blocking=False) == ["without_finding", "section_behind"]


def test_writing_the_report_again_drops_what_was_written_by_hand():
    made = own.world()
    self_check_answers.write_report(by=made.filer, check=made.check, texts={"next": "每月开展一次互查。"})
    events = AuditEvent.objects.filter(verb="supervision.write_report")
    self_check_answers.write_report(by=made.filer, check=made.check, texts={"next": "每月开展一次互查。"})

    self_check_answers.rewrite_report(by=made.filer, check=made.check)

    assert (made.again().report, events.count()) == ({}, 1)


def test_who_wrote_the_report_meanwhile_is_told():
    made = own.world()
    version = core_queries.version_of(made.check)
    self_check_answers.write_report(by=made.filer, check=made.check, texts={"next": "每月互查。"})

    with pytest.raises(Stale):
        self_check_answers.write_report(by=made.head, check=made.check, texts={"next": "每周互查。"}, version=version)
