"""Lists and things of the organization. Departments, posts and bodies are no secret inside the hospital."""

from functools import reduce

from dateutil.relativedelta import relativedelta
from django.db.models import (
    Count,
    Exists,
    F,
    OuterRef,
    Prefetch,
    Q,
    QuerySet,
)
from django.utils import timezone

from core import calculations
from core.models import AuditEvent
from organization.models import (
    Body,
    CalendarDay,
    Delegation,
    Department,
    Membership,
    Notice,
    Person,
    Post,
    Relative,
    RoleGrant,
    Tenure,
)
from organization.roles import ADMINISTRATORS
from organization.states import PersonKind


def departments() -> QuerySet[Department]:
    """Departments that are not retired, in the order of the tree."""
    return Department.objects.active().order_by("path", "id")


def departments_listed(*, with_retired: bool = False) -> QuerySet[Department]:
    """Departments with their parent, overseer and counts of posts, in the order of the tree."""
    found = Department.objects.all() if with_retired else Department.objects.active()
    open_posts = Count("posts", filter=Q(posts__retired_on__isnull=True))
    return found.select_related("parent", "overseer_post").annotate(post_count=open_posts).order_by("path", "id")


def of_departments(rows: QuerySet, text: str) -> QuerySet:
    """Rows whose `department` every word of `text` finds: name, code, pinyin, initials."""
    terms = calculations.search_terms(text)
    return reduce(lambda found, term: found.filter(department__search_text__contains=term), terms, rows)


def department(code: str) -> Department | None:
    """One department by its code, retired ones too."""
    return departments_listed(with_retired=True).filter(code=code).first()


def is_department_name_taken(name: str, *, parent: Department | None, save: Department | None = None) -> bool:
    """Does another department than `save` under `parent` bear the name? Retired ones count."""
    same = Department.objects.filter(name=name, parent=parent)
    return (same.exclude(pk=save.pk) if save else same).exists()


def is_post_name_taken(name: str, *, department: Department, save: Post | None = None) -> bool:
    """Does another post than `save` of the department bear the name? Retired ones count."""
    same = Post.objects.filter(name=name, department=department)
    return (same.exclude(pk=save.pk) if save else same).exists()


def running_tenures() -> QuerySet[Tenure]:
    """Tenures of today with their people."""
    return Tenure.objects.on(timezone.localdate()).select_related("person").order_by("from_on", "id")


def posts(*, with_retired: bool = False) -> QuerySet[Post]:
    """Posts with their department and who holds them today (`holders`)."""
    found = Post.objects.all() if with_retired else Post.objects.active()
    holders = Prefetch("tenures", queryset=running_tenures(), to_attr="holders")
    return found.select_related("department").prefetch_related(holders).order_by("code", "id")


def post(code: str) -> Post | None:
    """One post by its code, retired ones too."""
    return posts(with_retired=True).filter(code=code).first()


def leadership_posts() -> QuerySet[Post]:
    return Post.objects.active().filter(is_leadership=True).order_by("code")


def posts_past_rotation() -> QuerySet[Post]:
    """Key posts somebody has held longer than the post's rotation limit (part 二(四), 轮岗)."""
    today = timezone.localdate()
    limits = Post.objects.filter(rotation_years__isnull=False).values_list("rotation_years", flat=True).distinct()
    is_past = Q(pk__in=[])
    for years in limits:
        is_past |= Q(post__rotation_years=years, from_on__lt=today - relativedelta(years=years))
    return Post.objects.filter(Exists(running_tenures().filter(is_past, post=OuterRef("pk"))))


def tenures_of(post: Post) -> QuerySet[Tenure]:
    """Everyone who ever held the post, the latest first."""
    return Tenure.objects.filter(post=post).select_related("person").order_by("-from_on", "-id")


def tenure(pk: int) -> Tenure | None:
    return Tenure.objects.select_related("person", "post").filter(pk=pk).first()


def people() -> QuerySet[Person]:
    """Active people, whether they log in or only hold a post."""
    return Person.objects.filter(is_active=True).exclude(kind=PersonKind.SYSTEM).order_by("name", "id")


