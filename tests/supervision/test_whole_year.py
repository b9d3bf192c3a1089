"""A whole year by its seasons, the clock moved day by day: on which days who is mailed what, and what stands at the end.

Days and mails are written by hand from the calendar of 2026: 30, 7 and 1 working days before, on the day, and each five
working days after it. 2027 is a year whose holidays are not published.
"""

from datetime import date

import pytest
from django.utils import timezone

from controls.models import ControlTable
from core.models import Duty
from core.states import DutyState, ListState
from organization.models import Notice
from powers.models import PowerList
from risks.models import RiskRegister
from supervision import queries
from supervision.models import Digest, Finding, HospitalReport, SelfCheck, SpotCheck
from supervision.queries import hospital_reports as hospital_report_queries
from supervision.states.self_checks import HospitalPart, ReportPart
from tests.supervision import whole_year
from tests.supervision.whole_year_steps import STEPS

pytestmark = [pytest.mark.slow, pytest.mark.django_db]

SPRING = """
2026-01-05 周一 填报人 药剂科2026年度“动员部署”阶段的工作 还有9个工作日
2026-01-07 周三 填报人 药剂科2026年度“动员部署”阶段的工作 还有7个工作日
2026-01-15 周四 填报人 药剂科2026年度“动员部署”阶段的工作 还有1个工作日
2026-01-19 周一 填报人 药剂科2026年度“理清权力”阶段的工作 还有25个工作日
2026-02-12 周四 填报人 药剂科2026年度“理清权力”阶段的工作 还有7个工作日
2026-02-27 周五 填报人 药剂科2026年度“理清权力”阶段的工作 还有1个工作日
2026-02-28 周六 填报人 药剂科2026年度“理清权力”阶段的工作 今天到期
2026-03-06 周五 填报人 药剂科2026年度“理清权力”阶段的工作 逾期5个工作日
2026-03-06 周五 科室负责人 药剂科2026年度“理清权力”阶段的工作 逾期5个工作日
2026-03-13 周五 填报人 药剂科2026年度“理清权力”阶段的工作 逾期10个工作日
2026-03-13 周五 科室负责人 药剂科2026年度“理清权力”阶段的工作 逾期10个工作日
2026-03-13 周五 分管领导 药剂科2026年度“理清权力”阶段的工作 逾期10个工作日
2026-03-18 周三 填报人 药剂科2026年度“查找风险”阶段的工作 还有30个工作日
2026-03-20 周五 填报人 药剂科2026年度“理清权力”阶段的工作 逾期15个工作日
2026-03-20 周五 科室负责人 药剂科2026年度“理清权力”阶段的工作 逾期15个工作日
2026-03-20 周五 分管领导 药剂科2026年度“理清权力”阶段的工作 逾期15个工作日
2026-03-24 周二 填报人 药剂科2026年度“制定措施”阶段的工作 还有30个工作日
2026-04-21 周二 填报人 药剂科2026年度“查找风险”阶段的工作 还有7个工作日
2026-04-27 周一 填报人 药剂科2026年度“制定措施”阶段的工作 还有7个工作日
2026-05-08 周五 填报人 药剂科2026年度“制定措施”阶段的工作 还有1个工作日
2026-05-09 周六 填报人 药剂科2026年度“制定措施”阶段的工作 今天到期
"""
"""动员部署 to 16 January, held on the 15th. 理清权力 from 19 January to Saturday 28 February, a day that is worked, and in force
on 23 March. 查找风险 to 30 April, in force on the 22nd. 制定措施 to Saturday 9 May, worked too, and in force on that day."""

SELF_CHECK = """
2026-06-01 周一 填报人 药剂科2026年度自查：填写并签署报告 还有20个工作日
2026-06-18 周四 填报人 药剂科2026年度自查：填写并签署报告 还有7个工作日
2026-06-24 周三 科室负责人 药剂科2026年度自查：签署报告 还有4个工作日
2026-06-25 周四 党办 药剂科2026年度自查报告：接收或退回 还有4个工作日
"""
"""自查评估 from 1 to 30 June (the 19th is 端午节), filled before and signed on the 24th, to be received within five working days."""

