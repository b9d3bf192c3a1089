"""公开属性 by 党办 and the secrecy reviewer's opinion, row by row."""

from collections.abc import Iterable, Mapping

from django.db import transaction
from django.utils import timezone

from core import services as core_services
from disclosure import rules
from disclosure.models import DisclosureReview
from organization.models import Person
from powers.models import Power


@transaction.atomic
def settle_scope(*, by: Person, power: Power, scope: str, reason: str = "") -> DisclosureReview:
    """党办 settles who may see the power; a changed scope takes an earlier secrecy opinion back."""
    rules.settle_scope(by, power)
    review = DisclosureReview.objects.select_for_update().filter(power=power).first() or DisclosureReview(power=power)
    if review.pk and review.scope != scope:
        review.secrecy_verdict, review.secrecy_reason = "", ""
        review.secrecy_by, review.secrecy_at = None, None
    review.scope, review.scope_reason = scope, reason
    review.scope_by, review.scope_at = by, timezone.now()
    core_services.save(review, by)
    _record(by, "disclosure.settle_scope", power, {"scope": scope, "reason": reason})
    return review


@transaction.atomic
def settle_scopes(*, by: Person, scopes: Mapping[Power, str]) -> int:
    """Settle many at once; those already settled so stay untouched. Returns how many were written."""
    settled = dict(DisclosureReview.objects.filter(power__in=scopes).values_list("power_id", "scope"))
    changed = {power: scope for power, scope in scopes.items() if settled.get(power.pk) != scope}
    for power, scope in changed.items():
        settle_scope(by=by, power=power, scope=scope)
    return len(changed)


@transaction.atomic
def give_secrecy_opinion(*, by: Person, power: Power, verdict: str, reason: str = "") -> DisclosureReview:
    """The secrecy reviewer says whether the power may be published; without it nothing is public."""
    review = DisclosureReview.objects.select_for_update().filter(power=power).first()
    review = rules.give_secrecy_opinion(by, power, review)
    review.secrecy_verdict, review.secrecy_reason = verdict, reason
    review.secrecy_by, review.secrecy_at = by, timezone.now()
    core_services.save(review, by)
    _record(by, "disclosure.give_secrecy_opinion", power, {"verdict": verdict, "reason": reason})
    return review


@transaction.atomic
def give_secrecy_opinions(*, by: Person, powers: Iterable[Power], verdict: str, reason: str = "") -> int:
    """One opinion on several powers, all or none; returns how many."""
    return sum(bool(give_secrecy_opinion(by=by, power=power, verdict=verdict, reason=reason)) for power in powers)


def _record(by: Person, verb: str, power: Power, details: dict) -> None:
    core_services.record(
        by=by,
        verb=verb,
        subject=power,
        code=power.code,
        department_code=power.power_list.department.code,
        details=details,
    )
