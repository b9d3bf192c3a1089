"""What supervision adds to the chain band of a risk point and of a measure: 问题, with their number."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from controls.models import Measure
from organization.models import Person
from risks.models import RiskPoint
from supervision.queries import findings


def chain_links(thing: Any, by: Person) -> list[dict[str, Any]]:
    """The link 问题 of a risk point or a measure, in whatever edition, where `by` sees any; nothing for other things."""
    if isinstance(thing, RiskPoint):
        found, name = findings.findings_on(by, points=[thing.lineage_id]), "point"
    elif isinstance(thing, Measure):
        found, name = findings.findings_on(by, measures=[thing.lineage_id]), "measure"
    else:
        return []
    count = found.distinct().count()
    url = f"{reverse('supervision:findings')}?{name}={thing.code}"
    return [{"label": _("问题"), "url": url, "count": count}] if count else []
