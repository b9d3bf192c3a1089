"""Files that strangers send along: told by their content, and written anew so that nothing but what is seen remains.

Of a picture only the pixels are kept (no EXIF: no place, time or device); of a PDF only its pages, without who wrote it, scripts,
forms, links, attached files and actions, its photographs without EXIF too. They get names of ours.
"""

import io
import threading
import warnings
from pathlib import PurePath
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from PIL import Image, ImageOps
from pypdf import PdfReader, PdfWriter
from pypdf.errors import PyPdfError
from pypdf.generic import ArrayObject, DictionaryObject, EncodedStreamObject, NameObject, StreamObject

from core.documents.uploads import Upload

MOST_BYTES = 5 * 1024 * 1024
MOST_FILES = 3
MOST_PIXELS, MOST_WHOLE = 40_000_000, 12_000_000
"""Of a photograph that can be unpacked at a part of its size, and of a picture that is unpacked whole."""
ONE_PICTURE = threading.Semaphore(1)
"""Each takes tens of megabytes while it is read, so they wait for each other."""
LONGEST_SIDE = 2400
"""Pixels: a photographed page can still be read."""
MOST_PAGES = 50
ACCEPT = ".jpg,.jpeg,.png,.pdf"
HELP = gettext_lazy("照片（JPG、PNG）或 PDF，最多 3 份，每份不超过 5 MB。拍摄地点、手机型号等附带信息会自动去掉。")
SIGNATURES = ((b"%PDF-", "pdf"), (b"\x89PNG\r\n\x1a\n", "png"), (b"\xff\xd8\xff", "jpg"))
TYPES = {"pdf": "application/pdf", "png": "image/png", "jpg": "image/jpeg"}
PAGE_KEYS = {"/Type", "/Contents", "/Resources", "/MediaBox", "/CropBox", "/Rotate"}
"""What a page needs to be seen; annotations, actions and everything else stay behind."""
HIDDEN_KEYS = ("/Metadata", "/PieceInfo", "/LastModified", "/AF")
"""What is not seen of things on a page."""
PHOTO = "/DCTDecode"
BROKEN = (
    PyPdfError,
    OSError,
    ValueError,
    TypeError,
    LookupError,
    AttributeError,
    RecursionError,
    SyntaxError,
    ArithmeticError,
    AssertionError,
    NotImplementedError,
    Image.DecompressionBombError,
    Image.DecompressionBombWarning,
)
"""What Pillow and pypdf raise for a damaged, locked or made-up file."""


def read(file: Any, number: int) -> Upload:
    """The uploaded `file` written anew, as 附件`number`. Raises `ValidationError` saying in Chinese what to do."""
    name = PurePath(str(file.name).replace("\\", "/")).name[-60:]
    data = file.read(MOST_BYTES + 1)
    if len(data) > MOST_BYTES:
        raise ValidationError(_("“%(name)s”超过 5 MB，请压缩后再传。") % {"name": name})
    kind = next((kind for mark, kind in SIGNATURES if data.startswith(mark)), "")
    if not kind:
        raise ValidationError(_("“%(name)s”不是照片（JPG、PNG）或 PDF，不能接收。") % {"name": name})
    try:
        written = _pdf(data, name) if kind == "pdf" else _picture(data, name, kind)
    except BROKEN as error:
        raise ValidationError(_("“%(name)s”打不开，可能已损坏或加了密码。") % {"name": name}) from error
    if len(written) > 2 * MOST_BYTES:
        raise ValidationError(_("“%(name)s”展开后过大，请压缩后再传。") % {"name": name})
    return Upload(written, _("附件%(number)d.%(ending)s") % {"number": number, "ending": kind}, TYPES[kind])


def _picture(data: bytes, name: str, kind: str) -> bytes:
    """The pixels, turned as the camera was held."""
    with ONE_PICTURE, warnings.catch_warnings():
        warnings.simplefilter("error", Image.DecompressionBombWarning)
        with Image.open(io.BytesIO(data), formats=("JPEG", "PNG")) as opened:
            is_whole = opened.format == "PNG" or "progressive" in opened.info
            if opened.width * opened.height > (MOST_WHOLE if is_whole else MOST_PIXELS):
                raise ValidationError(_("“%(name)s”的尺寸过大，请缩小后再传。") % {"name": name})
            _shrink(opened)
            seen = _on_white(ImageOps.exif_transpose(opened))
        written = io.BytesIO()
        seen.save(written, *(("PNG",) if kind == "png" else ("JPEG",)), quality=85)
    return written.getvalue()


