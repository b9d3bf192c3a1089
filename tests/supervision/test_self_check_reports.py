"""Reports in words: their numbers are those of a recount, the hospital's is the sum of what was received, files read back."""

import io
from collections import Counter
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone
from docx import Document
from pypdf import PdfReader

from controls.models import Measure
from core import calculations as core_calculations
from core import services as core_services
from core.models import AuditEvent, Duty
from core.rules import Denied, Stale
from organization.models import Hospital
from organization.roles import Role
from risks.models import RiskPoint
from supervision.calculations import sections
from supervision.calculations import self_check_report as words
from supervision.models import HospitalReport, SelfCheck, SelfCheckAnswer
from supervision.queries import hospital_reports as queries
from supervision.queries import self_checks as self_check_queries
from supervision.rules import hospital_reports as rules
from supervision.services import daily_checks, hospital_reports, prints, self_check_answers, self_checks
from supervision.states.self_checks import HOSPITAL_REPORT_MOVES, HospitalReportState, HospitalReportVerb
from tests import factories
from tests.supervision import factories as supervision_factories
from tests.supervision import self_check_factories as own

pytestmark = pytest.mark.django_db


def facts(**changes):
    plain = {"year": 2026, "whose": "本部门", "points": {}, "answers": {}, "unmet": (), "problems": (), "daily": {}}
    return words.SelfCheckFacts(**{**plain, **changes})


def problems(count, *, closed=0):
    return [
        words.Problem(
            f"WT2026-{number:04d}", f"问题{number}。", "2026-05-01" if number % 2 else "", "待整改", number < closed
        )
        for number in range(count)
    ]


def test_numbers_stand_in_sentences():
    answers = {
        "points": {"done": 2, "partly": 1},
        "measures": {"done": 3},
        "carried_out": {"done": 3, "partly": 1, "not_done": 1, "not_due": 1},
    }
    unmet = [
        words.Unmet("carried_out", "双人验收。", "not_done", "缺人。"),
        words.Unmet("points", "已排查", "partly", ""),
    ]

    text = words.written(
        facts(
            points={"high": 1, "medium": 2, "low": 3},
            answers=answers,
            unmet=unmet,
            problems=problems(2, closed=1),
            daily={"normal": 4, "problem": 1},
        )
    )

    assert text == {
        "points": "本部门现行风险清单共有风险点6个（高1个、中2个、低3个）。\n"
        "对照自查项目3项，已落实2项、部分落实1项。\n部分落实：已排查。",
        "measures": "本部门现行一览表共有防控措施6条，全部列入本次自查。\n对照自查项目3项，已落实3项。",
        "carried_out": "逐条自查防控措施6条，已落实3条、部分落实1条、未落实1条、本期不涉及1条。"
        "本期应落实的5条中，落实率60%。\n未落实：双人验收（缺人）。",
        "daily": "2026年度开展日常检查5次，正常4次，发现问题1次。",
        "problems": "自查和日常检查登记问题2个，已整改销号1个，正在整改1个。\n"
        "1. 问题0（WT2026-0000，待整改）。\n2. 问题1（WT2026-0001，待整改，整改期限2026-05-01）。",
        "next": "对尚未落实到位的2条措施逐条明确责任岗位和完成时间，限期落实。对自查发现的问题按期完成整改，整改结果接受复查。"
        "坚持日常检查，职权、流程、岗位或制度有变化时及时调整风险点和防控措施。",
    }


def test_nothing_is_said_as_nothing():
    text = words.written(facts(points={"pending": 1}))

    assert text["points"].endswith("低0个，等级待定1个）。")
    assert text["carried_out"] == "没有需要逐条自查的防控措施。"
    assert text["daily"] == "2026年度没有登记日常检查。"
    assert text["problems"] == "自查和日常检查没有登记需要整改的问题。"


def test_where_nothing_is_concerned_there_is_no_share():
    text = words.written(facts(answers={"carried_out": {"not_due": 2}}))

    assert text["carried_out"] == "逐条自查防控措施2条，本期不涉及2条。"