FINDING = """
2026-07-07 周二 填报人 药剂科问题WT2026-0001：整改并报告 还有18个工作日
2026-07-22 周三 填报人 药剂科问题WT2026-0001：整改并报告 还有7个工作日
2026-07-30 周四 填报人 药剂科问题WT2026-0001：整改并报告 还有1个工作日
2026-07-31 周五 填报人 药剂科问题WT2026-0001：整改并报告 今天到期
2026-08-07 周五 填报人 药剂科问题WT2026-0001：整改并报告 逾期5个工作日
2026-08-07 周五 科室负责人 药剂科问题WT2026-0001：整改并报告 逾期5个工作日
2026-08-11 周二 填报人 药剂科问题WT2026-0001：整改并报告 还有9个工作日
2026-08-13 周四 填报人 药剂科问题WT2026-0001：整改并报告 还有7个工作日
2026-08-21 周五 填报人 药剂科问题WT2026-0001：整改并报告 还有1个工作日
2026-08-24 周一 党办 药剂科问题WT2026-0001：复查 还有9个工作日
2026-08-24 周一 纪检监察室 药剂科问题WT2026-0001：复查 还有9个工作日
2026-08-26 周三 填报人 药剂科问题WT2026-0001：提请销号 还有4个工作日
2026-08-27 周四 纪检监察室 WT2026-0001整改销号：纪检监察室监督意见 还有4个工作日
"""
"""Found on 6 July, due on the 31st, on 10 August extended to the 24th, reported on the 21st and to be rechecked within ten
working days, rechecked on the 25th and its closing to be asked for within five, asked for and signed by the head on the 26th,
and by 纪检监察室, who had five, on the 27th."""

SPOT_CHECK = """
2026-09-02 周三 检查人员甲 药剂科检查记录：填写并签字 还有23个工作日
2026-09-02 周三 检查人员乙 药剂科检查记录：填写并签字 还有23个工作日
2026-09-23 周三 检查人员甲 药剂科检查记录：填写并签字 还有7个工作日
2026-09-23 周三 检查人员乙 药剂科检查记录：填写并签字 还有7个工作日
2026-10-09 周五 检查人员甲 药剂科检查记录：填写并签字 还有1个工作日
2026-10-09 周五 检查人员乙 药剂科检查记录：填写并签字 还有1个工作日
2026-10-10 周六 检查人员甲 药剂科检查记录：填写并签字 今天到期
2026-10-10 周六 检查人员乙 药剂科检查记录：填写并签字 今天到期
"""
"""Drawn on 1 September, to Saturday 10 October: Sunday 20 September and that Saturday are worked, 中秋节 (25 September) and
国庆节 (1 to 7 October) are not."""

CALENDAR = "登记2027年的节假日和调休（尚未载入，该年期限暂按周一至周五计算）"
YEAR_END = f"""
2026-11-02 周一 党办 {CALENDAR} 还有20个工作日
2026-11-19 周四 党办 1条行使依据的年度核对 还有30个工作日
2026-11-19 周四 党办 {CALENDAR} 还有7个工作日
2026-11-27 周五 党办 {CALENDAR} 还有1个工作日
2026-11-30 周一 党办 {CALENDAR} 今天到期
2026-12-07 周一 党办 {CALENDAR} 逾期5个工作日
2026-12-14 周一 党办 {CALENDAR} 逾期10个工作日
2026-12-21 周一 党办 {CALENDAR} 逾期15个工作日
"""
"""Next year's holidays are asked for from November on, by its end. The basis is verified once a year, here on 20 November."""