def _shrink(picture: Image.Image) -> None:
    """Down to `LONGEST_SIDE`; a photograph is unpacked at a half, a quarter or an eighth where that is enough."""
    share = LONGEST_SIDE / max(picture.size)
    if share < 1:
        picture.draft(None, (int(picture.width * share) or 1, int(picture.height * share) or 1))
        picture.load()
        picture.thumbnail((LONGEST_SIDE, LONGEST_SIDE))


def _on_white(picture: Image.Image) -> Image.Image:
    """A new picture of nothing but visible pixels: nothing stays hidden under what is transparent."""
    if not picture.has_transparency_data:
        plain = Image.new("RGB", picture.size)
        plain.paste(picture.convert("RGB"))
        return plain
    layer = picture.convert("RGBA")
    plain = Image.new("RGB", layer.size, "white")
    plain.paste(layer, mask=layer.getchannel("A"))
    return plain


def _pdf(data: bytes, name: str) -> bytes:
    reader = PdfReader(io.BytesIO(data))
    if reader.is_encrypted:
        raise ValidationError(_("“%(name)s”加了密码，请去掉密码后再传。") % {"name": name})
    if len(reader.pages) > MOST_PAGES:
        raise ValidationError(_("“%(name)s”超过 50 页，请拆分后再传。") % {"name": name})
    writer = PdfWriter()
    for page in reader.pages:
        writer.add_page(page, excluded_keys=set(page) - PAGE_KEYS)
    writer.metadata = None
    for found in writer._objects:
        _strip(found)
    written = io.BytesIO()
    writer.write(written)
    return written.getvalue()


def _strip(found: Any) -> None:
    """Take what is not seen out of a dictionary or stream, and out of those written directly into it."""
    if not isinstance(found, DictionaryObject):
        return
    for key in HIDDEN_KEYS:
        found.pop(key, None)
    bare_photo(found)
    for key in found:
        _strip(found.raw_get(key))


def bare_photo(found: Any) -> None:
    """Take what its camera wrote out of an object of a PDF that is a photograph. Raises one of `BROKEN`."""
    if isinstance(found, StreamObject) and PHOTO in _filters(found):
        _strip_photo(found)


def _filters(stream: StreamObject) -> list[Any]:
    named = stream.get("/Filter")
    return list(named) if isinstance(named, ArrayObject) else [named]


def _strip_photo(stream: StreamObject) -> None:
    """A photograph on a page: packed by nothing but JPEG, and without what its camera wrote into it."""
    *outer, last = _filters(stream)
    if last != PHOTO:
        raise NotImplementedError("a photograph packed in a way that nobody uses")
    data = stream._data
    if outer:
        packed = EncodedStreamObject()
        packed[NameObject("/Filter")] = ArrayObject(outer)
        packed._data = data
        data = packed.get_data()
        stream.pop("/DecodeParms", None)
        stream[NameObject("/Filter")] = NameObject(PHOTO)
    stream._data = bare_jpeg(data)


def bare_jpeg(data: bytes) -> bytes:
    """A JPEG without comments and application segments, but for those that tell its colours (APP2, APP14). Raises ValueError."""
    if not data.startswith(b"\xff\xd8"):
        raise ValueError("no JPEG")
    kept, place = bytearray(data[:2]), 2
    while (marker := data[place + 1]) != 0xDA:
        if data[place] != 0xFF or marker < 0xC0:
            raise ValueError("no segment of a JPEG")
        end = place + 2 + int.from_bytes(data[place + 2 : place + 4], "big")
        if not (0xE0 <= marker <= 0xEF or marker == 0xFE) or marker in (0xE2, 0xEE):
            kept += data[place:end]
        place = end
    return bytes(kept + data[place:])