def test_long_lists_are_cut_and_counted():
    unmet = [words.Unmet("carried_out", f"措施{number}", "partly", "") for number in range(12)]

    text = words.written(facts(answers={"carried_out": {"partly": 12}}, unmet=unmet, problems=problems(12)))

    assert text["carried_out"].endswith("其余2项见附件。")
    assert text["problems"].endswith("其余2个见问题台账。")


def test_figures_add_up_number_by_number():
    one = facts(points={"high": 1}, answers={"carried_out": {"done": 2}}, daily={"normal": 1}).figures
    other = facts(points={"high": 2, "low": 1}, answers={"carried_out": {"done": 1}}, problems=problems(1)).figures

    total = words.total([one, other])

    assert total["points"] == {"high": 3, "medium": 0, "low": 1, "pending": 0}
    assert total["answers"]["carried_out"]["done"] == 3
    assert (total["problems"], total["daily"]) == ({"found": 1, "closed": 0}, {"normal": 1, "problem": 0})


def test_a_section_put_back_to_what_the_data_say_is_no_longer_by_hand():
    fresh, by_hand = {"a": "甲", "b": "乙"}, {"a": {"text": "改", "written_from": "旧"}}

    kept = sections.kept(fresh, by_hand, {"a": "改\r\n", "b": "乙"})
    back = sections.kept(fresh, by_hand, {"a": "甲"})

    assert (kept, back) == (by_hand, {})


def test_the_reports_arithmetic_equals_a_recount():
    made = own.world(measures=5)
    states = ["done", "done", "partly", "not_done", "done"]
    for answer, state in zip(own.answers(made.check, content="carried_out"), states, strict=True):
        own.say(made.check, answer, state, by=made.filer)
        if state == "not_done":
            answer.refresh_from_db()
            self_check_answers.raise_finding(by=made.filer, answer=answer, text="未双人验收", days=3)
    for result, note, days in (("normal", "", None), ("problem", "登记不全", 5), ("problem", "已当场纠正", None)):
        daily_checks.add_daily_check(
            by=made.filer,
            department=made.where,
            checked_on=timezone.localdate(),
            what="抽查登记",
            result=result,
            note=note,
            days=days,
            new_point="登记由一人掌握，可能虚报",
        )

    figures = self_check_queries.reading_of(made.check).figures

    recount = Counter(SelfCheckAnswer.objects.filter(content="carried_out").values_list("state", flat=True))
    assert {state: count for state, count in figures["answers"]["carried_out"].items() if count} == recount
    assert sum(figures["points"].values()) == RiskPoint.objects.count()
    assert sum(figures["answers"]["carried_out"].values()) == Measure.objects.count()
    assert figures["problems"] == {"found": 2, "closed": 0}
    assert figures["daily"] == {"normal": 1, "problem": 2}


def two_departments():
    """One received, one not; the Party office."""
    made = own.world(measures=2)
    missing = factories.department("检验科")
    made.cycle.participations.create(department=missing)
    self_checks.open_self_checks(by=factories.system(), cycle=made.cycle)
    own.received(made)
    return made, missing


def test_the_hospitals_report_adds_up_what_was_received_and_names_who_is_missing():
    made, missing = two_departments()

    report = hospital_reports.merge_reports(by=made.office, cycle=made.cycle)

    reading = queries.hospital_reading_of(report)
    by_key = {section.key: section.text for section in reading.sections}
    assert reading.missing == [missing.name]
    assert by_key["overview"].endswith(
        f"组织2个部门开展{made.cycle.year}年度自查自评，已接收自查报告1份。尚未报送或接收的：检验科。"
    )
    assert by_key["carried_out"].startswith("逐条自查防控措施2条，已落实2条。")
    assert reading.figures == SelfCheck.objects.get(department=made.where).content["figures"]
    assert reading.rows == [(made.where.name, "1", "2", "2", "0", "0", "0"), (missing.name, *["—"] * 6)]


def test_departments_with_measures_not_carried_out_are_named():
    made = own.world(measures=3)
    own.fill(made, "partly")
    self_checks.sign(by=made.head, check=made.check)
    self_checks.receive(by=made.office, check=made.check)

    report = hospital_reports.merge_reports(by=made.office, cycle=made.cycle)

    by_key = {section.key: section.text for section in queries.hospital_reading_of(report).sections}
    assert by_key["carried_out"].endswith("措施尚未落实到位的：药剂科3条。")
    assert "尚未报送" not in by_key["overview"]