PLAIN = "，节假日未公布，暂按平日推算"
NEXT_YEAR = f"""
2026-12-28 周一 党办 {CALENDAR} 逾期20个工作日
2027-01-04 周一 党办 {CALENDAR} 逾期25个工作日{PLAIN}
2027-01-05 周二 填报人 药剂科2027年度“动员部署”阶段的工作 还有13个工作日{PLAIN}
2027-01-11 周一 党办 {CALENDAR} 逾期30个工作日{PLAIN}
2027-01-13 周三 填报人 药剂科2027年度“动员部署”阶段的工作 还有7个工作日{PLAIN}
2027-01-18 周一 党办 {CALENDAR} 逾期35个工作日{PLAIN}
2027-01-21 周四 填报人 药剂科2027年度“动员部署”阶段的工作 还有1个工作日{PLAIN}
2027-01-22 周五 填报人 药剂科2027年度“动员部署”阶段的工作 今天到期{PLAIN}
2027-01-25 周一 填报人 药剂科2027年度“理清权力”阶段的工作 还有19个工作日{PLAIN}
2027-01-25 周一 党办 {CALENDAR} 逾期40个工作日{PLAIN}
"""
"""Plain weekdays: Friday 1 January 2027 counts as worked. 动员部署 to 22 January, 理清权力 from the 25th to 19 February."""


@pytest.fixture
def walk(tmp_path):
    with whole_year.world(tmp_path) as made:
        yield made


def go(walk, since, until):
    """The mails of these days; nobody had two on one day or was told otherwise in the inbox, and no duty ran twice."""
    whole_year.go(walk, STEPS, since=date.fromisoformat(since), until=date.fromisoformat(until))
    digests = Digest.objects.values_list("on", "person__name")
    inbox = Notice.objects.filter(kind="supervision.digest").select_related("person")
    told = [(timezone.localdate(notice.made_at), notice.person.name) for notice in inbox]
    assert sorted(walk.envelopes) == sorted(digests) == sorted(told)
    assert len({*walk.envelopes}) == len(walk.envelopes)
    assert {*Duty.objects.values_list("state", "attempts")} == {(DutyState.DONE, 1)}
    return walk.lines


def table(lines):
    return lines.split("\n")[1:-1]


def inbox(walk, name):
    """What a person was told of besides the digests, with the day."""
    notices = Notice.objects.filter(person=walk[name]).exclude(kind="supervision.digest").order_by("id")
    return [f"{timezone.localdate(notice.made_at)} {notice.text}" for notice in notices]


def editions(walk, year):
    """State of the department's editions of a year: powers, risk points, the table."""
    lists = (PowerList, RiskRegister, ControlTable)
    return [model.objects.get(department=walk.where, year=year).state for model in lists]


def test_in_spring_the_lists_are_renewed_and_people_reminded_until_they_are(walk):
    assert go(walk, "2026-01-01", "2026-05-10") == table(SPRING)

    kept = {"clear before": "逾期 16 日", **dict.fromkeys(("clear", "find", "measure", "approve"), "已完成")}
    assert walk.kept == kept
    assert editions(walk, 2026) == [ListState.IN_FORCE] * 3
    assert editions(walk, 2025) == [ListState.SUPERSEDED] * 3
    opened = ["2026-01-04 2026年度廉洁风险防控工作已启动，请按阶段安排办理。"]
    assert [inbox(walk, name) for name in ("填报人", "科室负责人", "分管领导")] == [opened, opened, []]


def test_the_year_opens_with_editions_copied_from_those_in_force(walk):
    go(walk, "2026-01-04", "2026-01-04")

    assert editions(walk, 2026) == [ListState.DRAFT] * 3
    copied = [
        [sorted(rows.values_list("lineage", flat=True)) for rows in (powers.powers, register.points, table.measures)]
        for powers, register, table in (
            [model.objects.get(department=walk.where, year=year) for model in (PowerList, RiskRegister, ControlTable)]
            for year in (2025, 2026)
        )
    ]
    assert copied[0] == copied[1]
    assert [len(rows) for rows in copied[1]] == [1, 1, 1]


