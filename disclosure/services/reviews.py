"""公开属性 by 党办 and the secrecy reviewer's opinion, row by row, each on the text as it is frozen."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from core import services as core_services
from core.rules import Stale
from disclosure import queries, rules
from disclosure.models import DisclosureReview
from organization.models import Person
from powers.models import Power, PowerList


@transaction.atomic
def settle_scope(*, by: Person, power: Power, scope: str, reason: str = "") -> DisclosureReview:
    """党办 settles who may see the power; a changed scope or text takes an earlier secrecy opinion back."""
    (line,) = _lock([power])
    return _settle(line, by=by, scope=scope, reason=reason)


@transaction.atomic
def settle_scopes(*, by: Person, scopes: Mapping[Power, str], seen: Mapping[Power, str] | None = None) -> int:
    """Settle many at once; those already settled so stay untouched. Returns how many were written.

    Raises `Stale` when one to be written is not what the form saw (`queries.Line.seen`).
    """
    changed = [line for line in _lock(scopes) if not _is_settled(line, scopes[line.power])]
    _refuse_stale(changed, seen)
    return len([_settle(line, by=by, scope=scopes[line.power]) for line in changed])


@transaction.atomic
def give_secrecy_opinion(*, by: Person, power: Power, verdict: str, reason: str = "") -> DisclosureReview:
    """The secrecy reviewer says whether the power may be published; without it nothing is public."""
    (line,) = _lock([power])
    return _opine(line, by=by, verdict=verdict, reason=reason)


@transaction.atomic
def give_secrecy_opinions(
    *, by: Person, powers: Iterable[Power], verdict: str, reason: str = "", seen: Mapping[Power, str] | None = None
) -> int:
    """One opinion on several powers, all or none; returns how many.

    Raises `Stale` when one of them is not what the form saw (`queries.Line.seen`).
    """
    lines = _lock(powers)
    _refuse_stale(lines, seen)
    return len([_opine(line, by=by, verdict=verdict, reason=reason) for line in lines])


@transaction.atomic
def follow_frozen(submission: Any, *, by: Person) -> int:
    """Hold reviews of an earlier round against what the submission froze; returns how many no longer stand.

    Called inside the transaction of submitting. The trail names their codes.
    """
    item = submission.items.filter(list_kind="powers").first()
    if item is None:
        return 0
    frozen = queries.frozen_hashes([item.list_id])
    reviews = list(DisclosureReview.objects.filter(power__power_list=item.list_id).select_related("power"))
    for review in reviews:
        review.frozen_hash = frozen[str(review.power.lineage_id)]
    DisclosureReview.objects.bulk_update(reviews, ["frozen_hash"], batch_size=500)
    changed = sorted(review.power.code for review in reviews if review.content_hash != review.frozen_hash)
    if changed:
        core_services.record(
            by=by,
            verb="disclosure.follow_frozen",
            subject=submission,
            code=submission.department.code,
            department_code=submission.department.code,
            details={"changed": changed},
        )
    return len(changed)


def _lock(powers: Iterable[Power]) -> list[queries.Line]:
    """The powers as they are now, their lists locked: who comes second sees what the first wrote."""
    asked = list(powers)
    lists = PowerList.objects.select_for_update().filter(pk__in={power.power_list_id for power in asked})
    list(lists.order_by("pk"))
    return queries.lines_of(Power.objects.filter(pk__in=[power.pk for power in asked]))


def _refuse_stale(lines: Iterable[queries.Line], seen: Mapping[Power, str] | None) -> None:
    for line in lines:
        if seen is not None and seen.get(line.power) != line.seen:
            text = _("您打开页面之后，“%(power)s”的内容或公开属性已有改动，没有提交。请看过改动后再办。")
            url = reverse("disclosure_desk:review", args=[line.power.power_list_id])
            raise Stale(text % {"power": line.power}, url=url)


def _is_settled(line: queries.Line, scope: str) -> bool:
    return line.is_standing and line.review is not None and line.review.scope == scope


def _settle(line: queries.Line, *, by: Person, scope: str, reason: str = "") -> DisclosureReview:
    rules.settle_scope(by, line.power)
    review = line.review or DisclosureReview(power=line.power)
    if not _is_settled(line, scope):
        review.secrecy_verdict, review.secrecy_reason = "", ""
        review.secrecy_by, review.secrecy_at = None, None
    review.scope, review.scope_reason = scope, reason
    review.scope_by, review.scope_at = by, timezone.now()
    review.content_hash = review.frozen_hash = line.frozen_hash
    core_services.save(review, by)
    _record(by, "disclosure.settle_scope", line.power, {"scope": scope, "reason": reason})
    return review


def _opine(line: queries.Line, *, by: Person, verdict: str, reason: str) -> DisclosureReview:
    review = rules.give_secrecy_opinion(by, line.power, line.review, frozen_hash=line.frozen_hash)
    review.secrecy_verdict, review.secrecy_reason = verdict, reason
    review.secrecy_by, review.secrecy_at = by, timezone.now()
    core_services.save(review, by)
    _record(by, "disclosure.give_secrecy_opinion", line.power, {"verdict": verdict, "reason": reason})
    return review


def _record(by: Person, verb: str, power: Power, details: dict) -> None:
    core_services.record(
        by=by,
        verb=verb,
        subject=power,
        code=power.code,
        department_code=power.power_list.department.code,
        details=details,
    )