def test_without_any_received_report_there_is_nothing_to_add_up():
    made = own.world()

    report = hospital_reports.merge_reports(by=made.office, cycle=made.cycle)

    by_key = {section.key: section.text for section in queries.hospital_reading_of(report).sections}
    assert by_key["daily"] == f"{made.cycle.year}年度没有登记日常检查。"


def test_merging_twice_comes_to_the_same_report_for_the_body_of_the_settings():
    made, _missing = two_departments()
    Hospital.objects.update_or_create(pk=1, defaults={"report_body": "江州市预防腐败办"})

    first = hospital_reports.merge_reports(by=made.office, cycle=made.cycle)
    again = hospital_reports.merge_reports(by=made.office, cycle=made.cycle)

    assert (first, first.body) == (again, "江州市预防腐败办")
    assert AuditEvent.objects.filter(verb="supervision.merge_reports").count() == 1


def test_merging_is_denied_before_the_year_is_open_and_to_others():
    planned = supervision_factories.cycle(factories.department())

    with pytest.raises(Denied, match="还没有启动"):
        hospital_reports.merge_reports(by=factories.system(), cycle=planned)
    with pytest.raises(Denied, match="党办组织"):
        hospital_reports.merge_reports(by=factories.holder(Role.DISCIPLINE), cycle=planned)


def test_clause_2_5_1_the_hospitals_report_goes_to_the_body_above_and_is_receipted():
    """形成自查总结报告，报预防腐败体系建设领导小组办公室。"""
    made, _missing = two_departments()
    report = hospital_reports.merge_reports(by=made.office, cycle=made.cycle)
    today = timezone.localdate()

    sent = hospital_reports.send_hospital_report(
        by=made.office, report=report, document_number="江一院〔2026〕18号", sent_on=today, body=report.body
    )
    done = hospital_reports.record_report_receipt(by=made.office, report=report, number="收31号", on=today)

    assert report.body == "预防腐败体系建设领导小组办公室"
    assert sent.sha256 == core_calculations.sha256(sent.content)
    assert (done.state, done.sent_on, done.receipt_number) == ("receipted", today, "收31号")


def test_what_was_sent_no_longer_follows_the_departments():
    made, missing = two_departments()
    report = hospital_reports.merge_reports(by=made.office, cycle=made.cycle)
    today = timezone.localdate()
    sent = hospital_reports.send_hospital_report(
        by=made.office, report=report, document_number="1号", sent_on=today, body="上级纪委"
    )
    made.cycle.participations.filter(department=missing).delete()

    reading = queries.hospital_reading_of(sent)

    assert (reading.missing, len(reading.sections)) == ([missing.name], 7)
    with pytest.raises(Denied):
        hospital_reports.write_hospital_report(by=made.office, report=sent, texts={})
    with pytest.raises(Denied):
        hospital_reports.send_hospital_report(
            by=made.office, report=sent, document_number="2号", sent_on=today, body="上级纪委"
        )


def test_sending_needs_a_number_and_a_receipt_a_possible_day():
    made, _missing = two_departments()
    report = hospital_reports.merge_reports(by=made.office, cycle=made.cycle)
    today = timezone.localdate()
    send = {"by": made.office, "report": report, "sent_on": today, "body": "上级纪委"}

    with pytest.raises(Denied, match="发文字号"):
        hospital_reports.send_hospital_report(document_number=" ", **send)
    with pytest.raises(Denied, match="不能登记回执"):
        hospital_reports.record_report_receipt(by=made.office, report=report, number="1", on=today)
    hospital_reports.send_hospital_report(document_number="1号", **send)
    with pytest.raises(Denied, match="回执日期"):
        hospital_reports.record_report_receipt(by=made.office, report=report, number="1", on=today + timedelta(days=1))


def test_every_move_of_the_hospitals_report_and_no_other():
    by = factories.system()

    for state in HospitalReportState:
        for verb in HospitalReportVerb:
            if (state, verb) in HOSPITAL_REPORT_MOVES:
                rules._move(by, HospitalReport(state=state), verb)
            else:
                with pytest.raises(Denied):
                    rules._move(by, HospitalReport(state=state), verb)


