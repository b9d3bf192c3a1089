"""Days that are typed never lie before the day of what they answer: the service refuses, the form says so in place."""

from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from core.rules import Denied
from supervision import rules, services
from supervision.forms import accountability as accountability_forms
from supervision.forms import appraisals as appraisal_forms
from supervision.forms import findings as finding_forms
from supervision.forms import inspections as inspection_forms
from supervision.forms import self_checks as self_check_forms
from supervision.forms import spot_checks as spot_check_forms
from supervision.forms import warnings as warning_forms
from supervision.models import (
    AccountabilityRecord,
    Finding,
    HospitalReport,
    Inspection,
    RiskWarning,
    SpotCheck,
    SpotCheckRecord,
)
from supervision.services import hospital_reports, inspections
from tests import factories
from tests.supervision import appraisals, self_check_factories, spot_factories
from tests.supervision import factories as supervision_factories

pytestmark = pytest.mark.django_db


def day(offset=0):
    return timezone.localdate() + timedelta(days=offset)


def errors(form, name):
    """What the form says beside one field."""
    form.is_valid()
    return form.errors.get(name, [])


def refuses(rows, **fields):
    """Does the database refuse these values?"""
    try:
        with transaction.atomic():
            rows.update(**fields)
    except IntegrityError:
        return True
    return False


@pytest.mark.parametrize(("replied_on", "words"), [(-1, "回复日期不能早于发现日期"), (1, "回复日期不能晚于今天")])
def test_a_reply_comes_after_the_finding_and_not_tomorrow(replied_on, words):
    finding = supervision_factories.finding(reply_due_on=day(5))

    with pytest.raises(Denied, match=words):
        services.reply_to_source(
            by=supervision_factories.keeper(), finding=finding, text="已整改", replied_on=day(replied_on)
        )
    assert refuses(Finding.objects, replied_on=day(-1), replied_by=finding.found_by, reply_text="已整改")


def test_the_form_of_a_reply_says_so_in_place():
    form = finding_forms.ReplyForm({"text": "好", "replied_on": day(-1)}, found_on=day())

    assert errors(form, "replied_on") == [f"回复日期不能早于发现日期（{day()}）。"]


def test_a_reply_is_due_after_the_finding():
    with pytest.raises(Denied, match="回复期限不能早于发现日期"):
        supervision_factories.finding(reply_due_on=day(-1))
    supervision_factories.finding(reply_due_on=day())
    assert refuses(Finding.objects, reply_due_on=day(-1))


def test_the_form_of_a_finding_says_when_a_reply_is_due_too_early():
    where, keeper = factories.department(), supervision_factories.keeper()
    said = {"source": "audit", "found_on": day(), "is_reply_owed": "on", "reply_due_on": day(-1)}

    form = finding_forms.FindingForm(said, by=keeper, department=where)

    assert errors(form, "reply_due_on") == [f"回复期限不能早于发现日期（{day()}）。"]


@pytest.mark.parametrize(("on", "words"), [(-1, "复查日期不能早于报告日期"), (1, "复查日期不能晚于今天")])
def test_a_recheck_comes_after_the_report_and_not_tomorrow(on, words):
    finding = supervision_factories.reported(supervision_factories.finding())

    with pytest.raises(Denied, match=words):
        services.recheck(by=supervision_factories.keeper(), finding=finding, is_passed=True, note="已整改", on=day(on))


def test_the_form_of_a_recheck_says_so_in_place():
    form = finding_forms.RecheckForm({"is_passed": "yes", "note": "好", "on": day(-1)}, reported_on=day())

    assert errors(form, "on") == [f"复查日期不能早于报告日期（{day()}）。"]


@pytest.mark.parametrize(("on", "words"), [(-1, "移送日期不能早于发现日期"), (1, "移送日期不能晚于今天")])
def test_a_warning_is_handed_over_after_it_was_noticed(on, words):
    judged = supervision_factories.judged(supervision_factories.warning())
    said = {"outcome": "handed_over", "note": "", "handed_to": "市纪委监委", "handed_number": "1号"}
    form = warning_forms.HandleForm({**said, "handed_on": day(on)}, state=judged.state, noticed_on=judged.noticed_on)

    with pytest.raises(Denied, match=words):
        services.handle_warning(by=supervision_factories.keeper(), warning=judged, handed_on=day(on), **said)
    assert [words in error for error in errors(form, "handed_on")] == [True]


