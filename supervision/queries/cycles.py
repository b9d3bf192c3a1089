"""Years and their phases."""

from supervision.models import Cycle
from supervision.states.cycles import CycleState


def current_cycle() -> Cycle | None:
    """The year that is under way; the latest one where several are."""
    return Cycle.objects.filter(state=CycleState.OPEN).order_by("-year").first()
