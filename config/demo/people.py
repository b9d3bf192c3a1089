"""The demo's people: holders of posts get logins and roles; all are named by their post."""

from dataclasses import dataclass, field
from datetime import date

from django.conf import settings
from django.utils import timezone

from organization import queries, services
from organization.models import Department, Person, Post
from organization.roles import Role
from organization.states import BodyKind, PersonKind

LOGINS = {
    "chair": "G0101",
    "member1": "G0102",
    "member2": "G0201",
    "leader": "G0301",
    "member3": "G0302",
    "overseer": "G0303",
    "member4": "G0304",
    "member5": "G0305",
    "member6": "G0306",
    "office": "G0401",
    "discipline": "G0501",
    "secrecy": "G0702",
    "head": "G1101",
    "filer": "G1102",
}
"""Login → the post its person holds."""
ADMINISTRATORS = {"sysadmin": Role.SYSADMIN, "secadmin": Role.SECADMIN, "auditor": Role.AUDITOR}
ADMINISTRATOR_NAMES = {"sysadmin": "系统管理员", "secadmin": "安全管理员", "auditor": "审计管理员"}
PARTY_MEMBERS = ("chair", "leader", "office", "discipline", "head", *(f"member{n}" for n in range(1, 7)), "overseer")
LEADERS = ("chair", "leader", "overseer", *(f"member{n}" for n in range(1, 7)))


@dataclass
class People:
    """Who does what in the demo."""

    by_login: dict[str, Person]
    heads: dict[str, Person] = field(default_factory=dict)
    """Department code → its head."""
    filers: dict[str, Person] = field(default_factory=dict)
    """Department code → who files for it."""

    def __getitem__(self, login: str) -> Person:
        return self.by_login[login]


def settle_in() -> People:
    """Give logins to holders of posts, grant roles, seat the bodies."""
    system = queries.system_actor()
    people = People({login: _login(system, login, code) for login, code in LOGINS.items()})
    for login, role in ADMINISTRATORS.items():
        people.by_login[login] = services.open_account(
            by=system,
            username=login,
            name=ADMINISTRATOR_NAMES[login],
            password=settings.DEMO_PASSWORD,
            must_change_password=False,
        )
        services.grant(by=system, person=people[login], role=role, department=queries.root())
    _grant_offices(system, people)
    _grant_departments(system, people)
    _seat_bodies(system, people)
    return people


def _login(system: Person, login: str, code: str) -> Person:
    holder = _holder(code)
    return services.give_login(
        by=system,
        person=holder,
        username=login,
        password=settings.DEMO_PASSWORD,
        is_party_member=login in PARTY_MEMBERS,
    )


def _holder(code: str) -> Person:
    return Person.objects.get(tenures__post__code=code, tenures__to_on__isnull=True)


def _grant_offices(system: Person, people: People) -> None:
    root = queries.root()
    offices = {
        "office": Role.PARTY_OFFICE,
        "secrecy": Role.SECRECY_REVIEWER,
        "discipline": Role.DISCIPLINE,
        "chair": Role.COMMITTEE_CHAIR,
    }
    for login, role in offices.items():
        services.grant(by=system, person=people[login], role=role, department=root)
    for login in LEADERS:
        services.grant(by=system, person=people[login], role=Role.LEADERSHIP, department=root)
        if login != "chair":
            services.grant(by=system, person=people[login], role=Role.COMMITTEE_MEMBER, department=root)


def _grant_departments(system: Person, people: People) -> None:
    """The first post of a department heads it, the second files; its overseeing post's holder oversees it."""
    for department in Department.objects.select_related("overseer_post").order_by("code"):
        posts = list(Post.objects.filter(department=department).order_by("code"))
        if not posts:
            continue
        head = _holder(posts[0].code)
        filer = _holder(posts[1].code) if len(posts) > 1 and not posts[1].is_leadership else head
        people.heads[department.code], people.filers[department.code] = head, filer
        services.grant(by=system, person=head, role=Role.DEPARTMENT_HEAD, department=department)
        if filer != head:
            services.grant(by=system, person=filer, role=Role.FILER, department=department)
        if department.overseer_post:
            overseer = _holder(department.overseer_post.code)
            services.grant(by=system, person=overseer, role=Role.OVERSEER, department=department)


def _seat_bodies(system: Person, people: People) -> None:
    since = date(2024, 1, 8)
    bodies = {
        BodyKind.PARTY_COMMITTEE: ("江州市第一人民医院党委", "chair", LEADERS),
        BodyKind.DISCIPLINE_COMMITTEE: ("江州市第一人民医院纪委", "member2", ("member2", "discipline")),
        BodyKind.LEADING_GROUP: ("廉洁风险防控领导小组", "chair", LEADERS),
        BodyKind.LEADING_GROUP_OFFICE: ("领导小组办公室（设在党委办公室）", "office", ("office", "discipline")),
    }
    for kind, (name, chair, members) in bodies.items():
        body = services.open_body(by=system, kind=kind, name=name, founded_on=since)
        for login in members:
            duty = "chair" if login == chair else "member"
            services.begin_membership(by=system, body=body, person=people[login], duty=duty, from_on=since)


def has_demo() -> bool:
    """Are the demo's people here?"""
    return Person.objects.filter(username="chair", kind=PersonKind.LOGIN).exists()


def renew_passwords() -> None:
    """The logins were given in the demo's past; their passwords count as set today, or all would be due."""
    Person.objects.filter(kind=PersonKind.LOGIN).update(password_changed_at=timezone.now())
