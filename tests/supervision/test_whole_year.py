"""A whole year lived through once, the clock moved day by day: on which days who is mailed what, and what stands at the end."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import transaction
from django.utils import timezone

from controls.models import ControlTable
from core.models import Duty
from core.states import DutyState, ListState
from organization.models import Notice
from powers.models import PowerList
from risks.models import RiskRegister
from supervision import queries
from supervision.calculations import self_check_report
from supervision.models import (
    AppraisalResult,
    Digest,
    Finding,
    HospitalReport,
    Inspection,
    RiskWarning,
    SelfCheck,
    SpotCheck,
)
from supervision.queries import hospital_reports as hospital_report_queries
from supervision.states.self_checks import HospitalPart, ReportPart
from tests.supervision import whole_year, whole_year_mails, whole_year_offices, whole_year_steps

pytestmark = [pytest.mark.slow, pytest.mark.django_db]

STEPS = {**whole_year_steps.STEPS, **whole_year_offices.STEPS}
LISTS = (PowerList, RiskRegister, ControlTable)
WORDS = "WT2026-0001 退药登记与处方不符三处"
PUBLISHED = "2026年度廉洁风险防控考核结果已公布，对结果有异议的，请于 2026-12-11 前申诉。"


@pytest.fixture(scope="module")
def walk(django_db_setup, django_db_blocker, tmp_path_factory):
    """All the days from 1 January 2026 to 29 January 2027, there for all tests of this module and gone after them."""
    with django_db_blocker.unblock(), transaction.atomic():
        with whole_year.world(tmp_path_factory.mktemp("year")) as made:
            whole_year.go(made, STEPS, until=date(2027, 1, 29))
            yield made
        transaction.set_rollback(True)


def mails(walk, since, until):
    """What was mailed on these days."""
    return [line for line in walk.lines if since <= line[:10] <= until]


def table(lines):
    return lines.split("\n")[1:-1]


def inbox(walk, name, since="2026-01-01", until="2027-01-29"):
    """What a person was told of on these days besides the digests."""
    notices = Notice.objects.filter(person=walk[name]).exclude(kind="supervision.digest").order_by("id")
    told = [f"{timezone.localdate(notice.made_at)} {notice.text}" for notice in notices]
    return [line for line in told if since <= line[:10] <= until]


def editions(walk, year):
    """State of the department's editions of a year: powers, risk points, the table."""
    return [model.objects.get(department=walk.where, year=year).state for model in LISTS]


def lineages(walk, year):
    """What the rows of the department's editions of a year were copied from."""
    found = zip(LISTS, ("powers", "points", "measures"), strict=True)
    lists = [(model.objects.filter(department=walk.where, year=year), rows) for model, rows in found]
    return [sorted(map(str, editions.values_list(f"{rows}__lineage", flat=True))) for editions, rows in lists]


def test_nobody_had_two_mails_on_one_day_or_was_told_otherwise_and_no_duty_ran_twice(walk):
    digests = Digest.objects.values_list("on", "person__name")

    inboxes = Notice.objects.filter(kind="supervision.digest").select_related("person")

    told = [(timezone.localdate(notice.made_at), notice.person.name) for notice in inboxes]
    assert sorted(walk.envelopes) == sorted(digests) == sorted(told)
    assert len({*walk.envelopes}) == len(walk.envelopes)
    assert {*Duty.objects.values_list("state", "attempts")} == {(DutyState.DONE, 1)}


def test_no_step_was_left_out(walk):
    assert len(STEPS) == len(whole_year_steps.STEPS) + len(whole_year_offices.STEPS)
    assert max(STEPS) <= walk.today == date(2027, 1, 29)


def test_in_spring_the_lists_are_renewed_and_people_reminded_until_they_are(walk):
    assert mails(walk, "2026-01-01", "2026-05-31") == table(whole_year_mails.SPRING)

    renewed = {name: walk.kept[name] for name in ("clear before", "clear", "find", "measure", "approve")}
    assert renewed == {"clear before": "逾期 16 日", **dict.fromkeys(("clear", "find", "measure", "approve"), "已完成")}
    assert editions(walk, 2026) == [ListState.IN_FORCE] * 3
    assert editions(walk, 2025) == [ListState.SUPERSEDED] * 3
    opened = ["2026-01-04 2026年度廉洁风险防控工作已启动，请按阶段安排办理。"]
    told = [inbox(walk, name, until="2026-05-31") for name in ("填报人", "科室负责人", "分管领导")]
    assert told == [opened, opened, []]