def test_the_database_refuses_a_warning_handed_over_before_it_was_noticed():
    judged = supervision_factories.judged(supervision_factories.warning())
    said = {"outcome": "handed_over", "note": "", "handed_to": "市纪委监委", "handed_number": "1号"}

    services.handle_warning(by=supervision_factories.keeper(), warning=judged, handed_on=day(), **said)

    assert refuses(RiskWarning.objects, handed_on=day(-1))


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({"effect_from": -1}, "影响期的开始不能早于决定日期"),
        ({"follow_up_on": -1}, "跟踪日期不能早于决定日期"),
        ({"effect_to": -1}, "影响期的结束不能早于开始"),
    ],
)
def test_what_follows_a_decision_comes_after_it(said, words):
    with pytest.raises(Denied, match=words):
        appraisals.decision(**{name: day(offset) for name, offset in said.items()})


def test_a_decision_comes_after_the_finding_it_is_about():
    finding = supervision_factories.finding()
    concerned = {"finding": finding, "department": finding.department}

    with pytest.raises(Denied, match="决定日期不能早于问题的发现日期"):
        appraisals.decision(decided_on=day(-1), **concerned)
    assert appraisals.decision(**concerned).finding == finding


def test_the_form_of_a_decision_says_which_day_is_too_early():
    finding = supervision_factories.finding()
    said = {"finding": finding.pk, "decided_on": day(-1), "effect_from": day(-2), "follow_up_on": day(-2)}

    form = accountability_forms.AccountabilityForm(said, by=supervision_factories.supervisor())

    assert errors(form, "decided_on") == [f"决定日期不能早于问题的发现日期（{day()}）。"]
    later = accountability_forms.AccountabilityForm({**said, "finding": ""}, by=supervision_factories.supervisor())
    assert [errors(later, name) for name in ("effect_from", "follow_up_on")] == [
        [f"影响期的开始不能早于决定日期（{day(-1)}）。"],
        [f"跟踪日期不能早于决定日期（{day(-1)}）。"],
    ]


def test_the_form_of_an_amendment_looks_at_the_decision():
    made = appraisals.decision()
    said = {"kind": "amended", "organ": "党委", "document_number": "2号", "decided_on": day(-1), "effect_to": day(-1)}

    form = accountability_forms.AmendmentForm(said, decision=made)

    assert [errors(form, name) for name in ("decided_on", "effect_to")] == [
        [f"决定日期不能早于原决定日期（{day()}）。"],
        [f"影响期的结束不能早于影响期的开始（{day()}）。"],
    ]


@pytest.mark.parametrize(("on", "words"), [(-1, "跟踪日期不能早于决定日期"), (1, "跟踪日期不能晚于今天")])
def test_a_follow_up_comes_after_the_decision_and_not_tomorrow(on, words):
    made, supervisor = appraisals.decision(follow_up_on=day()), supervision_factories.supervisor()
    form = accountability_forms.FollowUpForm({"on": day(on), "note": "好"}, decision=made)

    with pytest.raises(Denied, match=words):
        services.follow_up_accountability(by=supervisor, decision=made, on=day(on), note="好")
    assert [words in error for error in errors(form, "on")] == [True]


def test_the_database_refuses_days_before_the_decision():
    appraisals.decision(follow_up_on=day())

    assert refuses(AccountabilityRecord.objects, effect_from=day(-1))
    assert refuses(AccountabilityRecord.objects, follow_up_on=day(-1))


@pytest.mark.parametrize(("on", "words"), [(-1, "移交日期不能早于公布日期"), (1, "移交日期不能晚于今天")])
def test_a_result_is_handed_on_after_it_was_published(on, words):
    where = factories.department()
    appraisal = appraisals.published(where)
    said = {"kind": "advanced", "what": "评先", "handed_to": factories.root()}

    with pytest.raises(Denied, match=words):
        services.record_use(by=appraisals.office(), appraisal=appraisal, handed_on=day(on), department=where, **said)


def test_the_form_of_a_use_says_so_in_place():
    appraisal = appraisals.published(factories.department())

    form = appraisal_forms.UseForm({"handed_on": day(-1)}, appraisal=appraisal)

    assert errors(form, "handed_on") == [f"移交日期不能早于公布日期（{day()}）。"]


