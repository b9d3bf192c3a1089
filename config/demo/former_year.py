"""2025, the year in which it all began: six departments went through the whole of it, and it is closed."""

from datetime import date
from decimal import Decimal
from typing import Any

from django.utils import timezone

from config.demo import former_findings, papers
from config.demo.clock import Clock
from config.demo.people import People
from core import services as core_services
from organization import queries
from organization.models import Department, Post
from supervision import services as supervision
from supervision.models import Appraisal, AppraisalResult, Criterion, Cycle, SelfCheck
from supervision.services.daily_checks import add_daily_check
from supervision.services.hospital_reports import merge_reports, record_report_receipt, send_hospital_report
from supervision.services.self_check_answers import AnswerEntry, answer_self_check
from supervision.services.self_checks import open_self_checks, receive, sign
from supervision.states.cycles import LessonKind, PhaseKind

YEAR = 2025
DEPARTMENTS = ("D09", "D11", "D13", "D14", "D15", "D22")
"""Who went through self-check, spot check and appraisal; the others wrote their lists and no more."""
PHASES = {
    PhaseKind.MOBILIZE: ((2025, 9, 8), (2025, 9, 12), "召开动员部署会，讲清目的、步骤和要求，确定六个重点科室先行。"),
    PhaseKind.CLEAR: ((2025, 9, 15), (2025, 11, 7), "对照三定规定清理职权，编制职权目录，绘制内外部流程图。"),
    PhaseKind.FIND: ((2025, 10, 9), (2025, 11, 7), "自己找、领导提、群众帮、集体定，逐项评定风险等级。"),
    PhaseKind.MEASURE: ((2025, 10, 20), (2025, 11, 7), "逐个风险点制定防控措施，明确责任岗位、时限和佐证。"),
    PhaseKind.APPROVE: ((2025, 11, 10), (2025, 12, 19), "一览表逐级审核，报党委会审定后施行。"),
    PhaseKind.SELF_CHECK: ((2025, 12, 22), (2025, 12, 31), "对照四项内容自查，形成自查报告。"),
    PhaseKind.SPOT_CHECK: ((2026, 1, 5), (2026, 1, 16), "按等级加权抽取风险点，两人一组现场检查。"),
    PhaseKind.RECTIFY: ((2026, 1, 5), (2026, 2, 6), "问题定人、定措施、定期限，复查后销号。"),
    PhaseKind.APPRAISE: ((2026, 2, 9), (2026, 4, 10), "按考核标准评分排名，受理申诉，结果送人事科使用。"),
}
"""Phase → first day, last day, what is done."""
SCHEME: dict[str, str] = {
    "title": "2025年度廉洁风险防控工作（重点科室先行）",
    "document_number": "江医党〔2025〕36号",
    "goals": "全院各部门编制职权目录、风险清单和一览表并经党委会审定；六个重点科室先行自查、抽查、整改和考核，为全院推开积累做法。",
    "leading": "党委统一领导，纪委牵头协调，党政齐抓共管，各科室各负其责，依靠群众参与和支持。\n领导小组办公室设在党办，负责日常组织。",
    "demands": "谁有风险谁防、谁是领导谁控；先行科室按月向党办报告进展，其他科室同步对照。",
}
DAILY = (
    ("D11", (2025, 11, 20), "抽查麻醉药品处方二十张，处方与登记相符"),
    ("D13", (2025, 12, 3), "抽查高值耗材出入库十笔，扫码记录与实物相符"),
    ("D15", (2025, 12, 10), "查看零星维修现场签证五份，签证人、监理、施工方签字齐全"),
)
SCORES = {
    "D09": ("9.00", "4.50"),
    "D11": ("9.50", "4.60"),
    "D13": ("8.50", "4.30"),
    "D14": ("8.00", "4.20"),
    "D15": ("7.00", "4.00"),
    "D22": ("9.00", "4.70"),
}
"""Department → what 党办 gave it for the year's inspection and 评议."""
INSPECTED, RATED, COMMENDED = "年度检查", "社会评议", "表彰和经验推广"
"""Titles of criteria that people score."""
APPEAL = (
    "“年度检查”扣分依据为三份现场签证单缺监理签字，该三份签证单当日由监理单位借出核对工程量，已于1月12日归还，"
    "签字齐全，检查时未能出示。请核对原件后更正。"
)
ANSWER = "经核对原件和借阅登记，三份签证单签字齐全、日期在检查之前，扣分依据不成立，更正“年度检查”得分。"


