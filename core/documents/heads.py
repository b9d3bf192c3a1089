"""Heads of the audit trail kept outside the database: one JSON line each, appended, never written again."""

import json
import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _

from core import calculations, queries
from core.models import AuditEvent
from core.registry import Breach

FILE = "heads.jsonl"
CHUNK = 500


@dataclass(frozen=True)
class Head:
    """The end of the trail as it stood at a time."""

    at: datetime
    sequence: int
    hash: str
    count: int

    def line(self) -> dict[str, Any]:
        """What the file and the trail say of it."""
        at = self.at.astimezone(UTC).isoformat(timespec="seconds")
        return {"at": at, "sequence": self.sequence, "hash": self.hash, "count": self.count}

    @property
    def shown_hash(self) -> str:
        """The hash as somebody copies it on paper."""
        return calculations.hash_to_copy(self.hash)


@dataclass(frozen=True)
class Kept:
    """What the file holds, for the auditor's page."""

    first: Head
    last: Head
    count: int


def place() -> Path:
    """The file; its folder is set by `AUDIT_HEAD_DIR`."""
    return Path(settings.AUDIT_HEAD_DIR) / FILE


def append(head: Head) -> None:
    """Add one line and have it on the disk before this returns. Raises `OSError`."""
    file = place()
    file.parent.mkdir(parents=True, exist_ok=True)
    is_new = not file.exists()
    descriptor = os.open(file, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o640)
    try:
        os.write(descriptor, f"{json.dumps(head.line())}\n".encode())
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
    if is_new:
        _keep_name(file.parent)


def _keep_name(folder: Path) -> None:
    """A new file is there after a power cut only when its folder is on the disk too."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def lines() -> Iterator[tuple[int, Head | None]]:
    """Number of each line with its head, or None where the line can't be read; nothing before the first was written."""
    try:
        file = place().open(encoding="utf-8", errors="replace")
    except FileNotFoundError:
        return
    with file:
        for number, line in enumerate(file, 1):
            yield number, _read(line)


def _read(line: str) -> Head | None:
    try:
        found = json.loads(line)
        at = datetime.fromisoformat(found["at"]).astimezone(UTC)
        return Head(at=at, sequence=int(found["sequence"]), hash=str(found["hash"]), count=int(found["count"]))
    except (ValueError, TypeError, KeyError):
        return None


def kept() -> Kept | None:
    """First and last head and how many there are; None when none was written or the file can't be read."""
    try:
        found = [head for _number, head in lines() if head]
    except OSError:
        return None
    return Kept(found[0], found[-1], len(found)) if found else None


def breaches(checked: Callable[[], None]) -> Iterator[Breach]:
    """Heads that the trail no longer bears out, and heads that the trail says were kept and the file has no more."""
    try:
        found = list(lines())
    except OSError as error:
        yield Breach(str(place()), _("读不到：%(error)s") % {"error": error.strerror})
        return
    heads = [head for _number, head in found if head]
    last = AuditEvent.objects.order_by("-sequence").values_list("sequence", flat=True).first() or 0
    hashes = _hashes([head.sequence for head in heads])
    for number, head in found:
        checked()
        yield from _of_line(number, head, hashes, last)
    yield from _missed({calculations.canonical_json(head.line()) for head in heads})


def _hashes(sequences: list[int]) -> dict[int, str]:
    return dict(AuditEvent.objects.filter(sequence__in=sequences).values_list("sequence", "hash"))


def line_place(number: int, head: Head | None) -> str:
    """`链尾文件第 12 行（2026-11-25 07:10）`, as breaches name it."""
    where = _("链尾文件第 %(line)d 行") % {"line": number}
    return f"{where}（{timezone.localtime(head.at):%Y-%m-%d %H:%M}）" if head else where


def _of_line(number: int, head: Head | None, hashes: dict[int, str], last: int) -> Iterator[Breach]:
    where = line_place(number, head)
    if head is None:
        yield Breach(where, _("不是留存时写的样子，读不懂：链尾文件被改过"))
        return
    numbers = {"kept": head.sequence, "last": last, "count": head.count}
    if head.count != head.sequence:
        yield Breach(where, _("条数 %(count)d 与序号 %(kept)d 不一致：留存时审计记录已缺，或链尾文件被改过") % numbers)
    if head.sequence > last:
        words = _("库外留存的链尾是第 %(kept)d 条，库里只到第 %(last)d 条：尾部被截去")
        emptied = _("库外留存的链尾是第 %(kept)d 条，库里的审计记录是空的：整个表被清空")
        yield Breach(where, (words if last else emptied) % numbers)
    elif head.sequence and hashes.get(head.sequence) != head.hash:
        words = _("留存的哈希与库里第 %(kept)d 条的不符：审计记录被重写过，或链尾文件被改过")
        yield Breach(where, words % numbers)


def _missed(found: set[str]) -> Iterator[Breach]:
    """The trail tells of each head that was kept: a line taken out of the file, or the whole file, is missed."""
    for event in AuditEvent.objects.filter(verb="core.write_head").order_by("sequence").iterator(chunk_size=CHUNK):
        if calculations.canonical_json(event.details) not in found:
            text = _("记有第 %(kept)s 条链尾的留存，链尾文件 %(file)s 里没有这一行：文件被删改或换了地方")
            where = _("审计记录%(event)s") % {"event": queries.event_place(event)}
            yield Breach(where, text % {"kept": event.subject_code, "file": place()})
