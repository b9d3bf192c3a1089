"""Each day's end of the chains of publications, told to the discipline office and kept outside the database."""

import json
import os
from collections.abc import Callable
from datetime import UTC, time
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from core import calculations as core_calculations
from core import services as core_services
from core.models import Duty
from disclosure.models import open_path, reached
from disclosure.queries import heads as queries
from disclosure.states import Face
from organization import queries as organization_queries
from organization import services as organization_services
from organization.models import Person
from organization.roles import Action

DUTY = "disclosure.tell_head"
NOTICE = "disclosure.head"
HOUR = time(7, 30)
FILE = "publications.jsonl"


def tell_in_background(duty: Duty, phase: Callable[..., None]) -> None:
    """The daily duty."""
    tell_head(by=organization_queries.system_actor())


@transaction.atomic
def tell_head(*, by: Person) -> int:
    """Tell who supervises the whole hospital how far each chain goes; returns how many were told.

    Who was told today is not told again; nothing is told before anything was published.
    """
    core_services.take_turn()
    heads = queries.heads()
    people = list(
        queries.not_told_today(NOTICE, organization_queries.holders(Action.SUPERVISE, organization_queries.root()))
    )
    if not heads or not people:
        return 0
    for head in heads:
        url = reached(open_path("chain")) if head.face == Face.OPEN else ""
        organization_services.notify(people, kind=NOTICE, text=_words(head), url=url)
    lines = [queries.line(head) for head in heads]
    _keep(lines)
    core_services.record(
        by=by, verb="disclosure.tell_head", subject_type="disclosure.publication", details={"heads": lines}
    )
    return len(people)


def _words(head: Any) -> str:
    words = {
        "face": head.get_face_display(),
        "day": timezone.localdate().isoformat(),
        "sequence": head.sequence,
        "count": head.count,
        "short": core_calculations.hash_to_copy(head.hash),
        "hash": head.hash,
    }
    text = _(
        "%(face)s链链尾（%(day)s）：第 %(sequence)d 号，共 %(count)d 号，校验码前 16 位 %(short)s。请抄在纸上备查。全码 %(hash)s"
    )
    return text % words


def _keep(lines: list[dict[str, Any]]) -> None:
    """Append a line each to the file beside the trail's heads, and have it on the disk. Raises `OSError`."""
    place = Path(settings.AUDIT_HEAD_DIR) / FILE
    place.parent.mkdir(parents=True, exist_ok=True)
    at = timezone.now().astimezone(UTC).isoformat(timespec="seconds")
    descriptor = os.open(place, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o640)
    try:
        os.write(descriptor, "".join(f"{json.dumps({'at': at, **line})}\n" for line in lines).encode())
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
