"""What was approved of a power, and what its page shows otherwise today."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from approvals import queries as approvals_queries
from core.states import ListState
from organization.models import Person
from powers.models import Power
from powers.queries import contents, lists
from powers.states import BasisStatus


def approval_of(by: Person, power: Power, *, parts: Mapping[str, Any]) -> approvals_queries.Approval | None:
    """How the power as its page shows it stands to what was approved; `parts` as for `contents.content_as_shown`."""
    shown = power.power_list
    repealed = [_("《%(title)s》已废止") % {"title": basis.title} for basis in _repealed(parts["bases"])]
    drafts = lists.lists_for(by).filter(department=shown.department_id, state__in=ListState.working()).order_by("-id")
    return approvals_queries.approval_of(
        shown,
        kind="powers",
        rows={str(power.lineage_id): contents.content_as_shown(power, parts=parts)},
        drafts=drafts,
        notes=repealed,
    )


def _repealed(bases: list[Any]) -> list[Any]:
    return [basis for basis in bases if basis.status == BasisStatus.REPEALED]