def test_the_hospitals_report_goes_out_after_the_year_began_and_is_receipted_after_that():
    office, cycle = factories.holder("party_office"), supervision_factories.open_cycle(factories.department())
    report = hospital_reports.merge_reports(by=office, cycle=cycle)
    send = {"by": office, "report": report, "document_number": "1号", "body": "上级纪委"}

    with pytest.raises(Denied, match="报送日期不能早于年度启动日期"):
        hospital_reports.send_hospital_report(sent_on=day(-1), **send)
    with pytest.raises(Denied, match="报送日期不能晚于今天"):
        hospital_reports.send_hospital_report(sent_on=day(1), **send)
    hospital_reports.send_hospital_report(sent_on=day(), **send)
    with pytest.raises(Denied, match="回执日期不能早于报送日期"):
        hospital_reports.record_report_receipt(by=office, report=report, number="1", on=day(-1))
    hospital_reports.record_report_receipt(by=office, report=report, number="1", on=day())
    assert refuses(HospitalReport.objects, receipt_on=day(-1))


def test_the_forms_of_the_hospitals_report_say_so_in_place():
    sent = self_check_forms.SendReportForm({"sent_on": day(-1)}, opened_on=day())
    receipt = self_check_forms.ReportReceiptForm({"number": "1", "on": day(-1)}, sent_on=day())

    assert errors(sent, "sent_on") == [f"报送日期不能早于年度启动日期（{day()}）。"]
    assert errors(receipt, "on") == [f"回执日期不能早于报送日期（{day()}）。"]


def test_feedback_comes_after_the_notice_and_a_reply_after_the_feedback():
    office = supervision_factories.keeper()
    made = self_check_factories.inspection(by=office)
    told = {"by": office, "inspection": made, "feedback": "无", "on": day()}

    with pytest.raises(Denied, match="回复期限不能早于反馈日期"):
        inspections.record_feedback(reply_due_on=day(-1), **told)
    inspections.record_feedback(reply_due_on=day(3), **told)
    assert refuses(Inspection.objects, feedback_on=day(-1), notice_on=day())
    assert refuses(Inspection.objects, reply_due_on=day(-1))


def test_the_forms_of_an_inspection_say_so_in_place():
    made = SimpleNamespace(notice_on=day(), feedback_on=day())
    feedback = {"feedback": "无", "on": day(-1), "reply_due_on": day(-2)}

    early = inspection_forms.FeedbackForm(feedback, inspection=made)
    due = inspection_forms.FeedbackForm({**feedback, "on": day()}, inspection=made)
    reply = inspection_forms.ReplyForm({"reply": "好", "on": day(-1)}, inspection=made)

    assert errors(early, "on") == [f"反馈日期不能早于通知日期（{day()}）。"]
    assert errors(due, "reply_due_on") == [f"回复期限不能早于反馈日期（{day()}）。"]
    assert errors(reply, "on") == [f"回复日期不能早于反馈日期（{day()}）。"]


def test_an_inspection_on_the_spot_comes_after_the_draw():
    record = spot_factories.record(spot_factories.points())
    inspector = spot_factories.first_inspector(record)

    with pytest.raises(Denied, match="检查日期不能早于抽取日期"):
        services.fill_record(by=inspector, record=record, checked_on=day(-1))
    with pytest.raises(Denied, match="检查日期不能晚于今天"):
        services.fill_record(by=inspector, record=record, checked_on=day(1))
    assert services.fill_record(by=inspector, record=record, checked_on=day()).checked_on == day()


def test_the_forms_of_a_record_say_so_in_place():
    facts = spot_check_forms.FactsForm({"checked_on": day(-1)}, drawn_on=day())
    paper = spot_check_forms.PaperSignatureForm({"signed_on": day(-1)}, checked_on=day())
    opinion = spot_check_forms.OpinionForm(
        {"opinion": "属实", "signer": "科主任", "signed_on": day(-1)}, is_on_paper=True, checked_on=day()
    )

    assert errors(facts, "checked_on") == [f"检查日期不能早于抽取日期（{day()}）。"]
    assert [errors(form, "signed_on") for form in (paper, opinion)] == [
        [f"纸上的签字日期不能早于检查日期（{day()}）。"]
    ] * 2


def test_a_record_of_what_was_not_drawn_yet_has_no_first_day():
    record = SpotCheckRecord(check_of=SpotCheck())

    assert rules.drawn_on(record) is None
