"""A hospital with a holder for each stage, and submissions at each of them, made through the services."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Any

from django.utils import timezone

from approvals import rules, services
from approvals.models import AgendaItem, Ballot, Meeting, Submission, SubmissionRow
from disclosure import services as disclosure_services
from organization import services as organization_services
from organization.models import Body, Department, Person, Post
from organization.roles import Role
from powers.models import Power, PowerList
from tests import factories, worlds
from tests.powers import factories as power_factories
from tests.risks import factories as risk_factories

UPWARD = ("overseer", "office", "discipline")


@dataclass
class World:
    """One department with its people, and the holders of every stage above it."""

    department: Department
    filer: Person
    head: Person
    overseer: Person
    office: Person
    secrecy: Person
    discipline: Person
    chair: Person
    member: Person
    others: dict[str, Any] = field(default_factory=dict)


def world() -> World:
    """The root, a department under it, and one holder for each role, each from a department of their own."""
    return worlds.laid(_world)


def _world() -> World:
    root = factories.root()
    where, elsewhere = factories.department("药剂科"), factories.department("院领导")

    def above(role: str, place: Department | None = None) -> Person:
        person = factories.person(where=elsewhere)
        organization_services.grant(by=factories.system(), person=person, role=role, department=place or root)
        return person

    body = organization_services.open_body(by=factories.system(), kind="party_committee", name="院党委")
    made = World(
        department=where,
        filer=factories.holder(Role.FILER, where),
        head=factories.holder(Role.DEPARTMENT_HEAD, where),
        overseer=above(Role.OVERSEER, where),
        office=above(Role.PARTY_OFFICE),
        secrecy=above(Role.SECRECY_REVIEWER),
        discipline=above(Role.DISCIPLINE),
        chair=above(Role.COMMITTEE_CHAIR),
        member=above(Role.COMMITTEE_MEMBER),
    )
    for person, duty in ((made.chair, "chair"), (made.member, "member")):
        join(body, person, duty)
    return made


def join(body: Body, person: Person, duty: str = "member") -> None:
    """The person's term in the body runs since last month."""
    since = timezone.localdate() - timedelta(days=30)
    organization_services.begin_membership(by=factories.system(), body=body, person=person, duty=duty, from_on=since)


def another_member(made: World, duty: str = "member") -> Person:
    """One more member of the committee, with the role and a login."""
    person = factories.person(where=made.chair.department)
    organization_services.grant(
        by=factories.system(), person=person, role=Role.COMMITTEE_MEMBER, department=factories.root()
    )
    join(Body.objects.get(kind="party_committee"), person, duty)
    return person


def another_department(made: World) -> World:
    """Another department with its own people under the same holders of the stages above."""
    where = factories.department()
    organization_services.grant(by=factories.system(), person=made.overseer, role=Role.OVERSEER, department=where)
    return replace(
        made,
        department=where,
        filer=factories.holder(Role.FILER, where),
        head=factories.holder(Role.DEPARTMENT_HEAD, where),
    )


def second(made: World, role: str = Role.OVERSEER) -> Person:
    """Another holder of a role over the department, from a department of their own."""
    person = factories.person(where=factories.department())
    organization_services.grant(by=factories.system(), person=person, role=role, department=made.department)
    return person


def stand_in(holder: Person, person: Person | None = None) -> Person:
    """Who decides for `holder` today."""
    person, today = person or factories.person(where=factories.department()), timezone.localdate()
    organization_services.delegate(by=holder, stand_in=person, from_on=today, to_on=today, reason="出差")
    return person


def give_post(person: Person, post: Post) -> None:
    """The person has held the post since yesterday."""
    since = timezone.localdate() - timedelta(days=1)
    organization_services.begin_tenure(by=factories.system(), person=person, post=post, from_on=since)


def power_list(made: World, *, powers: int = 2, **fields: Any) -> PowerList:
    """A faultless draft list of the department, filed by its filer."""
    working = power_factories.power_list(made.department, by=made.filer)
    for _number in range(powers):
        power(made, working, **fields)
    return working


def power(made: World, working: PowerList, **fields: Any) -> Power:
    """A faultless power: a basis, a responsible post, an internal chart."""
    fields.setdefault("responsible_post", factories.post(made.department))
    fields.setdefault("content", "对药品采购计划进行审批。")
    fields.setdefault("supervision_channels", "纪检监察室")
    filed = power_factories.power(working, by=made.filer, **fields)
    power_factories.with_flow(filed, post=fields["responsible_post"])
    return filed


def draft(made: World, **kwargs: Any) -> Submission:
    """A submission that waits for the head's signature."""
    power_list(made, **kwargs)
    return services.prepare(by=made.filer, department=made.department)


def signed(made: World, **kwargs: Any) -> Submission:
    """A submission the head has signed: it waits for the overseer."""
    return services.submit(by=made.head, submission=draft(made, **kwargs))


