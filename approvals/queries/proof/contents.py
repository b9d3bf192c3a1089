"""Whether what the head signed still is what was frozen: each list, each row, and the one hash over all of them."""

from collections.abc import Callable, Iterator
from typing import Any

from django.utils.translation import gettext as _

from approvals import calculations
from approvals.models import Submission, SubmissionItem
from core import calculations as core_calculations
from core.registry import Breach, registry

CHUNK = 200


def content_breaches(checked: Callable[[], None]) -> Iterator[Breach]:
    """Frozen lists and rows that were altered, added or taken out; one submission is in memory at a time."""
    signed = Submission.objects.exclude(sha256="").select_related("department").order_by("pk")
    for submission in signed.iterator(chunk_size=CHUNK):
        hashes = {}
        for item in submission.items.order_by("list_kind", "pk"):
            checked()
            hashes[item.list_kind] = item.sha256
            yield from _of_item(item, place_of(submission, item.list_kind))
        if calculations.digest(submission, hashes) != submission.sha256:
            text = _("各清单的哈希合起来不是签署时的内容哈希 %(hash)s：清单有增减，或哈希被改过")
            yield Breach(place_of(submission), text % {"hash": submission.sha256[:8]})


def place_of(submission: Submission, kind: str = "") -> str:
    """`药剂科 2026年第1版清单（报审第 12 号）的职权目录`."""
    words = {"submission": submission, "number": submission.pk}
    if not kind:
        return _("%(submission)s（报审第 %(number)d 号）") % words
    handler = registry.list_handlers.get(kind)
    return _("%(submission)s（报审第 %(number)d 号）的%(list)s") % {**words, "list": handler.title if handler else kind}


def rows_of(content: Any) -> dict[str, dict[str, Any]]:
    """The rows of a frozen list by key; nothing where somebody put something else in its place."""
    rows = content.get("rows", []) if isinstance(content, dict) else []
    return {row["key"]: row for row in rows}


def _of_item(item: SubmissionItem, place: str) -> Iterator[Breach]:
    if core_calculations.sha256(item.content) != item.sha256:
        yield Breach(
            place, _("签署时冻结的内容被改过：重新计算的哈希与所记的 %(hash)s 不符") % {"hash": item.sha256[:8]}
        )
    frozen = rows_of(item.content)
    kept = item.rows.order_by("position", "pk").values_list("key", "code", "content")
    for key, code, content in kept.iterator(chunk_size=CHUNK):
        row = frozen.pop(key, None)
        if row is None:
            yield Breach(place, _("%(code)s 一行是后加的：冻结的内容里没有它") % {"code": code})
        elif (code, content) != (row["code"], row["content"]):
            yield Breach(place, _("%(code)s 一行被改过：与冻结的内容不符") % {"code": row["code"]})
    for row in frozen.values():
        yield Breach(place, _("%(code)s 一行不在了：冻结的内容里有它") % {"code": row["code"]})