def test_each_year_opens_with_editions_copied_from_those_in_force(walk):
    copied = [lineages(walk, year) for year in (2025, 2026, 2027)]

    assert copied[0] == copied[1] == copied[2]
    assert [len(rows) for rows in copied[0]] == [1, 1, 1]


def test_after_the_approval_the_holder_signs_for_the_table(walk):
    assert walk.kept["to sign for"] == ["签收岗位权力风险防控一览表：2026年第1版"]

    assert walk.kept["signed for"] == {"due": 1, "signed": 1, "mine": 0}


def test_in_june_the_self_check_opens_by_itself_and_its_report_holds_the_numbers(walk):
    assert mails(walk, "2026-06-01", "2026-07-05") == table(whole_year_mails.SELF_CHECK)

    check = SelfCheck.objects.get(is_leadership=False)
    assert (walk.kept["opened on"], walk.kept["self-check"]) == (date(2026, 6, 1), "已完成")
    said = check.content["sections"]
    assert said[ReportPart.CARRIED_OUT] == "逐条自查防控措施1条，已落实1条。本期应落实的1条中，落实率100%。"
    looked = "2026年度开展日常检查1次，正常0次，发现问题1次。\n对照自查项目2项，已落实2项。"
    assert said[ReportPart.DAILY] == looked
    assert inbox(walk, "填报人", "2026-06-01", "2026-07-05") == [
        "2026-06-01 2026年度廉洁风险防控工作自查开始，请于2026-06-30前填报并由负责人签署。",
        "2026-06-25 药剂科2026年度自查报告已接收。",
    ]


def test_the_leadership_checks_itself_and_the_hospitals_report_holds_both(walk):
    own, report = SelfCheck.objects.get(is_leadership=True), HospitalReport.objects.get()

    assert (own.state, own.signed_by, own.received_by) == ("received", walk["党委书记"], walk["纪检监察室"])
    said = "逐条自查防控措施2条，已落实2条。本期应落实的2条中，落实率100%。"
    assert report.content["sections"][HospitalPart.CARRIED_OUT] == said
    figures = [check.content["figures"] for check in SelfCheck.objects.order_by("pk")]
    assert hospital_report_queries.hospital_reading_of(report).figures == self_check_report.total(figures)
    assert inbox(walk, "院长") == [
        "2026-06-01 2026年度廉洁风险防控工作自查开始，请于2026-06-30前填报并由党委书记签署。",
        "2026-06-12 班子成员2026年度自查报告已接收。",
        f"2026-12-04 {PUBLISHED}",
    ]
    assert inbox(walk, "纪检监察室", "2026-06-01", "2026-06-30") == ["2026-06-11 班子成员2026年度自查已签署，请接收。"]


def test_in_july_a_key_post_changes_hands_within_its_three_years(walk):
    assert walk.kept["held"] == [
        ("药库采购员", date(2023, 7, 3), date(2026, 7, 1)),
        ("接任人", date(2026, 7, 2), None),
    ]

    told = "请完成“药库采购员”的交接检查：药库采购员移交，接任人接任。"
    assert inbox(walk, "纪检监察室", "2026-07-01", "2026-07-05") == [f"2026-07-02 {told}"]


def test_in_summer_a_finding_is_overdue_once_extended_rechecked_and_closed(walk):
    assert mails(walk, "2026-07-06", "2026-08-31") == table(whole_year_mails.FINDING)

    finding = Finding.objects.get()
    assert (finding.overdue_count, finding.missed_on) == (1, date(2026, 7, 31))
    assert (finding.due_on, finding.closed_on) == (date(2026, 8, 24), date(2026, 8, 27))
    assert (walk.kept["rectify before"], walk.kept["rectify"]) == ("进行中", "已完成")
    assert inbox(walk, "党办", "2026-07-06", "2026-08-31") == [
        f"2026-08-01 整改已逾期：{WORDS}",
        f"2026-08-21 整改已报告完成，请复查：{WORDS}",
    ]
    assert inbox(walk, "填报人", "2026-07-07", "2026-08-31") == [
        f"2026-08-01 整改已逾期：{WORDS}",
        f"2026-08-10 延期申请已批复（同意延期）：{WORDS}",
        f"2026-08-25 复查通过：{WORDS}",
        f"2026-08-27 问题已销号：{WORDS}",
    ]


