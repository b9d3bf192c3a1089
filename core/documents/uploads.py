"""Files that people hand in as proof: what kind they are is told by their content, within bounds (quality.md part 3)."""

import io
import lzma
import struct
import zipfile
import zlib
from dataclasses import dataclass
from pathlib import PurePath
from typing import IO, Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

MOST_BYTES = 5 * 1024 * 1024
MOST_UNPACKED = 60 * 1024 * 1024
MOST_ENTRIES = 200
MOST_FILES = 10
CHUNK = 1024 * 1024
OFFICE = "application/vnd.openxmlformats-officedocument."
BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    lzma.LZMAError,
    struct.error,
    EOFError,
    NotImplementedError,
    OSError,
    RuntimeError,
    ValueError,
)
"""What unpacking raises for a damaged, locked or unknown archive."""


@dataclass(frozen=True)
class Kind:
    """A kind of file: the ending it must have and what it is served as."""

    endings: tuple[str, ...]
    content_type: str


SIGNATURES: tuple[tuple[bytes, Kind], ...] = (
    (b"%PDF-", Kind((".pdf",), "application/pdf")),
    (b"\x89PNG\r\n\x1a\n", Kind((".png",), "image/png")),
    (b"\xff\xd8\xff", Kind((".jpg", ".jpeg"), "image/jpeg")),
)
"""First bytes of the kinds that are told by them."""
PACKED = {
    "word/document.xml": Kind((".docx",), f"{OFFICE}wordprocessingml.document"),
    "xl/workbook.xml": Kind((".xlsx",), f"{OFFICE}spreadsheetml.sheet"),
}
"""The part by which an Office file is told from any other archive."""
CALLED = {
    ".pdf": "PDF",
    ".png": "PNG",
    ".jpg": "JPG",
    ".jpeg": "JPG",
    ".docx": "Word",
    ".xlsx": "Excel",
}
"""What people call a kind by its ending."""
ACCEPT = ".pdf,.png,.jpg,.jpeg,.docx,.xlsx"
HELP = gettext_lazy("PDF、图片（PNG、JPG）、Word（.docx）、Excel（.xlsx），每份不超过 5 MB，一次最多 10 份。")


@dataclass(frozen=True)
class Upload:
    """A file that may be kept: what `core.services.store` asks for."""

    data: bytes
    name: str
    content_type: str


def read(file: Any) -> Upload:
    """The uploaded `file` (Django's) as one that may be kept. Raises `ValidationError` saying in Chinese what to do.

    It is never read beyond `MOST_BYTES`, nor unpacked beyond `MOST_UNPACKED`.
    """
    name = PurePath(str(file.name).replace("\\", "/")).name[-200:]
    data = file.read(MOST_BYTES + 1)
    if len(data) > MOST_BYTES:
        raise ValidationError(_("“%(name)s”超过 5 MB，请压缩或拆分后再传。") % {"name": name})
    kind = _kind(data, name)
    if kind is None:
        raise ValidationError(_unknown(name))
    if PurePath(name).suffix.lower() not in kind.endings:
        raise ValidationError(
            _("“%(name)s”的内容与扩展名不符，应是 %(ending)s 文件。请改正扩展名后再传。")
            % {"name": name, "ending": kind.endings[0]}
        )
    return Upload(data, name, kind.content_type)


def _unknown(name: str) -> str:
    """Why a file is none of the kinds: its name may say one, and its content not."""
    ending = PurePath(name).suffix.lower()
    if ending not in ACCEPT.split(","):
        text = _("“%(name)s”不是可以接收的文件。请上传 PDF、PNG、JPG、Word（.docx）或 Excel（.xlsx）。")
    else:
        text = _(
            "“%(name)s”的扩展名是 %(ending)s，内容却不是 %(kind)s，可能已损坏，或只是改了扩展名。请重新导出后再传。"
        )
    return text % {"name": name, "ending": ending, "kind": CALLED.get(ending, "")}


def _kind(data: bytes, name: str) -> Kind | None:
    for mark, kind in SIGNATURES:
        if data.startswith(mark):
            return kind
    if data.startswith(b"PK"):
        try:
            return _packed_kind(data, name)
        except BROKEN as error:
            raise ValidationError(_("“%(name)s”打不开，可能已损坏或加了密码。") % {"name": name}) from error
    return None


def _packed_kind(data: bytes, name: str) -> Kind:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        names = set(archive.namelist())
        if len(names) > MOST_ENTRIES or _unpacked(archive) > MOST_UNPACKED:
            raise ValidationError(_("“%(name)s”解压后过大，不是普通的文档。") % {"name": name})
        if any(entry.endswith("vbaProject.bin") for entry in names):
            raise ValidationError(_("“%(name)s”含有宏，请另存为不含宏的文件后再传。") % {"name": name})
    for part, kind in PACKED.items():
        if part in names:
            return kind
    raise ValidationError(_("“%(name)s”是压缩包。请解压后逐份上传。") % {"name": name})


def _unpacked(archive: zipfile.ZipFile) -> int:
    """Bytes of all entries, by reading them: what the archive says of itself may be wrong."""
    total = 0
    for entry in archive.infolist():
        with archive.open(entry) as stream:
            total += _length(stream, MOST_UNPACKED - total)
        if total > MOST_UNPACKED:
            break
    return total


def _length(stream: IO[bytes], most: int) -> int:
    """How much there is to read, up to a chunk beyond `most`."""
    read = 0
    while read <= most and (chunk := stream.read(CHUNK)):
        read += len(chunk)
    return read
