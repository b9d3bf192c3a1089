"""Occasions on which an item is due, and what met them."""

from django.db import transaction
from django.utils import timezone

from core import services as core_services
from disclosure.models import DueDisclosure, Publication
from organization import queries as organization_queries


@transaction.atomic
def meet(*, due: DueDisclosure, publication: Publication) -> DueDisclosure:
    """The publication is what was due; met once, it stays met by the first."""
    locked = DueDisclosure.objects.select_for_update().get(pk=due.pk)
    if locked.met_by_id is None and not locked.waived_reason:
        locked.met_by, locked.met_on = publication, timezone.localdate(publication.published_at)
        core_services.save(locked, organization_queries.system_actor())
    return locked