def test_in_june_the_self_check_opens_by_itself_and_its_report_holds_the_numbers(walk):
    assert go(walk, "2026-06-01", "2026-07-01") == table(SELF_CHECK)

    check, report = SelfCheck.objects.get(), HospitalReport.objects.get()
    assert (walk.kept["opened on"], walk.kept["self-check"]) == (date(2026, 6, 1), "已完成")
    said = check.content["sections"][ReportPart.CARRIED_OUT]
    assert said == "逐条自查防控措施1条，已落实1条。本期应落实的1条中，落实率100%。"
    assert report.content["sections"][HospitalPart.CARRIED_OUT] == said
    assert hospital_report_queries.hospital_reading_of(report).figures == check.content["figures"]
    assert inbox(walk, "填报人")[1:] == [
        "2026-06-01 2026年度廉洁风险防控工作自查开始，请于2026-06-30前填报并由负责人签署。",
        "2026-06-25 药剂科2026年度自查报告已接收。",
    ]


def test_in_summer_a_finding_is_overdue_once_extended_rechecked_and_closed(walk):
    assert go(walk, "2026-07-06", "2026-08-28") == table(FINDING)

    finding = Finding.objects.get()
    assert (finding.overdue_count, finding.missed_on) == (1, date(2026, 7, 31))
    assert (finding.due_on, finding.closed_on) == (date(2026, 8, 24), date(2026, 8, 27))
    assert (walk.kept["rectify before"], walk.kept["rectify"]) == ("进行中", "已完成")
    words = "WT2026-0001 退药登记与处方不符三处"
    assert inbox(walk, "党办")[1:] == [
        f"2026-08-01 整改已逾期：{words}",
        f"2026-08-21 整改已报告完成，请复查：{words}",
    ]
    assert inbox(walk, "填报人")[-4:] == [
        f"2026-08-01 整改已逾期：{words}",
        f"2026-08-10 延期申请已批复（同意延期）：{words}",
        f"2026-08-25 复查通过：{words}",
        f"2026-08-27 问题已销号：{words}",
    ]


def test_in_autumn_a_spot_check_is_drawn_and_signed_on_a_saturday_that_is_worked(walk):
    assert go(walk, "2026-09-01", "2026-10-12") == table(SPOT_CHECK)

    assert (SpotCheck.objects.get().state, walk.kept["spot check"]) == ("closed", "已完成")
    assert inbox(walk, "检查人员甲") == [
        "2026-09-01 请您检查药剂科：第一次重点抽查，2026-10-10前完成。",
        f"2026-10-10 检查已完毕，请签字：CC2026-001-{walk.where.code} 药剂科",
    ]


def test_at_the_years_end_next_years_calendar_is_asked_for_and_the_year_closed(walk):
    assert go(walk, "2026-11-01", "2026-12-24") == table(YEAR_END)

    assert (walk.cycle().state, timezone.localdate(walk.cycle().closed_at)) == ("closed", date(2026, 12, 18))


def test_a_year_without_published_holidays_counts_plain_weekdays(walk):
    assert go(walk, "2026-12-28", "2027-01-29") == table(NEXT_YEAR)

    assert (walk.cycle(2027).state, editions(walk, 2027)) == ("running", [ListState.DRAFT] * 3)
    assert editions(walk, 2026) == [ListState.IN_FORCE] * 3
    office, filer = walk["党办"], walk["填报人"]
    assert [str(each.year) for each in queries.cycles(filer).order_by("year")] == ["2026", "2027"]
    readable = (queries.findings_for(filer), queries.spot_checks_for(office))
    assert [found.count() for found in readable] == [1, 1]
    (line,) = queries.overview(walk.cycle(), by=filer).lines
    assert {cell.word for cell in line.cells} == {"已完成"}