class FormerYear:
    """Lives through 2025 with the demo's people, on the demo's clock, between the approvals of that year's lists."""

    def __init__(self, people: People, clock: Clock):
        self.people = people
        self.clock = clock
        self.office = people.by_login["office"]

    @property
    def cycle(self) -> Cycle:
        return Cycle.objects.get(year=YEAR)

    def begin(self) -> None:
        """Planned, opened, and begun with a meeting."""
        self.clock.set(2025, 9, 4)
        departments = list(Department.objects.filter(code__in=DEPARTMENTS).order_by("path"))
        posts = Post.objects.filter(department__in=departments, is_leadership=False).order_by("-code")
        leader = self.office.department
        cycle = supervision.plan_cycle(
            by=self.office,
            year=YEAR,
            phases=[
                supervision.PhaseEntry(kind, date(*first), date(*last), leader, task)
                for kind, (first, last, task) in PHASES.items()
            ],
            departments=departments,
            posts={post.department_id: post for post in posts},
            **SCHEME,
        )
        self.clock.set(2025, 9, 8)
        supervision.open_cycle(by=self.office, cycle=cycle)
        core_services.sweep()
        self.clock.set(2025, 9, 10, 17)
        self._teach()

    def _teach(self) -> None:
        """The meeting of the whole hospital; of those named one did not come."""
        lesson = supervision.record_lesson(
            by=self.office,
            cycle=self.cycle,
            department=queries.root(),
            kind=LessonKind.MOBILIZATION,
            title="2025年度廉洁风险防控动员部署会",
            held_on=timezone.localdate(),
            phase=self.cycle.phases.get(kind=PhaseKind.MOBILIZE),
            speaker="党委书记",
            hours=Decimal("1.5"),
            place="门诊楼五楼学术报告厅",
            head_count=63,
            invited=Department.objects.filter(code__in=("D09", "D11", "D13")),
        )
        named = lesson.attendances.order_by("person__name", "pk").values_list("person", flat=True)
        supervision.note_attendance(by=self.office, lesson=lesson, present=list(named)[1:])

    # -- self-check --------------------------------------------------------------------------------------------------

    def check(self) -> None:
        """Everybody answers, signs and is received; the hospital's report goes up and its receipt comes back."""
        self.clock.set(2025, 12, 25)
        for code, day, what in DAILY:
            department = Department.objects.get(code=code)
            by = self.people.filers[code]
            add_daily_check(by=by, department=department, checked_on=date(*day), what=what, result="normal")
        open_self_checks(by=self.office, cycle=self.cycle)
        for check in SelfCheck.objects.filter(cycle=self.cycle).select_related("department", "cycle").order_by("pk"):
            self._answer(check)
        self.clock.set(2025, 12, 30)
        for check in SelfCheck.objects.filter(cycle=self.cycle).order_by("pk"):
            receive(by=self.people["discipline"] if check.is_leadership else self.office, check=check)
        former_findings.plan_spot_check(self.people, self.cycle)
        self._report()

    def _answer(self, check: SelfCheck) -> None:
        """What is asked is carried out, but one measure of 物资采购科; the leadership's is answered by 党办 for them."""
        code = check.department.code
        by, signer = self.people.filers[code], self.people.heads[code]
        note = "见科室廉洁风险防控台账，佐证由科室资料员保管"
        if check.is_leadership:
            by, signer = self.office, self.people["chair"]
            note = "见班子成员述责述廉报告和会议记录，原件由党办保管"
        weak = former_findings.weak_answer(check)
        answers = check.answers.order_by("pk")
        entries = [
            AnswerEntry(each.pk, "partly", former_findings.WEAKNESS)
            if each == weak
            else AnswerEntry(each.pk, "done", note)
            for each in answers
        ]
        answer_self_check(by=by, check=check, entries=entries)
        if weak is not None:
            former_findings.raise_from_self_check(by, weak)
        sign(by=signer, check=check)

    def _report(self) -> None:
        self.clock.set(2026, 1, 6)
        report = merge_reports(by=self.office, cycle=self.cycle)
        report = send_hospital_report(
            by=self.office,
            report=report,
            document_number="江医党〔2026〕1号",
            sent_on=timezone.localdate(),
            body=former_findings.BODY,
        )
        self.clock.set(2026, 1, 8)
        record_report_receipt(by=self.office, report=report, number="江卫防办收〔2026〕5号", on=timezone.localdate())

    # -- findings, spot check, inspection ------------------------------------------------------------------------------

    def put_right(self) -> None:
        """The spot check and the body above come; what was found is put right, one thing only at the second try."""
        former_findings.FormerFindings(self.people, self.clock).put_right(self.cycle)

    # -- appraisal -----------------------------------------------------------------------------------------------------

    def appraise(self) -> None:
        """Scored with proof and published; 基建科 appeals, and is right in one score."""
        self.clock.set(2026, 2, 11)
        appraisal = supervision.plan_appraisal(by=self.office, cycle=self.cycle)
        appraisal = supervision.open_appraisal(by=self.office, appraisal=appraisal)
        self._score(appraisal)
        self.clock.set(2026, 2, 12)
        supervision.publish_appraisal(by=self.office, appraisal=appraisal)
        self.clock.set(2026, 2, 25)
        result = AppraisalResult.objects.get(appraisal=appraisal, department__code="D15")
        appeal = supervision.appeal_result(by=self.people.heads["D15"], result=result, text=APPEAL)
        self.clock.set(2026, 2, 27)
        supervision.answer_appeal(
            by=self.people["discipline"],
            appeal=appeal,
            verdict="correct",
            answer=ANSWER,
            criterion=self._criterion(appraisal, INSPECTED),
            value=Decimal("8.50"),
        )

    def _criterion(self, appraisal: Appraisal, title: str) -> Criterion:
        return appraisal.criteria.select_related("appraisal").get(title=title)

    def _score(self, appraisal: Appraisal) -> None:
        results = {each.department.code: each for each in appraisal.results.select_related("department", "appraisal")}
        sheets = (
            (
                INSPECTED,
                "按年度检查记录评分，记录见附件。",
                papers.proof("2025年度检查记录", ("逐科查看台账和佐证", "见各科得分")),
            ),
            (
                RATED,
                "按服务对象和社会监督员问卷折算。",
                papers.proof("2025年度社会评议汇总", ("收回有效问卷312份", "见各科得分")),
            ),
        )
        for place, (title, note, proof) in enumerate(sheets):
            entries = [
                supervision.ScoreEntry(results[code], Decimal(scores[place]), note, [proof])
                for code, scores in SCORES.items()
            ]
            supervision.score_departments(by=self.office, criterion=self._criterion(appraisal, title), entries=entries)
        note = "药品阳光采购做法由市卫生健康委员会印发交流（江卫药〔2025〕19号）。"
        proof = papers.proof("药品阳光采购经验交流材料目录", ("市卫生健康委员会印发的交流材料一份", "已归档"))
        bonus = supervision.ScoreEntry(results["D11"], Decimal(2), note, [proof])
        supervision.score_departments(by=self.office, criterion=self._criterion(appraisal, COMMENDED), entries=[bonus])

    def end(self) -> None:
        """人事科 is given the results to use; nobody appeals any more, and the year is closed."""
        self.clock.set(2026, 4, 10)
        appraisal = Appraisal.objects.get(cycle=self.cycle)
        best = appraisal.results.select_related("department").order_by("rank", "pk")[0].department
        personnel, today = Department.objects.get(code="D08"), timezone.localdate()
        handed: dict[str, Any] = {"by": self.office, "appraisal": appraisal, "handed_to": personnel, "handed_on": today}
        supervision.record_use(
            kind="excellent",
            what=f"2025年度廉洁风险防控考核第一名，作为年度先进科室评选的依据，建议优先推荐{best}。",
            department=best,
            document_number="江医党办〔2026〕9号",
            **handed,
        )
        supervision.record_use(
            kind="promotion",
            what="本人负责的防控措施和整改按期落实情况，作为岗位晋级考察的参考。",
            person=self.people.heads[best.code],
            document_number="江医党办〔2026〕10号",
            **handed,
        )
        self.clock.set(2026, 4, 13)
        supervision.close_appraisal(by=self.office, appraisal=appraisal)
        supervision.close_cycle(by=self.office, cycle=self.cycle)
