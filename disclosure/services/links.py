"""What a link of the chain needs besides its content: its code, its face, its files, the end of what it takes the place of."""

import hashlib
import uuid
from collections.abc import Iterable
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from core import services as core_services
from core.models import Attachment
from core.rules import Denied
from disclosure.calculations import scopes
from disclosure.models import DueDisclosure, Publication
from disclosure.services import chain, dues
from disclosure.states import Face, FileKind, PublicationKind
from organization.models import Person
from powers.states import DisclosureScope


def face_of(scope: str) -> str:
    """Before whom a scope stands."""
    return Face.OPEN if scope == DisclosureScope.SOCIETY else Face.INSIDE


def next_code(item_code: str) -> tuple[str, str]:
    """`<item>-<year>-<number>` and a lineage of its own; the caller has taken the trail's turn."""
    prefix = f"{item_code}-{timezone.localdate().year}-"
    used = Publication.objects.filter(kind=PublicationKind.ITEM, code__startswith=prefix).values_list("code", flat=True)
    serials = [int(code.removeprefix(prefix)) for code in used.distinct()]
    return f"{prefix}{max(serials, default=0) + 1:03d}", str(uuid.uuid4())


def end(publication: Publication, *, scope: str, reason: str, by: Person, met: Iterable[DueDisclosure] = ()) -> None:
    """Replaced by what follows with `scope` on the same face; on another one it leaves a tombstone, or its end would be
    told nowhere. Of what it `met` (locked before the trail's turn) that is due again which the new scope does not cover."""
    if publication.face == face_of(scope):
        chain.replace(publication)
        return
    reason = _("公开范围改为“%(scope)s”：%(reason)s") % {"scope": DisclosureScope(scope).label, "reason": reason}
    chain.bury(publication, reason=reason)
    open_again = dues.unmeet([due for due in met if not scopes.covers(scope, due.item.scope)], by=by)
    core_services.record(
        by=by,
        verb="disclosure.withdraw",
        subject=publication,
        code=publication.code,
        department_code=publication.department_code,
        details={
            "face": publication.face,
            "tombstones": [publication.code],
            "reason": reason,
            "open_again": open_again,
        },
    )


def file_of(attachment: Attachment, frozen: dict[str, Any]) -> dict[str, Any]:
    """A frozen file as columns of a `PublicationFile`. Raises `Denied` where its bytes are no longer those frozen."""
    with attachment.file.open("rb") as stream:
        data = stream.read()
    if hashlib.sha256(data).hexdigest() != frozen["sha256"]:
        raise Denied(
            _("附件“%(name)s”与审核时不一致，没有发布。") % {"name": attachment.name}, help=_("请联系系统管理员。")
        )
    return {
        "kind": FileKind.ATTACHMENT,
        "name": frozen["name"],
        "content_type": frozen["type"],
        "size": frozen["size"],
        "sha256": frozen["sha256"],
        "data": data,
    }
