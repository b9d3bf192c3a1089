"""Two years of the demo hospital: 2025 approved for everyone, 2026 on its way in every state."""

from collections.abc import Collection, Iterable, Sequence
from datetime import date, time, timedelta
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from approvals import queries as approvals_queries
from approvals import rules as approvals_rules
from approvals import services as approvals
from approvals.models import AgendaItem, Filing, Meeting, Submission
from approvals.states import Answer, Matter, VoteChoice
from config.demo import duties, year
from config.demo.clock import Clock
from config.demo.people import People
from controls import queries as controls_queries
from controls import services as controls
from controls.models import Measure
from disclosure import services as disclosure
from disclosure.states import SecrecyVerdict
from organization import queries
from organization.models import Department
from powers import queries as powers_queries
from powers import services as powers
from powers.models import Power
from powers.states import DisclosureScope
from risks import queries as risks_queries
from risks import services as risks
from supervision.models import Cycle
from supervision.states.cycles import PhaseKind

CONCLUSION = "逐条对照岗位职责和流程环节讨论，到会人员一致同意所列风险点和等级。"
DISCRETION = "2026年起单项金额或数量超出上年均值三成的，须附书面说明并由两人签字。"
MISSPELT = ("D22", "书面说名", "书面说明")
"""Whose list came into force with a wrong word in it, the word, and what it should be."""

OPINIONS = (
    ("member1", "权力清理较全，决策、执行、监督岗位基本分开，同意。"),
    ("overseer", "风险点查得细，措施可操作，同意。"),
    ("chair", "同意。请抓好落实，党办按季度督办。"),
)
"""Who says what, the chair last."""


def _department(code: str) -> Department:
    return Department.objects.get(code=code)


