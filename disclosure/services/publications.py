"""Publishing powers as they come into force: frozen rows, each chained to the one before."""

from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.utils import timezone

from approvals import queries as approvals_queries
from core import calculations as core_calculations
from core import services as core_services
from core.calculations import search_text
from disclosure import calculations, queries
from disclosure.models import Publication
from disclosure.states import PublicationState
from organization.models import Person
from powers.calculations import contents
from powers.documents import svg
from powers.states import FlowKind


@transaction.atomic
def publish_powers(submissions: Sequence[Any], *, by: Person) -> int:
    """Publish the powers of submissions that came into force and passed both reviews; returns how many.

    Called inside the transaction of coming into force. A power no longer open to the public, or no longer in the
    list, is withdrawn; one whose public content did not change keeps its publication. The trail names the codes.
    """
    return sum(_publish_of(submission, by=by) for submission in submissions)


def _publish_of(submission: Any, *, by: Person) -> int:
    cleared = queries.cleared_powers(submission)
    if cleared is None:
        return 0
    core_services.take_turn()
    published = [content["code"] for content in cleared.contents if _publish(content)]
    withdrawn = [_end(gone, PublicationState.WITHDRAWN) for gone in queries.publications_to_end(cleared)]
    if published or withdrawn:
        core_services.record(
            by=by,
            verb="disclosure.publish_powers",
            subject=submission,
            code=cleared.department.code,
            department_code=cleared.department.code,
            details={"published": published, "withdrawn": withdrawn},
        )
    return len(published)


@transaction.atomic
def publish_correction(correction: Any, *, by: Person) -> None:
    """Publish a power anew whose wording was put right (更正), where it stands under `/open/`: it was cleared before.

    Called inside the transaction of the correction. What the public does not read of a power changes no publication.
    """
    key = correction.key
    if correction.list_kind != "powers" or not queries.publications().filter(lineage_key=key).exists():
        return
    core_services.take_turn()
    content = approvals_queries.corrected_content(correction.list_kind, correction.list_id, key)
    if _publish(content):
        core_services.record(
            by=by,
            verb="disclosure.publish_powers",
            subject=correction,
            code=correction.code,
            department_code=correction.department.code,
            details={"published": [correction.code], "withdrawn": []},
        )


def _publish(content: dict[str, Any]) -> bool:
    chart = contents.chart_of(content, FlowKind.EXTERNAL)
    public = calculations.public_content(content, svg=str(svg.draw(chart)) if chart else "")
    content_hash = core_calculations.sha256(public)
    open_now = Publication.objects.filter(lineage_key=content["key"], state=PublicationState.PUBLISHED)
    if open_now.filter(content_hash=content_hash).exists():
        return False
    for current in open_now:
        _end(current, PublicationState.REPLACED)
    _append(public, content_hash, key=content["key"], department_code=content["handling_department"]["code"])
    return True


def _append(public: dict[str, Any], content_hash: str, *, key: str, department_code: str) -> None:
    last = Publication.objects.order_by("-sequence").first()
    sequence, previous_hash = (last.sequence + 1, last.hash) if last else (1, "")
    now = timezone.now()
    Publication.objects.create(
        sequence=sequence,
        code=public["code"],
        lineage_key=key,
        title=public["name"],
        category=public["category"],
        department_code=department_code,
        department_name=public["department"],
        content=public,
        search_text=search_text(
            public["code"], public["name"], public["content"], public["department"], pinyin_of=public["name"]
        ),
        published_at=now,
        content_hash=content_hash,
        previous_hash=previous_hash,
        hash=calculations.link_hash(
            sequence=sequence,
            content_hash=content_hash,
            previous_hash=previous_hash,
            published_at=now,
        ),
    )


def _end(publication: Publication, state: str) -> str:
    """Take it off the public pages; returns its code."""
    Publication.objects.filter(pk=publication.pk).update(state=state, ended_at=timezone.now())
    return publication.code
