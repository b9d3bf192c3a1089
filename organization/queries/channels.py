"""By which ways a person is told, and what did not arrive."""

from django.db.models import QuerySet

from organization.models import Channel, Delivery, Person
from organization.states import ChannelKind, DeliveryState


def hooks(by: Person) -> QuerySet[Channel]:
    """The robots of `by`."""
    return Channel.objects.filter(person=by, kind=ChannelKind.HOOK, removed_at__isnull=True).order_by("id")


def mail_channel(by: Person) -> Channel | None:
    """The mail of `by`, None while nothing was ever sent or switched there."""
    return Channel.objects.filter(person=by, kind=ChannelKind.EMAIL).first()


def hook(by: Person, pk: int) -> Channel | None:
    return hooks(by).filter(pk=pk).first()


def failures(by: Person) -> QuerySet[Delivery]:
    """What did not arrive at `by`: given up, or waiting to be tried again."""
    return failed_deliveries().filter(channel__person=by)


def failed_deliveries() -> QuerySet[Delivery]:
    """Deliveries that failed and have not arrived since, the latest first: whose, by which way, why; not what they say.

    For the system administrator, who sees no business.
    """
    found = Delivery.objects.exclude(error="").exclude(state=DeliveryState.SENT)
    return found.select_related("channel__person").defer("content").order_by("-made_at", "-id")


def failed_delivery(pk: int) -> Delivery | None:
    return failed_deliveries().filter(pk=pk).first()