class Story:
    """Drives departments through the stages with the demo's people, on the demo's clock."""

    def __init__(self, people: People, clock: Clock):
        self.people = people
        self.clock = clock

    # -- one department's year ---------------------------------------------------------------------------------------

    def review(self, code: str) -> None:
        """The department's collective review settles its grades."""
        register = risks_queries.working_register(_department(code))
        if register is not None:
            head, filer = self.people.heads[code], self.people.filers[code]
            risks.hold_review(
                by=head,
                register=register,
                held_on=timezone.localdate(),
                place="科室会议室",
                present=list({head.pk: head, filer.pk: filer}.values()),
                conclusion=CONCLUSION,
            )

    def sign(self, code: str) -> Submission:
        """The filer prepares, the head signs."""
        prepared = approvals.prepare(by=self.people.filers[code], department=_department(code))
        return approvals.submit(by=self.people.heads[code], submission=prepared)

    def advance(self, submission: Submission, until: str) -> Submission:
        """Let each stage agree until the submission has reached the stage `until`."""
        while submission.stage and submission.stage.code != until:
            code = submission.stage.code
            if code == "office":
                self.settle_scopes(submission)
            holder = self._holder(submission)
            verdict = "no_objection" if code == "discipline" else "agree"
            submission = approvals.decide(by=holder, submission=submission, verdict=verdict)
        return submission

    def _holder(self, submission: Submission):
        if submission.stage is None:
            raise LookupError(f"{submission} waits for nobody")
        holders = queries.holders(submission.stage.action, submission.department)
        return holders.exclude(department=submission.department_id).order_by("pk")[0]

    def settle_scopes(self, submission: Submission, *, with_secrecy: bool = True) -> None:
        """党办's 公开属性 as filed, and the secrecy reviewer's opinion on what would be public."""
        item = submission.items.filter(list_kind="powers").first()
        if item is None or submission.department_id == self.people["office"].department_id:
            return
        found = list(Power.objects.filter(power_list=item.list_id).select_related("power_list__department"))
        disclosure.settle_scopes(by=self.people["office"], scopes={power: power.disclosure_scope for power in found})
        public = [power for power in found if power.disclosure_scope == DisclosureScope.SOCIETY]
        if with_secrecy and public:
            disclosure.give_secrecy_opinions(by=self.people["secrecy"], powers=public, verdict=SecrecyVerdict.CLEAR)

    def resolve(self, meeting: Meeting) -> None:
        """The committee meets today and agrees to everything on the agenda."""
        self.open(meeting)
        for item in meeting.items.order_by("position"):
            self.agree(item)
        approvals.close_meeting(by=self.people["office"], meeting=meeting)

    def plan(self, number: str, submissions: Iterable[Submission], *, held_on: date) -> Meeting:
        """A meeting with the departments' lists as one item and the leadership's as another."""
        office, waiting = self.people["office"], list(submissions)
        meeting = approvals.plan_meeting(
            by=office,
            number=number,
            held_on=held_on,
            begins_at=time(15, 0),
            matter=Matter.ORDINARY,
            place="行政楼三楼会议室",
        )
        for title, found in (
            (_("审定各部门职权目录、风险清单和一览表"), [each for each in waiting if not each.is_leadership]),
            (_("审定班子成员风险清单和一览表"), [each for each in waiting if each.is_leadership]),
        ):
            if found:
                approvals.add_item(
                    by=office,
                    meeting=meeting,
                    title=title,
                    submissions=found,
                    implementer=_("党办牵头，各部门落实"),
                    due_on=meeting.held_on + timedelta(days=30),
                )
        return meeting

    def call(self, number: str, submissions: Iterable[Submission], *, held_on: date) -> Meeting:
        """The members are called, and all but one answer that they come."""
        meeting = self.plan(number, submissions, held_on=held_on)
        meeting = approvals.call_meeting(
            by=self.people["office"], meeting=meeting, observers=[self.people["discipline"]]
        )
        for attendance in meeting.attendances.select_related("person").order_by("pk")[:7]:
            approvals.answer_call(by=attendance.person, meeting=meeting, answer=Answer.ATTEND)
        return meeting

    def open(self, meeting: Meeting, *, absent: Collection[str] = ("member6",)) -> None:
        """Everybody is there but those named, who are on leave."""
        away = {self.people[login].pk for login in absent}
        present = {*meeting.attendances.values_list("person", flat=True)} - away
        chair = self.people["chair"]
        approvals.open_meeting(by=self.people["office"], meeting=meeting, chair=chair, present=present, on_leave=away)

    def postpone(self, meeting: Meeting) -> None:
        """The committee meets today, and too many want to see more before they agree."""
        self.open(meeting)
        item = approvals.begin_item(by=self.people["office"], item=meeting.items.get())
        for ballot in approvals_queries.ballots_of(item):
            voters = sorted(approvals_rules.voters(ballot))
            choices = {pk: VoteChoice.AGREE if place < 3 else VoteChoice.POSTPONE for place, pk in enumerate(voters)}
            reason = "自由裁量基准没有随表报送，请补充后再议。"
            approvals.record_votes(by=self.people["office"], ballot=ballot, choices=choices, reason=reason)
        approvals.close_meeting(by=self.people["office"], meeting=meeting)

    def agree(self, item: AgendaItem) -> None:
        """One item is taken: the chair speaks last, everybody agrees."""
        office = self.people["office"]
        item = approvals.begin_item(by=office, item=item)
        for login, words in OPINIONS:
            person = self.people[login]
            left = {*item.recusals.filter(person=person).values_list("submission", flat=True)}
            entry = item.entries.exclude(submission__in=left).order_by("pk").first() if left else None
            if entry or not left:  # of one department, where the speaker leaves rows of another
                approvals.state_opinion(by=office, item=item, person=person, entry=entry, text=words)
        for ballot in approvals_queries.ballots_of(item):
            if not ballot.result:
                choices = dict.fromkeys(approvals_rules.voters(ballot), VoteChoice.AGREE)
                approvals.record_votes(by=office, ballot=ballot, choices=choices)

    # -- 2025 --------------------------------------------------------------------------------------------------------

    def approve_everything(self) -> None:
        """2025-1: every department reviews, signs and passes; the leadership's own lists too."""
        self.clock.set(2025, 10, 20)
        for code in self.people.heads:
            self.review(code)
        self.review_leadership()
        self.clock.set(2025, 11, 3)
        signed = [self.sign(code) for code in self.people.heads if self._has_lists(code)]
        self.clock.set(2025, 11, 17)
        ready = [self.advance(each, "committee") for each in signed]
        ready.append(self.advance(self.submit_leadership(), "committee"))
        self.clock.set(2025, 12, 12)
        meeting = self.call("党委会〔2025〕21号", ready, held_on=date(2025, 12, 18))
        self.clock.set(2025, 12, 18, 15)
        self.resolve(meeting)
        self.clock.set(2025, 12, 22)
        duties.first_winter(self.people)
        self.file_leadership()

    def file_leadership(self) -> None:
        """The leadership's approved lists go to the body above, which confirms them in the new year."""
        office, filing = self.people["office"], Filing.objects.get()
        self.clock.set(2025, 12, 24)
        approvals.send_filing(by=office, filing=filing, sent_on=timezone.localdate(), note="纸质材料一式三份同时报送")
        self.clock.set(2026, 1, 9)
        approvals.record_receipt(by=office, filing=filing, number="江卫党备〔2026〕8号", on=timezone.localdate())

    def _has_lists(self, code: str) -> bool:
        return bool(approvals_queries.working_lists(_department(code), is_leadership=False))

    def review_leadership(self) -> None:
        """The leadership's review, held by the Party office."""
        register = risks_queries.working_register(queries.root(), is_leadership=True)
        if register is not None:
            present = [self.people[login] for login in ("chair", "leader", "member1", "member2", "overseer")]
            risks.hold_review(
                by=self.people["office"],
                register=register,
                held_on=timezone.localdate(),
                place="行政楼三楼会议室",
                present=present,
                conclusion="班子成员逐人查摆，集体评定，各项等级从严掌握。",
            )

    def submit_leadership(self) -> Submission:
        """The Party office submits the leadership's lists; there is no head's stage."""
        root = queries.root()
        made = approvals.prepare(by=self.people["office"], department=root, is_leadership=True)
        return made if made.submitted_at else approvals.submit(by=self.people["office"], submission=made)

    # -- 2026 --------------------------------------------------------------------------------------------------------

    def amend(self, code: str) -> None:
        """Change something in each of the lists that the year opened, as a department does."""
        department, filer = _department(code), self.people.filers[code]
        power_list = powers_queries.working_list(department)
        if power_list is not None:
            power = power_list.powers.order_by("code")[0]
            added = DISCRETION.replace(*reversed(MISSPELT[1:])) if code == MISSPELT[0] else DISCRETION
            powers.change_power(by=filer, power=power, discretion=f"{power.discretion}{added}")
        self._amend_controls(department, filer)

    def _amend_controls(self, department: Department, filer) -> None:
        register = risks_queries.working_register(department)
        table = controls_queries.working_table(department)
        if register is None or table is None:
            return
        point = register.points.order_by("-total", "code")[0]
        controls.add_measure(
            by=filer,
            table=table,
            point=point,
            text="每季度由科室负责人抽查五份记录，抽查结果在科务会上通报并留存",
            kind="procedure",
            responsible_post=point.post,
            due_on=date(2027, 6, 30),
            proof="抽查登记表、科务会记录",
        )

    def amended(self, code: str) -> Submission:
        """A 2026 edition, reviewed and signed."""
        self.amend(code)
        self.review(code)
        return self.sign(code)

    def this_year(self) -> None:
        """2026: lists at each stage, returned, ended, withdrawn, in force, and drafts; every leader has one to review."""
        self.clock.set(2026, 3, 2)
        duties.spring(self.people)
        cycle = year.begin(self.people, self.clock)
        self._in_november(cycle, ready=self._until_october(cycle))

    def _until_october(self, cycle: Cycle) -> list[Submission]:
        self.clock.set(2026, 9, 14)
        passed = [self.advance(self.amended(code), "committee") for code in ("D22", "D29")]
        self.clock.set(2026, 10, 9)
        meeting = self.call("党委会〔2026〕17号", passed, held_on=date(2026, 10, 15))
        self.clock.set(2026, 10, 15, 15)
        self.resolve(meeting)
        self.clock.set(2026, 10, 20)
        year.teach(self.people, cycle)
        year.urge(self.people, cycle, PhaseKind.FIND)
        self.clock.set(2026, 10, 26)
        self._end("D19")
        self._withdraw("D18")
        self._return("D11")
        return [self.advance(self.amended(code), "committee") for code in ("D15", "D08", "D10")]

    def _in_november(self, cycle: Cycle, *, ready: Sequence[Submission]) -> None:
        self.clock.set(2026, 10, 30)
        meeting = self.call("党委会〔2026〕18号", ready[1:2], held_on=date(2026, 11, 5))
        self.clock.set(2026, 11, 5, 15)
        self.postpone(meeting)
        self.clock.set(2026, 11, 9)
        for code in ("D09", "D30"):
            self.advance(self.amended(code), "discipline")
        self.clock.set(2026, 11, 16)
        year.urge(self.people, cycle, PhaseKind.APPROVE)
        year.give_time(self.people, cycle)
        for code in ("D14", "D25"):
            self.advance(self.amended(code), "office")
        waiting = self.advance(self.amended("D17"), "office")
        self.settle_scopes(waiting, with_secrecy=False)
        self.clock.set(2026, 11, 18)
        for code in ("D12", "D13", "D05", "D06", "D07", "D16", "D20", "D21", "D23"):
            self.amended(code)
        for code in ("D24", "D26"):
            self.amend(code)
        self._propose()
        self._put_right()
        held_on = queries.workdays_after(timezone.localdate(), 8)
        self.call("党委会〔2026〕19号", [ready[1], ready[2]], held_on=held_on)
        duties.autumn(self.people)

    def _put_right(self) -> None:
        """党办 corrects a wrong word that a reader found in a list in force."""
        code, wrong, right = MISSPELT
        power = Power.objects.get(
            power_list__state="in_force", power_list__department__code=code, discretion__contains=wrong
        )
        approvals.correct(
            by=self.people["office"],
            kind="powers",
            list_id=power.power_list_id,
            key=str(power.lineage_id),
            field="discretion",
            before=power.discretion,
            after=power.discretion.replace(wrong, right),
            reason="“说明”误写为“说名”，录入时同音字选错，医务人员核对时发现。",
        )

    def _end(self, code: str) -> None:
        submission = self.amended(code)
        approvals.decide(
            by=self._holder(submission),
            submission=submission,
            verdict="reject",
            reason="新增职权没有依据，且与医务部职权重复，请重新梳理后另行报审。",
        )

    def _withdraw(self, code: str) -> None:
        submission = self.amended(code)
        approvals.withdraw(by=self.people.heads[code], submission=submission)

    def _return(self, code: str) -> None:
        """药剂科's lists come back from 党办 with remarks, for `filer` and `head` to mend."""
        submission = self.advance(self.amended(code), "office")
        remarks = {
            "powers": ("临时采购的金额上限没有写明，请补充到自由裁量说明里。",),
            "risks": ("表现形式过于笼统，请写成可以核查的现象。", "监测指标请写明数据来源。"),
            "controls": ("“加强管理”不可检查，请写明谁、多久、怎样留痕。",),
        }
        for item in submission.items.all():
            self._remark(submission, approvals_queries.rows_by_item(item), remarks[item.list_kind])
        approvals.decide(
            by=self.people["office"],
            submission=submission,
            verdict="return",
            reason="总体可行，请按批注逐项修改后重新报审。",
        )

    def _remark(self, submission: Submission, rows: Iterable[Any], texts: Sequence[str]) -> None:
        for row, text in zip(rows, texts, strict=False):
            approvals.remark(by=self.people["office"], submission=submission, row=row, text=text)

    def _propose(self) -> None:
        """领导提 and 群众帮: one open of each to 药剂科, and one declined."""
        pharmacy = _department("D11")
        risks.propose(
            by=self.people["overseer"],
            department=pharmacy,
            text="医药代表以学术会议名义接触药事会委员，新药遴选前应有接待登记和回避。",
        )
        risks.suggest(
            by=self.people["member1"],
            department=pharmacy,
            text="临时采购药品多次由同一厂家供货，申请理由雷同，建议核查。",
            is_name_hidden=True,
        )
        declined = risks.suggest(
            by=self.people["secrecy"], department=pharmacy, text="药房窗口排队时间长，建议增开窗口。"
        )
        risks.decline(by=self.people["head"], proposal=declined, reply="属服务流程问题，已转门诊部，不列为廉洁风险点。")

    def report_progress(self) -> None:
        """Some measures in force are done, some under way."""
        in_force = Measure.objects.filter(table__state="in_force").select_related(
            "table__department", "responsible_post"
        )
        for number, measure in enumerate(
            in_force.filter(table__department__code__in=("D09", "D11", "D22")).order_by("code")
        ):
            if number % 3:
                controls.set_progress(
                    by=queries.system_actor(), measure=measure, status="done" if number % 3 == 1 else "under_way"
                )
