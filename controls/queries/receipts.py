"""签收: who signed for their post's part of a table in force, who has not, which posts are vacant."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import (
    Case,
    CharField,
    Count,
    Exists,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.utils import timezone
from django.utils.translation import gettext as _

from controls import calculations
from controls.models import ControlTable, TableReceipt
from controls.queries import tables
from controls.states import ReceiptState
from core.models import Attachment, AuditEvent
from core.registry import Breach, Task, TaskGroup
from core.states import ListState
from organization import queries as organization_queries
from organization.models import Person, Post, Tenure
from organization.states import PersonKind
from risks import queries as risk_queries
from risks.models import RiskPoint

CHUNK = 200
SCAN_SUBJECT = "controls.tablereceipt"
VERBS = ("controls.sign_table", "controls.record_paper_receipt")


@dataclass
class PostReceipts:
    """One post of a table: each holder of today with their receipt or None, and receipts of those who left since."""

    post: Post
    holders: list[tuple[Tenure, TableReceipt | None]] = field(default_factory=list)
    former: list[TableReceipt] = field(default_factory=list)

    @property
    def told(self) -> list[tuple[str, date]]:
        """Name and day of each receipt, of whoever holds the post or held it then."""
        kept = [*(receipt for _tenure, receipt in self.holders if receipt), *self.former]
        return [(receipt.person.name, receipt.signed_on) for receipt in kept]

    @property
    def is_signed(self) -> bool:
        """Has everybody who holds it signed? Not so while it is vacant."""
        return bool(self.holders) and all(receipt for _tenure, receipt in self.holders)


def posts_in(table: ControlTable) -> QuerySet[Post]:
    """Posts with rows in the table, which sign for their part of it."""
    rows = RiskPoint.objects.filter(register=table.register_id, post=OuterRef("pk"))
    return Post.objects.filter(Exists(rows)).select_related("department").order_by("code", "id")


def receipts_by_post(table: ControlTable) -> list[PostReceipts]:
    """The table's posts by code with who signed and who has not; three queries."""
    found = {post.pk: PostReceipts(post) for post in posts_in(table)}
    left: dict[tuple[int, int], TableReceipt] = {
        (receipt.post_id, receipt.person_id): receipt
        for receipt in table.receipts.select_related("person", "recorded_by", "post__department").order_by(
            "signed_on", "id"
        )
    }
    for tenure in organization_queries.running_tenures().filter(post__in=list(found)):
        found[tenure.post_id].holders.append((tenure, left.pop((tenure.post_id, tenure.person_id), None)))
    for receipt in left.values():
        found.setdefault(receipt.post_id, PostReceipts(receipt.post)).former.append(receipt)
    return list(found.values())


def receipt_counts(by: Person, table: ControlTable) -> dict[str, int]:
    """How many are to sign for the table in force (`due`), have `signed`, and of those who have not, are `by` (`mine`);
    one query, none for a table that is not in force."""
    if table.state != ListState.IN_FORCE:
        return {}
    rows = RiskPoint.objects.filter(register=table.register_id, post=OuterRef("post"))
    kept = TableReceipt.objects.filter(table=table, post=OuterRef("post"), person=OuterRef("person"))
    signers = Tenure.objects.on(timezone.localdate()).filter(Exists(rows)).annotate(is_signed=Exists(kept))
    return signers.aggregate(
        due=Count("pk"),
        signed=Count("pk", filter=Q(is_signed=True)),
        mine=Count("pk", filter=Q(is_signed=False, person=by)),
    )


def own_posts_to_sign(by: Person, table: ControlTable) -> list[Post]:
    """Posts of the table that `by` holds and has not signed for."""
    kept = TableReceipt.objects.filter(table=table, post=OuterRef("pk"), person=by)
    held = organization_queries.posts_held(by).order_by().values("pk")
    return list(posts_in(table).filter(~Exists(kept), pk__in=held))


def table_to_sign(by: Person, pk: int) -> ControlTable | None:
    """The table with `pk`, where `by` may see it or holds a post with rows in it while it is in force; else None."""
    own = RiskPoint.objects.filter(register=OuterRef("register"), post__in=_posts(by).values("pk"))
    seen = tables.seen(by) | Q(Exists(own), organization_queries.is_business(by), state=ListState.IN_FORCE)
    return ControlTable.objects.filter(seen, pk=pk).select_related("department", "register").first()


def _posts(by: Person) -> QuerySet[Post]:
    return organization_queries.posts_held(by).order_by()


def table_of_receipts(by: Person, pk: int) -> ControlTable | None:
    """A table all of whose receipts `by` may see: who sees the whole table."""
    was = ControlTable.objects.filter(risk_queries.seen_through_register(by), state__in=ListState.was_in_force())
    return was.filter(pk=pk).select_related("department", "register").first()


def _seen_in_force(by: Person) -> QuerySet[ControlTable]:
    return ControlTable.objects.filter(risk_queries.seen_through_register(by), state=ListState.IN_FORCE)