def test_the_hospitals_report_is_edited_and_written_again():
    made, _missing = two_departments()
    report = hospital_reports.merge_reports(by=made.office, cycle=made.cycle)
    hospital_reports.write_hospital_report(by=made.office, report=report, texts={"next": "明年再接再厉。"})
    hospital_reports.write_hospital_report(by=made.office, report=report, texts={"next": "明年再接再厉。"})

    written = queries.hospital_reading_of(HospitalReport.objects.get()).sections
    hospital_reports.rewrite_hospital_report(by=made.office, report=report)

    assert [section.key for section in written if section.is_written_by_hand] == ["next"]
    assert HospitalReport.objects.get().report == {}
    assert AuditEvent.objects.filter(verb="supervision.write_hospital_report").count() == 1
    with pytest.raises(Stale):
        hospital_reports.write_hospital_report(by=made.office, report=report, texts={}, version=1)


def test_the_database_refuses_a_report_sent_without_number_or_day():
    made, _missing = two_departments()
    hospital_reports.merge_reports(by=made.office, cycle=made.cycle)

    for fields in ({"state": "sent"}, {"sent_on": timezone.localdate()}, {"receipt_on": timezone.localdate()}):
        with pytest.raises(IntegrityError), transaction.atomic():
            HospitalReport.objects.update(**fields)


def printed(by, report, kind):
    paper = "self_check" if isinstance(report, SelfCheck) else "hospital_report"
    duty = prints.ask_print(by=by, paper=paper, thing=report, kind=kind)
    core_services.sweep()
    duty.refresh_from_db()
    return duty


def docx_text(duty):
    document = Document(io.BytesIO(duty.result.file.read()))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([line.text for line in document.paragraphs] + cells)


def test_a_departments_report_reads_back_from_word():
    made = own.world(text="贵重药品双人验收𠮷")
    check = own.received(made)

    text = docx_text(printed(made.head, check, "docx"))

    for words_of in (
        "药剂科",
        "一、风险点查找情况",
        "六、下一步打算",
        "贵重药品双人验收𠮷",
        "见科室台账",
        made.head.name,
    ):
        assert words_of in text
    assert check.sha256[:8] in text


def test_a_draft_is_printed_as_not_signed():
    made = own.world()

    text = docx_text(printed(made.filer, made.check, "docx"))

    assert "（尚未签署）" in text
    assert "未填报" in text


def test_who_stood_in_is_named_on_paper():
    made = own.world()
    own.signed(made)
    SelfCheck.objects.update(signed_for=made.office)

    assert f"{made.head}（代{made.office}）" in docx_text(printed(made.head, made.again(), "docx"))


def test_the_hospitals_report_reads_back_from_pdf_and_word():
    made, _missing = two_departments()
    report = hospital_reports.merge_reports(by=made.office, cycle=made.cycle)
    hospital_reports.send_hospital_report(
        by=made.office,
        report=report,
        document_number="江一院〔2026〕18号",
        sent_on=timezone.localdate(),
        body=report.body,
    )
    report.refresh_from_db()

    pages = PdfReader(io.BytesIO(printed(made.office, report, "pdf").result.file.read())).pages
    pdf = "".join(page.extract_text() for page in pages).replace("\n", "")
    text = docx_text(printed(made.office, report, "docx"))

    for words_of in ("江一院〔2026〕18号", "预防腐败体系建设领导小组办公室：", "检验科"):
        assert words_of in text
        assert words_of in pdf


def test_the_same_content_is_drawn_once_and_changed_content_not_at_all():
    made = own.world()
    first = prints.ask_print(by=made.filer, paper="self_check", thing=made.check, kind="docx")
    same = prints.ask_print(by=made.head, paper="self_check", thing=made.check, kind="docx")
    own.fill(made)

    core_services.sweep()

    first.refresh_from_db()
    assert (first, first.state, first.result) == (same, "failed", None)
    assert "内容又有改动" in first.error
    with pytest.raises(Denied):
        prints.ask_print(by=made.filer, paper="self_check", thing=made.check, kind="exe")
    assert Duty.objects.filter(kind="supervision.print").count() == 1