def leadership(made: World) -> Submission:
    """The leadership's submission of two leaders' settled points, which waits for the Party office."""
    register = risk_factories.leadership_register()
    for _number in range(2):
        post = factories.post(factories.root(), is_leadership=True)
        risk_factories.graded_point(register, post=post, indicator="每季度抽查")
    risk_factories.review(register)
    return services.prepare(by=made.office, department=factories.root(), is_leadership=True)


def with_a_power_of(made: World, person: Person) -> tuple[Submission, Power]:
    """A signed submission of two powers, of which one sits on a post that `person` holds in their own department."""
    working, own = power_list(made, powers=1), factories.post(person.department)
    give_post(person, own)
    about = power(made, working, responsible_post=own)
    prepared = services.prepare(by=made.filer, department=made.department)
    return services.submit(by=made.head, submission=prepared), about


def settle(made: World, submission: Submission, scope: str = "hospital") -> None:
    """党办's 公开属性 of every power in it."""
    lists = submission.items.filter(list_kind="powers").values("list_id")
    for each in Power.objects.filter(power_list__in=lists):
        disclosure_services.settle_scope(by=made.office, power=each, scope=scope)


def at(made: World, code: str, submission: Submission | None = None, **kwargs: Any) -> Submission:
    """A submission that has reached the stage `code`."""
    submission = submission or signed(made, **kwargs)
    verdicts = {"overseer": "agree", "office": "agree", "discipline": "no_objection"}
    for stage in UPWARD:
        if submission.stage.code == code:
            return submission
        if submission.stage.code != stage:
            continue
        if stage == "office":
            settle(made, submission)
        submission = services.decide(by=getattr(made, stage), submission=submission, verdict=verdicts[stage])
    return submission


def planned(
    made: World, submissions: Submission | Iterable[Submission] = (), *, by: Person | None = None, **fields: Any
) -> Meeting:
    """An urgent meeting today with one item for each submission."""
    by = by or made.office
    fields = {"held_on": timezone.localdate(), "matter": "ordinary", "urgent_reason": "年度清单须按期审定", **fields}
    fields.setdefault("number", f"党委会〔2026〕{Meeting.objects.count() + 1}号")
    meeting = services.plan_meeting(by=by, place="行政楼三楼会议室", **fields)
    for submission in [submissions] if isinstance(submissions, Submission) else submissions:
        services.add_item(by=by, meeting=meeting, title=f"审定{submission}", submissions=[submission])
    return meeting


def in_session(
    made: World,
    submissions: Submission | Iterable[Submission],
    *,
    by: Person | None = None,
    absent: Collection[Person] = (),
    **fields: Any,
) -> Meeting:
    """A meeting that has begun, with everybody there but those named."""
    by = by or made.office
    meeting = services.call_meeting(by=by, meeting=planned(made, submissions, by=by, **fields))
    called = {*meeting.attendances.values_list("person", flat=True)}
    present = called - {person.pk for person in absent}
    return services.open_meeting(by=by, meeting=meeting, chair=made.chair, present=present)


def begun(made: World, submission: Submission, **fields: Any) -> AgendaItem:
    """The first item of a meeting that has begun, being taken."""
    meeting = in_session(made, submission, **fields)
    return services.begin_item(by=made.office, item=meeting.items.order_by("position")[0])


def vote(
    made: World, ballot: Ballot, choice: str = "agree", *, by: Person | None = None, but: dict[int, str] | None = None
) -> Ballot:
    """Everyone who may votes alike, but those named by id."""
    choices = {**dict.fromkeys(rules.voters(ballot), choice), **(but or {})}
    reason = "" if {*choices.values()} == {"agree"} else "请补充依据"
    return services.record_votes(by=by or made.office, ballot=ballot, choices=choices, reason=reason)


VOTES = {"agree": "agree", "reject": "against", "return": "agree", "postpone": "postpone"}


def resolve(
    made: World,
    submissions: Submission | Iterable[Submission],
    verdict: str = "agree",
    *,
    by: Person | None = None,
    **fields: Any,
) -> Meeting:
    """The committee meets today, resolves alike on each and ends; `return` turns one row down."""
    by = by or made.office
    meeting = in_session(made, submissions, by=by, **fields)
    for item in meeting.items.order_by("position"):
        services.begin_item(by=by, item=item)
        if verdict == "return":
            row = SubmissionRow.objects.filter(item__submission__agenda_entries__item=item).order_by("pk")[0]
            services.vote_apart(by=by, item=item, rows=[row])
        apart = item.ballots.filter(scope="rows").order_by("position").first() if verdict == "return" else None
        for ballot in item.ballots.filter(result="").order_by("position"):
            vote(made, ballot, "against" if ballot == apart else VOTES[verdict], by=by)
    return services.close_meeting(by=by, meeting=meeting)


def passed(made: World, **kwargs: Any) -> Submission:
    """A submission whose lists came into force."""
    submission = at(made, "committee", **kwargs)
    resolve(made, submission)
    submission.refresh_from_db()
    return submission


def fresh(thing: Any) -> Any:
    """The thing as the database has it now."""
    thing.refresh_from_db()
    return thing
