"""Whether published results still are what was published, and what stands is what the scores give."""

from collections.abc import Callable, Iterator

from django.utils.translation import gettext as _

from core.models import AuditEvent
from core.registry import Breach
from supervision.models import Appraisal, Score
from supervision.queries.appraisals import criteria_of
from supervision.queries.scores import is_as_published, reckon
from supervision.states.appraisals import AppraisalState


def appraisal_breaches(checked: Callable[[], None]) -> Iterator[Breach]:
    """Published scores, totals or criteria altered, against their hash and against what the trail tells of publishing."""
    told = AuditEvent.objects.filter(verb="supervision.publish_appraisal").order_by("sequence")
    hashes = {event.subject_id: event.details.get("sha256") for event in told.iterator()}
    found = Appraisal.objects.select_related("cycle").filter(state__in=AppraisalState.told()).order_by("pk")
    for appraisal in found.iterator():
        checked()
        if hashes.pop(str(appraisal.pk), "") != appraisal.sha256:
            yield Breach(str(appraisal), _("公布内容的校验值与审计记录里公布时的不符"))
        if not is_as_published(appraisal):
            yield Breach(str(appraisal), _("考核标准、得分或个人结果与公布时不符"))
        yield from _totals(appraisal)
    for pk in hashes:
        yield Breach(_("第 %(pk)s 号考核") % {"pk": pk}, _("审计记录里已公布，现在不是已公布的"))


def _totals(appraisal: Appraisal) -> Iterator[Breach]:
    """Totals and ranks that are not what the scores that count give."""
    standing = Score.objects.filter(result__appraisal=appraisal, replaced_at__isnull=True)
    results = list(appraisal.results.select_related("department").order_by("department__code"))
    reckoned = reckon(criteria_of(appraisal), results, standing)
    for each in results:
        total = reckoned.totals[each.pk]
        if (each.total, each.rank) != (total.value if total else None, reckoned.ranks.get(each.pk)):
            yield Breach(f"{appraisal} {each.department}", _("总分或名次与各项得分不符"))