def colleagues(by: Person) -> QuerySet[Person]:
    """People `by` may name as stand-in: active logins that are no administrators."""
    administrators = RoleGrant.objects.filter(user=OuterRef("pk"), role__in=ADMINISTRATORS)
    return people().filter(~Exists(administrators), kind=PersonKind.LOGIN).exclude(pk=by.pk)


def person(pk: int) -> Person | None:
    """A person, retired ones too; never the system's own actor."""
    return Person.objects.exclude(kind=PersonKind.SYSTEM).select_related("department").filter(pk=pk).first()


def tenures_held(person: Person) -> QuerySet[Tenure]:
    return Tenure.objects.filter(person=person).select_related("post__department").order_by("-from_on", "-id")


def accounts() -> QuerySet[Person]:
    """All logins, retired ones too."""
    return Person.objects.filter(kind=PersonKind.LOGIN).select_related("department").order_by("username", "id")


def grant_holders() -> QuerySet[Person]:
    """Active logins with their grants (`grants`)."""
    grants = RoleGrant.objects.select_related("content_object").order_by("role", "content_object__code", "id")
    found = accounts().filter(is_active=True)
    return found.prefetch_related(Prefetch("rolegrant_set", queryset=grants, to_attr="grants"))


def holders_of_role(role: str) -> QuerySet:
    """Ids of people who hold `role` anywhere."""
    return RoleGrant.objects.filter(role=role).values("user")


def bodies() -> QuerySet[Body]:
    """Bodies with how many sit in them today."""
    today = timezone.localdate()
    running = Q(memberships__from_on__lte=today) & (
        Q(memberships__to_on__isnull=True) | Q(memberships__to_on__gte=today)
    )
    return Body.objects.annotate(member_count=Count("memberships", filter=running)).order_by("id")


def body(pk: int) -> Body | None:
    return Body.objects.filter(pk=pk).first()


def memberships(body: Body) -> QuerySet[Membership]:
    """Everyone who ever sat in the body, those of today first."""
    return (
        Membership.objects.filter(body=body)
        .select_related("person")
        .order_by(F("to_on").desc(nulls_first=True), "duty", "from_on", "id")
    )


def membership(pk: int) -> Membership | None:
    return Membership.objects.select_related("body", "person").filter(pk=pk).first()


def calendar_days() -> QuerySet[CalendarDay]:
    return CalendarDay.objects.order_by("-day", "id")


def calendar_day(pk: int) -> CalendarDay | None:
    return CalendarDay.objects.filter(pk=pk).first()


def delegations(by: Person) -> QuerySet[Delegation]:
    """Stand-ins `by` named or is, the latest first."""
    found = Delegation.objects.filter(Q(holder=by) | Q(stand_in=by))
    return found.select_related("holder", "stand_in").order_by("-from_on", "-id")


def delegation(by: Person, pk: int) -> Delegation | None:
    return delegations(by).filter(pk=pk).first()


def relatives(by: Person) -> QuerySet[Relative]:
    """Posts of relatives that `by` declared and did not withdraw."""
    found = Relative.objects.filter(person=by, withdrawn_at__isnull=True)
    return found.select_related("post__department").order_by("declared_at", "id")


def relative(by: Person, pk: int) -> Relative | None:
    return relatives(by).filter(pk=pk).first()


def notices(by: Person) -> QuerySet[Notice]:
    """Messages of `by`, the latest first."""
    return Notice.objects.filter(person=by).order_by("-made_at", "-id")


def trail() -> QuerySet[AuditEvent]:
    """The audit trail without its values: who, when, verb, code and hash (product.md, Who sees what)."""
    return AuditEvent.objects.defer("details").order_by("-sequence")


def grants_of(person: Person) -> QuerySet[RoleGrant]:
    """Roles a person holds, each with its department."""
    return RoleGrant.objects.filter(user=person).select_related("content_object").order_by("role", "id")


def grant(pk: int) -> RoleGrant | None:
    return RoleGrant.objects.select_related("user", "content_object").filter(pk=pk).first()