def receipts_shown(by: Person, *, table_id: int | None = None) -> QuerySet[Any]:
    """Who holds a post with rows in a table in force, with `table_id`, `receipt_state`, `signed_on`, `is_on_paper`: of the
    tables `by` sees whole, and their own."""
    seen = Q(register__tables__in=_seen_in_force(by).values("pk"))
    own = Q(post__in=_posts(by).values("pk")) & organization_queries.is_business(by)
    rows = RiskPoint.objects.filter(post=OuterRef("post"), register__tables__state=ListState.IN_FORCE)
    if table_id is not None:
        rows = rows.filter(register__tables=table_id)
    of_table = Subquery(rows.order_by().values("register__tables")[:1])
    kept = TableReceipt.objects.filter(table=OuterRef("table_id"), post=OuterRef("post"), person=OuterRef("person"))
    found = Tenure.objects.on(timezone.localdate()).filter(
        Exists(rows.filter(seen)) | Q(Exists(rows.filter(own)), person=by)
    )
    found = found.annotate(table_id=of_table)
    found = found.annotate(
        signed_on=Subquery(kept.values("signed_on")[:1]), is_on_paper=Subquery(kept.values("is_on_paper")[:1])
    )
    return found.annotate(receipt_state=_state()).select_related("person", "post__department")


def _state() -> Case:
    return Case(
        When(signed_on__isnull=False, then=Value(str(ReceiptState.SIGNED))),
        default=Value(str(ReceiptState.UNSIGNED)),
        output_field=CharField(),
    )


def receipt_totals(by: Person, *, table_id: int | None = None) -> dict[str, int]:
    """Of all `receipts_shown` how many are `signed` and not (`unsigned`); how many posts of these tables are `vacant`."""
    shown = receipts_shown(by, table_id=table_id).aggregate(
        signed=Count("pk", filter=Q(receipt_state=ReceiptState.SIGNED)),
        unsigned=Count("pk", filter=Q(receipt_state=ReceiptState.UNSIGNED)),
    )
    asked = _seen_in_force(by).filter(pk=table_id) if table_id is not None else _seen_in_force(by)
    rows = RiskPoint.objects.filter(post=OuterRef("pk"), register__tables__in=asked.values("pk"))
    running = organization_queries.running_tenures().order_by().filter(post=OuterRef("pk"))
    return {**shown, "vacant": Post.objects.filter(Exists(rows), ~Exists(running)).count()}


def paper_signers(table: ControlTable) -> QuerySet[Tenure]:
    """Tenures of the table's posts whose holders have no login and whose signature is not recorded yet."""
    kept = TableReceipt.objects.filter(table=table, post=OuterRef("post"), person=OuterRef("person"))
    found = Tenure.objects.on(timezone.localdate()).filter(
        ~Exists(kept), post__in=posts_in(table).order_by().values("pk")
    )
    without = found.filter(person__kind=PersonKind.HOLDER).select_related("person", "post__department")
    return without.order_by("post__code", "person__name", "id")


def receipt_tasks(by: Person) -> TaskGroup:
    """Tables in force with rows of a post `by` holds that `by` has not signed for, in one query."""
    kept = TableReceipt.objects.filter(table=OuterRef(OuterRef("pk")), post=OuterRef("post"), person=by)
    open_rows = RiskPoint.objects.filter(~Exists(kept), register=OuterRef("register"), post__in=_posts(by).values("pk"))
    found = ControlTable.objects.filter(Exists(open_rows), state=ListState.IN_FORCE).select_related("department")
    tasks = tuple(
        Task(
            what=_("签收岗位权力风险防控一览表：%(edition)s") % {"edition": table.edition},
            who=_("班子成员") if table.is_leadership else str(table.department),
            url=table.sign_url,
            since=table.in_force_at,
        )
        for table in found.order_by("in_force_at", "id")
    )
    return TaskGroup(_("待签收的一览表"), tasks)


def scans_of(table: ControlTable) -> dict[int, int]:
    """Receipt → its scanned sheet, for the table's receipts on paper; one query."""
    papers = table.receipts.exclude(scan_sha256="").values_list("pk", flat=True)
    kept = Attachment.objects.filter(subject_type=SCAN_SUBJECT, subject_id__in=[str(pk) for pk in papers])
    return {int(subject): pk for pk, subject in kept.values_list("pk", "subject_id")}


def may_read_scan(attachment: Attachment, by: Person) -> bool:
    """Who sees the receipts of the table."""
    receipt = TableReceipt.objects.filter(pk=attachment.subject_id).first()
    return receipt is not None and table_of_receipts(by, receipt.table_id) is not None


def receipt_breaches(checked: Callable[[], None]) -> Iterator[Breach]:
    """Receipts altered, taken out or put in, each with its person: against the event that told of it."""
    told = AuditEvent.objects.filter(verb__in=VERBS).order_by("sequence")
    events = {event.subject_id: event for event in told.iterator(chunk_size=CHUNK)}
    kept = TableReceipt.objects.select_related("post", "person").order_by("pk")
    for receipt in kept.iterator(chunk_size=CHUNK):
        checked()
        place = _("%(post)s（%(person)s）的签收") % {"post": receipt.post, "person": receipt.person}
        event = events.pop(str(receipt.pk), None)
        if event is None:
            yield Breach(place, _("在审计记录里没有：不是经系统作出的"))
        elif event.details["facts"] != calculations.receipt_facts(receipt):
            yield Breach(place, _("被改过：与审计记录第 %(number)d 条不符") % {"number": event.sequence})
    for event in events.values():
        place = _("第 %(number)s 号签收（%(code)s）") % {"number": event.subject_id, "code": event.subject_code}
        yield Breach(place, _("不在了：审计记录第 %(number)d 条记有它") % {"number": event.sequence})
