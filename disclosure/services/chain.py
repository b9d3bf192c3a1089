"""The chain of publications: every link is inserted once behind the one before it; what ends leaves its hash there."""

from collections.abc import Mapping
from typing import Any

from django.utils import timezone

from core import calculations as core_calculations
from core import services as core_services
from disclosure import calculations
from disclosure.calculations import bodies
from disclosure.models import Publication
from disclosure.services import refresh
from disclosure.states import Face, PublicationKind, PublicationState
from powers.states import DisclosureScope


def append(content: Mapping[str, Any], **columns: Any) -> Publication:
    """Insert a link with `content` behind the last one of its face; the caller has taken the trail's turn.

    `columns` are those of `Publication` but for what is counted here: sequence, hashes, time, text to search.
    """
    scope = columns.setdefault("scope", DisclosureScope.SOCIETY)
    face = Face.OPEN if scope == DisclosureScope.SOCIETY else Face.INSIDE
    last = Publication.objects.filter(face=face).order_by("-sequence").only("sequence", "hash").first()
    sequence, previous_hash = (last.sequence + 1, last.hash) if last else (1, "")
    content_hash, now = core_calculations.sha256(content), timezone.now()
    if face == Face.OPEN and columns["kind"] in PublicationKind.of_content():
        core_services.ask(kind="disclosure.print", key=f"disclosure.print:{sequence}", payload={})
    made = Publication.objects.create(
        **columns,
        face=face,
        sequence=sequence,
        content=dict(content),
        search_text=core_calculations.search_text(*bodies.searched(content), pinyin_of=columns["title"]),
        published_at=now,
        content_hash=content_hash,
        previous_hash=previous_hash,
        hash=calculations.link_hash(
            sequence=sequence, content_hash=content_hash, previous_hash=previous_hash, published_at=now
        ),
    )
    refresh.ask(made)
    return made


def replace(publication: Publication) -> None:
    """Take off what a later link of the same thing stands for now."""
    _end(publication, PublicationState.REPLACED)


def bury(publication: Publication, *, reason: str) -> Publication:
    """Take a publication off and insert its tombstone, a link with its hash and the reason; returns the tombstone."""
    _end(publication, PublicationState.WITHDRAWN)
    content = calculations.withdrawal_content(of=publication.sequence, of_hash=publication.hash, reason=reason)
    return append(
        content,
        kind=PublicationKind.WITHDRAWAL,
        topic=publication.topic,
        item=publication.item,
        scope=publication.scope,
        code=publication.code,
        lineage_key=f"tombstone-{publication.sequence}",
        title=str(PublicationKind.WITHDRAWAL.label),
        department_code=publication.department_code,
        department_name=publication.department_name,
    )


def _end(publication: Publication, state: str) -> None:
    publication.state, publication.ended_at = state, timezone.now()
    Publication.objects.filter(pk=publication.pk).update(state=state, ended_at=publication.ended_at)
    refresh.ask(publication)
