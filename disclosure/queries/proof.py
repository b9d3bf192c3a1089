"""Whether what was published still is what was published: the chains of publications, and the trail that tells of them."""

import hashlib
from collections.abc import Callable, Iterator

from django.utils.translation import gettext as _

from core import calculations as core_calculations
from core.models import AuditEvent
from core.registry import Breach
from disclosure import calculations
from disclosure.models import Publication, PublicationFile
from disclosure.states import Face, PublicationKind, PublicationState

CHUNK = 100
COLUMNS = (
    ("code", "code"),
    ("title", "name"),
    ("title", "title"),
    ("category", "category"),
    ("department_name", "department"),
)
"""Columns that lists and addresses read, each with its key in the hashed content, where the kind has it."""
PUBLISHING = (
    "disclosure.publish_powers",
    "disclosure.publish",
    "disclosure.withdraw",
    "disclosure.chain_prints",
    "disclosure.clear_answer",
)
"""Verbs whose events tell of links: `published` codes of links in their order, then `tombstones`, of one `face`."""


def publication_breaches(checked: Callable[[], None]) -> Iterator[Breach]:
    """Links altered, taken out, put in or cut off the end, and things taken off without a later link that says so."""
    for face in Face.values:
        yield from _of_face(face, checked)
        yield from _hidden_ends(face)
        yield from _altered_files(face, checked)


def _of_face(face: str, checked: Callable[[], None]) -> Iterator[Breach]:
    told = _told(face)
    last = Publication(sequence=0, hash="")
    kept = Publication.objects.filter(face=face).defer("search_text").order_by("sequence")
    for publication in kept.iterator(chunk_size=CHUNK):
        checked()
        yield from _of_publication(publication, last)
        if next(told, "") != publication.code:
            yield Breach(_place(publication), _("审计记录里此处没有这次公开：公开事项有增减，其后不再逐条对照"))
            return
        last = publication
    missing = list(told)
    if missing:
        place = _("第 %(number)d 号之后") % {"number": last.sequence}
        text = _("审计记录还记有 %(count)d 次公开（%(code)s 等），公开事项里没有：尾部被截去")
        yield Breach(place, text % {"count": len(missing), "code": missing[0]})


def _told(face: str) -> Iterator[str]:
    """Codes in the order in which the trail says they were linked to the face's chain."""
    events = AuditEvent.objects.filter(verb__in=PUBLISHING).order_by("sequence")
    for details in events.values_list("details", flat=True).iterator(chunk_size=CHUNK):
        if details.get("face", Face.OPEN) == face:
            yield from details.get("published", [])
            yield from details.get("tombstones", [])


def _hidden_ends(face: str) -> Iterator[Breach]:
    """Publications marked as taken off without a tombstone, or as replaced without a later version; and the reverse."""
    links = Publication.objects.filter(face=face)
    buried = {
        content["of"] for content in links.filter(kind=PublicationKind.WITHDRAWAL).values_list("content", flat=True)
    }
    newest: dict[tuple[str, str], int] = {}
    seen = links.filter(kind__in=PublicationKind.of_content()).only(
        "sequence", "kind", "lineage_key", "code", "title", "state"
    )
    for publication in seen.order_by("-sequence").iterator(chunk_size=CHUNK):
        thing = (publication.kind, publication.lineage_key)
        is_newest = newest.setdefault(thing, publication.sequence) == publication.sequence
        expected = PublicationState.PUBLISHED if is_newest else PublicationState.REPLACED
        if publication.sequence in buried:
            expected = PublicationState.WITHDRAWN
        if publication.state != expected:
            words = {"state": publication.get_state_display(), "expected": PublicationState(expected).label}
            yield Breach(_place(publication), _("状态是“%(state)s”，按公开链应为“%(expected)s”") % words)


def _altered_files(face: str, checked: Callable[[], None]) -> Iterator[Breach]:
    """Files whose bytes are not what the chain says, that it does not know, or that it knows and are not there."""
    expected = _told_files(face)
    kept = PublicationFile.objects.filter(publication__face=face).select_related("publication").order_by("pk")
    for file in kept.defer("publication__content", "publication__search_text").iterator(chunk_size=1):
        checked()
        place = _("%(place)s的文件“%(name)s”") % {"place": _place(file.publication), "name": file.name}
        key = (file.publication.sequence, file.sha256)
        if hashlib.sha256(file.data).hexdigest() != file.sha256 or len(file.data) != file.size:
            yield Breach(place, _("被改过：重新计算的哈希与所记的不符"))
        if expected.pop(key, None) is None:
            yield Breach(place, _("公开链没有登记这个文件：是后来放进去的，或哈希被改过"))
    for number, sha256 in expected:
        words = {"number": number, "sha256": sha256[:16]}
        yield Breach(_("第 %(number)d 号") % words, _("公开链登记的文件（哈希前 16 位 %(sha256)s）不在了") % words)


def _told_files(face: str) -> dict[tuple[int, str], bool]:
    """Number of the publication and SHA-256 of every file that contents and links of printed sheets name."""
    kinds = [PublicationKind.ITEM, PublicationKind.PRINTS]
    rows = Publication.objects.filter(face=face, kind__in=kinds).values_list("sequence", "content")
    told: dict[tuple[int, str], bool] = {}
    for number, content in rows.order_by("sequence").iterator(chunk_size=CHUNK):
        told |= {(number, file["sha256"]): True for file in content.get("files", [])}
        told |= {(sheet["of"], sheet["sha256"]): True for sheet in content.get("sheets", [])}
    return told


def _of_publication(publication: Publication, last: Publication) -> Iterator[Breach]:
    place = _place(publication)
    if publication.sequence != last.sequence + 1:
        numbers = {"first": last.sequence + 1, "last": publication.sequence - 1}
        yield Breach(_("第 %(first)d 号至第 %(last)d 号") % numbers, _("不在了：公开序号应当连续，中间被删去"))
    elif publication.previous_hash != last.hash:
        yield Breach(place, _("没有接在前一号之后：所记的前一哈希不是前一号的哈希"))
    if publication.content_hash != core_calculations.sha256(publication.content):
        yield Breach(place, _("公开内容被改过：重新计算的哈希与所记的不符"))
    elif any(
        getattr(publication, column) != publication.content.get(key, getattr(publication, column))
        for column, key in COLUMNS
    ):
        yield Breach(place, _("编码、名称、类别或部门与公开内容不符"))
    elif publication.topic != publication.content.get("item", {}).get("topic", publication.topic):
        yield Breach(place, _("栏目与公开内容不符"))
    made = calculations.link_hash(
        sequence=publication.sequence,
        content_hash=publication.content_hash,
        previous_hash=publication.previous_hash,
        published_at=publication.published_at,
    )
    if publication.hash != made:
        yield Breach(place, _("被改过：序号、时间、内容哈希与所记的哈希不符"))


def _place(publication: Publication) -> str:
    words = {"number": publication.sequence, "code": publication.code, "title": publication.title}
    return _("第 %(number)d 号（%(code)s %(title)s）") % words
