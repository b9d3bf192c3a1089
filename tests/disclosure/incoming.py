"""What the public sends in, for tests: inserted as the public face does, with keys and hashes of its own."""

import hashlib
import uuid
from datetime import date, timedelta
from typing import Any

from django.utils import timezone

from disclosure.models import Rating, SlipBatch, Suggestion, SuggestionFile
from disclosure.services import handling, slips
from organization import queries as organization_queries
from organization.models import Department, Person
from organization.roles import Action, Role
from tests import factories
from tests.supervision import factories as supervision_factories

TEXT = "门诊退费十二天还没有到账，窗口说等财务。"
NAME, CONTACT = "标记称呼甲", "标记联系方式13900001111"
ANSWER = "退费原路返回，七个工作日内到账；超过的请持缴费凭证到收费处查询。"


def suggestion(**fields: Any) -> Suggestion:
    """One that waits to be taken in, due in fifteen days, with who wrote and how to reach them."""
    fields.setdefault("kind", "suggestion")
    fields.setdefault("text", TEXT)
    fields.setdefault("name", NAME)
    fields.setdefault("contact", CONTACT)
    fields.setdefault("received_at", timezone.now())
    fields.setdefault("due_on", timezone.localdate() + timedelta(days=15))
    hashes = {name: hashlib.sha256(uuid.uuid4().bytes).hexdigest() for name in ("code_hash", "token_hash")}
    return Suggestion.objects.create(**hashes, **fields)


def file(of: Suggestion, *, name: str = "缴费凭证.pdf", data: bytes = b"%PDF-1.7 marked") -> SuggestionFile:
    sha256 = hashlib.sha256(data).hexdigest()
    return SuggestionFile.objects.create(
        suggestion=of, name=name, content_type="application/pdf", size=len(data), sha256=sha256, data=data
    )


def office() -> Person:
    """党办, in a department of its own."""
    return supervision_factories.keeper()


def discipline() -> Person:
    return supervision_factories.supervisor()


def filer(where: Department) -> Person:
    return factories.holder(Role.FILER, where)


def with_filer(where: Department | None = None) -> Department:
    """A department that somebody files for."""
    where = where or factories.department()
    if not organization_queries.holders(Action.FILE, where).exists():
        filer(where)
    return where


def assigned(where: Department | None = None, *, by: Person | None = None, **fields: Any) -> Suggestion:
    """Assigned to a department with somebody who files for it."""
    made = suggestion(**fields)
    handling.assign_suggestion(by=by or office(), suggestion=made, department=with_filer(where))
    return fresh(made)


def drafted(where: Department | None = None, *, by: Person | None = None, **fields: Any) -> Suggestion:
    """With a department's draft."""
    where = where or factories.department()
    made = assigned(where, by=by, **fields)
    handling.draft_answer(by=filer(where), suggestion=made, answer=ANSWER)
    return fresh(made)


def secrecy() -> Person:
    """保密审查员 of the whole hospital."""
    return factories.holder(Role.SECRECY_REVIEWER)


def settled(where: Department | None = None, *, by: Person | None = None, **fields: Any) -> Suggestion:
    """With an answer that is to be public, for 保密审查 to look at."""
    by = by or office()
    made = drafted(where, by=by, is_public_allowed=True, **fields)
    public = {"title": "关于退费到账时间的答复", "question": "退费多久到账？"}
    handling.answer_suggestion(by=by, suggestion=made, text=ANSWER, is_public=True, **public)
    return fresh(made)


def answered(where: Department | None = None, *, by: Person | None = None, is_public: bool = False, **fields: Any):
    """Settled, in public where asked for."""
    by = by or office()
    if is_public:
        made = settled(where, by=by, **fields)
        handling.clear_answer(by=secrecy(), suggestion=made)
        return fresh(made)
    made = drafted(where, by=by, **fields)
    handling.answer_suggestion(by=by, suggestion=made, text=ANSWER)
    return fresh(made)


def correcting(where: Department | None = None, *, by: Person | None = None, **fields: Any) -> Suggestion:
    """A public answer with a correction that 保密审查 looks at."""
    by = by or office()
    made = answered(where, by=by, is_public=True, **fields)
    public = {"title": "关于退费到账时间的答复", "question": "退费多久到账？", "is_public": True}
    handling.correct_answer(by=by, suggestion=made, text="十个工作日内到账。", reason="时限写错", **public)
    return fresh(made)


def refused(*, by: Person | None = None, **fields: Any) -> Suggestion:
    made = suggestion(**fields)
    handling.refuse_suggestion(by=by or office(), suggestion=made, text="请向医保部门咨询。")
    return fresh(made)


def fresh(made: Suggestion) -> Suggestion:
    return Suggestion.objects.select_related("handling").get(pk=made.pk)


def batch(where: Department | None = None, *, by: Person | None = None, **fields: Any) -> SlipBatch:
    """Twenty slips of a department."""
    fields.setdefault("count", 20)
    fields.setdefault("expires_on", timezone.localdate() + timedelta(days=90))
    return slips.add_batch(by=by or office(), department=where or factories.department(), **fields)


def rate(batch: SlipBatch, *levels: str, reason: str = "") -> None:
    """As many ratings as levels, with the next numbers of the batch."""
    start = batch.ratings.count() + 1
    for number, level in enumerate(levels, start):
        Rating.objects.create(batch=batch, number=number, level=level, reason=reason, rated_on=timezone.localdate())


def in_days(days: int) -> date:
    return timezone.localdate() + timedelta(days=days)


def rows(client: Any, address: str) -> list[Any]:
    """What the list at the address shows."""
    return [row.thing for row in client.get(address).context["page"].rows]