def test_in_autumn_a_spot_check_is_drawn_and_signed_on_a_saturday_that_is_worked(walk):
    assert mails(walk, "2026-09-01", "2026-10-12") == table(whole_year_mails.SPOT_CHECK)

    assert (SpotCheck.objects.get().state, walk.kept["spot check"]) == ("closed", "已完成")
    assert inbox(walk, "检查人员甲") == [
        "2026-09-01 请您检查药剂科：第一次重点抽查，2026-10-10前完成。",
        f"2026-10-10 检查已完毕，请签字：CC2026-001-{walk.where.code} 药剂科",
    ]


def test_in_october_a_warning_is_answered_and_inspectors_are_shown_what_they_want(walk):
    assert mails(walk, "2026-10-13", "2026-10-31") == table(whole_year_mails.OCTOBER)

    warning, inspection = RiskWarning.objects.get(), Inspection.objects.get()
    assert (warning.state, warning.outcome, warning.answered_on) == ("handled", "prevented", date(2026, 10, 21))
    assert (inspection.state, inspection.reply_on) == ("replied", date(2026, 11, 3))
    assert inbox(walk, "填报人", "2026-10-13", "2026-10-31") == [
        "2026-10-14 收到防控通知书，请于2026-10-28前反馈：YJ2026-001 退药率上升",
        "2026-10-15 请准备迎检材料“退药登记”，2026-10-29到检。",
    ]
    assert inbox(walk, "党办", "2026-10-13", "2026-10-31") == [
        "2026-10-21 风险提示已反馈，请处理：YJ2026-001 退药率上升"
    ]


def test_at_the_years_end_next_years_calendar_is_asked_for_and_the_year_closed(walk):
    assert mails(walk, "2026-11-01", "2026-12-27") == table(whole_year_mails.YEAR_END)

    assert (walk.cycle().state, timezone.localdate(walk.cycle().closed_at)) == ("closed", date(2026, 12, 18))


def test_in_december_the_department_is_appraised_appeals_and_is_put_right(walk):
    result = AppraisalResult.objects.get()

    assert (walk.kept["appraise before"], walk.kept["appraise"]) == ("进行中", "已完成")
    totals = (walk.kept["published total"], result.total)
    assert (totals, result.rank) == ((Decimal("63.68"), Decimal("65.79")), 1)
    assert result.words == "62.50 × 100/95 = 65.79（有的标准无可评内容，按可评分值折算）"
    assert (result.appraisal.state, result.appraisal.appeal_until) == ("closed", date(2026, 12, 11))
    assert inbox(walk, "科室负责人", "2026-12-01") == [
        f"2026-12-04 {PUBLISHED}",
        "2026-12-09 考核申诉已答复：更正。",
        "2027-01-04 2027年度廉洁风险防控工作已启动，请按阶段安排办理。",
    ]
    assert inbox(walk, "纪检监察室", "2026-12-01", "2026-12-31") == ["2026-12-07 有一份考核申诉等待答复。"]
    assert [str(use.handed_to) for use in result.appraisal.uses.all()] == ["人事科"]


def test_a_year_without_published_holidays_counts_plain_weekdays(walk):
    assert mails(walk, "2026-12-28", "2027-01-29") == table(whole_year_mails.NEXT_YEAR)

    assert (walk.cycle(2027).state, editions(walk, 2027)) == ("running", [ListState.DRAFT] * 3)
    assert editions(walk, 2026) == [ListState.IN_FORCE] * 3
    office, filer = walk["党办"], walk["填报人"]
    assert [str(each.year) for each in queries.cycles(filer).order_by("year")] == ["2026", "2027"]
    readable = (queries.findings_for(filer), queries.spot_checks_for(office))
    assert [found.count() for found in readable] == [1, 1]
    (line,) = queries.overview(walk.cycle(), by=filer).lines
    assert {cell.word for cell in line.cells} == {"已完成"}
