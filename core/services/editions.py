"""Moving edition lists through their states, counting their versions, and giving lineages their codes."""

import re
from collections.abc import Iterable
from typing import Any, TypeVar

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from core.models import EditionList, Lineage
from core.rules import Denied, Stale
from core.services import rows
from core.states import LIST_MOVES, ListEvent, ListState

ListT = TypeVar("ListT", bound=EditionList)
TRIES = 5


def lock_editable(model: type[ListT], list_id: int, *, version: int | None = None) -> ListT:
    """Lock a list whose rows are about to change and count the change.

    Raises `Denied` when it is under review or approved, `Stale` when `version` (from the form) is not the list's.
    """
    locked: Any = model.objects.select_for_update().get(pk=list_id)
    _must_be_editable(locked)
    if version is not None and version != locked.version:
        raise Stale(_("您打开页面之后，这份清单已被修改，请刷新后再改。"), url=locked.get_absolute_url())
    model.objects.filter(pk=list_id).update(version=F("version") + 1)
    locked.version += 1
    return locked


def lock_editable_lists(model: type[ListT], list_ids: Iterable[int]) -> dict[int, ListT]:
    """Lock several lists with their departments and count the change of each, as `lock_editable` does; by their keys.

    They are locked in the order of their keys, so that two who lock the same lists never wait for each other in turn.
    """
    rows = model.objects.filter(pk__in=set(list_ids))
    lists: dict[int, Any] = rows.select_for_update(of=("self",)).select_related("department").order_by("pk").in_bulk()
    for locked in lists.values():
        _must_be_editable(locked)
        locked.version += 1
    rows.update(version=F("version") + 1)
    return lists


def _must_be_editable(locked: Any) -> None:
    if not locked.is_editable:
        raise Denied(
            _("%(edition)s清单处于“%(state)s”状态，不能修改。")
            % {"edition": locked.edition, "state": locked.get_state_display()},
            help=_("审核中的清单可由提交人撤回后修改；已生效的清单请开新版。"),
        )


@transaction.atomic
def move(edition_list: EditionList, *, by: Any, event: str, sha256: str = "") -> EditionList:
    """Move a list by `LIST_MOVES`; the one place that assigns a list's state.

    Passing supersedes the edition in force. Raises `Stale` when the event does not fit the list's state.
    """
    model = type(edition_list)
    locked: Any = model.objects.select_for_update().get(pk=edition_list.pk)
    if (locked.state, event) not in LIST_MOVES:
        raise Stale(
            _("清单已处于“%(state)s”状态。") % {"state": locked.get_state_display()}, url=locked.get_absolute_url()
        )
    if event == ListEvent.PASS:
        _supersede_in_force(locked, by)
        locked.in_force_at, locked.sha256 = timezone.now(), sha256
    locked.state = LIST_MOVES[locked.state, event]
    if locked.state == ListState.SUPERSEDED:
        locked.superseded_at = timezone.now()
    locked.version += 1
    rows.save(locked, by)
    return locked


def _supersede_in_force(incoming: EditionList, by: Any) -> None:
    scope = {"department": incoming.department_id}
    if hasattr(incoming, "is_leadership"):
        scope["is_leadership"] = incoming.is_leadership
    for old in type(incoming).objects.in_force().filter(**scope):
        move(old, by=by, event=ListEvent.SUPERSEDE)


def new_lineage(kind: str, code: str) -> Lineage:
    """A new identity with a code that was never used; the database refuses a used one."""
    return Lineage.objects.create(kind=kind, code=code)


def next_lineage(kind: str, prefix: str, *, width: int = 1) -> Lineage:
    """A new identity under the next unused code `prefix` + serial, e.g. `next_lineage("power", "YP-", width=2)`.

    Two departments may reach for the same code at once: who comes second waits for the first and takes the next.
    """
    for _attempt in range(TRIES):
        try:
            with transaction.atomic():
                return new_lineage(kind, next_code(kind, prefix, width=width))
        except IntegrityError:
            continue
    return new_lineage(kind, next_code(kind, prefix, width=width))


def next_code(kind: str, prefix: str, *, width: int = 1) -> str:
    """The next unused code `prefix` + serial among lineages of `kind`, e.g. `next_code("power", "YP-", width=2)`."""
    codes = Lineage.objects.filter(kind=kind, code__startswith=prefix).values_list("code", flat=True)
    serials = [int(found[1]) for code in codes if (found := re.fullmatch(r"(\d+)", code[len(prefix) :]))]
    return f"{prefix}{max(serials, default=0) + 1:0{width}d}"
