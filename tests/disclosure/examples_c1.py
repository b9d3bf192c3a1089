"""Arguments of the addresses on which the public answers back."""

from datetime import timedelta

from django.utils import timezone

from disclosure.calculations import slips
from disclosure.models import SlipBatch
from organization.models import Department
from tests.arguments import Examples, person


def arguments() -> Examples:
    """A slip of a batch in use, the demo's or one made here."""
    batch = SlipBatch.objects.filter(is_closed=False).order_by("pk").first() or SlipBatch.objects.create(
        department=Department.objects.get(code="D11"),
        title="门诊收费窗口",
        count=10,
        expires_on=timezone.localdate() + timedelta(days=30),
        made_by=person("office"),
    )
    return {"disclosure:rate_slip": {"code": slips.make(batch.pk, batch.count)}}
