"""How the demo hospital approves its lists, and its first year: 2025, approved for everyone."""

from collections.abc import Collection, Iterable
from datetime import date, time, timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from approvals import queries as approvals_queries
from approvals import rules as approvals_rules
from approvals import services as approvals
from approvals.models import AgendaItem, Filing, Meeting, Submission
from approvals.states import Answer, Matter, VoteChoice
from config.demo import duties, rotation
from config.demo.clock import Clock
from config.demo.former_year import FormerYear
from config.demo.people import People
from disclosure import services as disclosure
from disclosure.states import SecrecyVerdict
from organization import queries
from organization.models import Department
from powers.models import Power
from powers.states import DisclosureScope
from risks import queries as risks_queries
from risks import services as risks

CONCLUSION = "逐条对照岗位职责和流程环节讨论，到会人员一致同意所列风险点和等级。"
OPINIONS = (
    ("member1", "权力清理较全，决策、执行、监督岗位基本分开，同意。"),
    ("overseer", "风险点查得细，措施可操作，同意。"),
    ("chair", "同意。请抓好落实，党办按季度督办。"),
)
"""Who says what, the chair last."""


def department_of(code: str) -> Department:
    return Department.objects.get(code=code)


class Story:
    """Drives departments through the stages with the demo's people, on the demo's clock."""

    def __init__(self, people: People, clock: Clock):
        self.people = people
        self.clock = clock
        self.former = FormerYear(people, clock)

    # -- one department's year ---------------------------------------------------------------------------------------

    def review(self, code: str) -> None:
        """The department's collective review settles its grades."""
        register = risks_queries.working_register(department_of(code))
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
        prepared = approvals.prepare(by=self.people.filers[code], department=department_of(code))
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
        """2025-1: every department reviews, signs and passes; the leadership's own lists too. Some go on to check themselves."""
        self.former.begin()
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
        rotation.sign(self.people)
        self.file_leadership()
        self.former.put_right()
        self.former.appraise()

    def file_leadership(self) -> None:
        """The leadership's approved lists go to the body above, which confirms them in the new year; meanwhile departments
        check themselves."""
        office, filing = self.people["office"], Filing.objects.get()
        self.clock.set(2025, 12, 24)
        approvals.send_filing(by=office, filing=filing, sent_on=timezone.localdate(), note="纸质材料一式三份同时报送")
        self.former.check()
        self.clock.set(2026, 1, 9)
        approvals.record_receipt(by=office, filing=filing, number="江卫党备〔2026〕8号", on=timezone.localdate())

    def _has_lists(self, code: str) -> bool:
        return bool(approvals_queries.working_lists(department_of(code), is_leadership=False))

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
