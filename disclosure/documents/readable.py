"""What stands in a file that is about to become public: every text that a reader could dig out of it, with its place."""

import io
import posixpath
import re
import zipfile
from collections.abc import Iterator
from itertools import count
from typing import Any
from xml.etree import ElementTree

import pypdf
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.documents import uploads
from disclosure.calculations.headed import headed

PDF = "application/pdf"
DOCX = f"{uploads.OFFICE}wordprocessingml.document"
XLSX = f"{uploads.OFFICE}spreadsheetml.sheet"
MOST_PAGES = 300
MOST_ROWS, MOST_COLUMNS = 20_000, 60
LITTLE_TEXT = 100
"""Signs on a page of PDF below which its pictures may be what it says: a scan with a page number."""
MOST_TEXT = 4_000_000
"""Signs of one file that are read; beyond them it is said that somebody must look."""
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
S = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
WORD_PARTS = (
    (r"word/document\.xml", gettext_lazy("正文")),
    (r"word/header\d*\.xml", gettext_lazy("页眉")),
    (r"word/footer\d*\.xml", gettext_lazy("页脚")),
    (r"word/comments\w*\.xml", gettext_lazy("批注")),
    (r"word/(foot|end)notes\.xml", gettext_lazy("脚注")),
    (r"word/glossary/document\.xml", gettext_lazy("文档部件")),
)
FAULTS = (*uploads.BROKEN, pypdf.errors.PyPdfError, ElementTree.ParseError, KeyError, TypeError, RecursionError)

Text = tuple[str, str | None]
"""A place in the file and what stands there; nothing where it can't be read and somebody must look."""


def text_of(data: bytes, content_type: str) -> list[Text]:
    """Every text in the file, hidden ones too, within bounds; pictures and pages without text are places to look at."""
    readers = {PDF: _of_pdf, DOCX: _of_docx, XLSX: _of_xlsx}
    reader = readers.get(content_type)
    if reader is None:
        return [(_("图片"), None)]
    found: list[Text] = []
    left = MOST_TEXT
    try:
        for place, text in reader(data):
            left -= len(text or "")
            if left < 0:
                return [*found, (_("“%(place)s”及以后（文件太长）") % {"place": place}, None)]
            found.append((place, text))
    except FAULTS:
        found.append((_("文件（打不开或已加密）"), None))
    return found


def has_traces(data: bytes, content_type: str) -> bool:
    """Are there comments or tracked changes in it, which a reader would see?"""
    if content_type not in (DOCX, XLSX):
        return False
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = archive.namelist()
            if any(re.fullmatch(r"(word/comments|xl/comments|xl/threadedComments/).*\.xml", name) for name in names):
                return True
            body = archive.read("word/document.xml") if "word/document.xml" in names else b""
            return re.search(rb"<w:(ins|del|moveFrom|moveTo)\s", body) is not None
    except FAULTS:
        return False


def _of_pdf(data: bytes) -> Iterator[Text]:
    reader = pypdf.PdfReader(io.BytesIO(data))
    total = len(reader.pages)
    for number, page in enumerate(reader.pages[:MOST_PAGES], 1):
        place = _("第 %(number)d 页") % {"number": number}
        text = page.extract_text().strip()
        yield place, text or None
        if 0 < len(text) < LITTLE_TEXT and _has_pictures(page):
            yield _("%(place)s的图片") % {"place": place}, None
        notes = [note.get_object().get("/Contents") for note in page.get("/Annots") or ()]
        if text := "\n".join(str(note) for note in notes if note):
            yield _("%(place)s批注") % {"place": place}, text
    if total > MOST_PAGES:
        yield _("第 %(number)d 页以后") % {"number": MOST_PAGES}, None
    if reader.attachments:
        yield _("PDF 内嵌的文件"), None


def _has_pictures(page: pypdf.PageObject) -> bool:
    """Does it show a picture, or draw something that may hold one?"""
    resources: Any = page.get("/Resources")
    drawn = resources.get_object().get("/XObject") if resources else None
    return bool(drawn and drawn.get_object())


def _of_docx(data: bytes) -> Iterator[Text]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        names = sorted(archive.namelist())
        for form, title in WORD_PARTS:
            for name in (name for name in names if re.fullmatch(form, name)):
                yield from _paragraphs(archive.read(name), str(title))
        yield from _loose_parts(archive, names, "word/")
        yield from _embedded(names, "word/")


def _paragraphs(xml: bytes, title: str) -> Iterator[Text]:
    """Paragraph by paragraph, tables too; what tracked changes took out is read with the rest."""
    numbers = count(1)
    headings: dict[int, str] = {}
    for is_first, row in _rows_and_paragraphs(ElementTree.fromstring(xml)):  # noqa: S314 — expat reads no external entities
        place = _("%(title)s第 %(number)d 段") % {"title": title, "number": next(numbers)}
        if is_first:
            headings.clear()
        cells = {column: "\t".join(filter(None, map(_text, cell))) for column, cell in enumerate(row)}
        if text := "\t".join(headed({column: cell for column, cell in cells.items() if cell}, headings)):
            yield place, text


def _rows_and_paragraphs(root: ElementTree.Element) -> Iterator[tuple[bool, list[list[ElementTree.Element]]]]:
    """Each row of a table with its cells' paragraphs together: a label stands in one cell, its value in the next or below.
    Before each: does something new begin, to which no heading above reaches?"""
    in_tables = {id(each) for row in root.iter(f"{W}tr") for each in row.iter(f"{W}p")}
    told: set[int] = set()
    begins = True
    for element in root.iter():
        if element.tag == f"{W}tbl":
            begins = True
        elif element.tag == f"{W}tr":
            cells = []
            for cell in element.iter(f"{W}tc"):
                cells.append([each for each in cell.iter(f"{W}p") if id(each) not in told])
                told |= {id(each) for each in cells[-1]}
            yield begins, cells
            begins = False
        elif element.tag == f"{W}p" and id(element) not in in_tables:
            yield True, [[element]]


def _text(paragraph: ElementTree.Element) -> str:
    found = []
    for each in paragraph.iter():
        if each.tag in (f"{W}t", f"{W}delText", f"{W}instrText"):
            found.append(each.text or "")
        elif each.tag in (f"{W}tab", f"{W}br"):
            found.append(" ")
    return "".join(found).strip()


def _loose_parts(archive: zipfile.ZipFile, names: list[str], under: str) -> Iterator[Text]:
    """What stands beside the text: drawings, charts with their figures, diagrams, data kept by other programs."""
    for name in names:
        if re.fullmatch(rf"{under}(drawings/drawing|charts/chart|diagrams/(data|drawing))\d*\.xml", name):
            yield from _loose(archive.read(name), _("图形和图表"))
        elif re.fullmatch(r"customXml/item\d*\.xml", name):
            yield from _loose(archive.read(name), _("附带的数据"))
        elif re.fullmatch(rf"{under}.*\.(html?|mht|rtf|txt|bin|docx?|xlsx?)", name) and "printerSettings" not in name:
            yield _("内嵌的文件（%(name)s）") % {"name": posixpath.basename(name)}, None


def _embedded(names: list[str], under: str) -> Iterator[Text]:
    for name in names:
        if name.startswith((f"{under}embeddings/", f"{under}media/")):
            yield _("内嵌的文件或图片（%(name)s）") % {"name": posixpath.basename(name)}, None


def _of_xlsx(data: bytes) -> Iterator[Text]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        names = sorted(archive.namelist())
        shared = _shared(archive.read("xl/sharedStrings.xml")) if "xl/sharedStrings.xml" in names else []
        for title, name in _sheets(archive):
            yield from _cells(archive.read(name), title, shared)
        for name in names:
            if re.fullmatch(r"xl/(comments\d*|threadedComments/.*)\.xml", name):
                yield from _loose(archive.read(name), _("批注"))
            elif re.fullmatch(r"xl/(pivotCache|externalLinks)/[^/]*\.xml", name):
                yield from _loose(archive.read(name), _("缓存的数据（透视表、外部链接）"))
        yield from _loose_parts(archive, names, "xl/")
        yield from _embedded(names, "xl/")


def _shared(xml: bytes) -> list[str]:
    root = ElementTree.fromstring(xml)  # noqa: S314
    return ["".join(each.text or "" for each in item.iter(f"{S}t")) for item in root.iter(f"{S}si")]


def _sheets(archive: zipfile.ZipFile) -> Iterator[tuple[str, str]]:
    """Titles of the sheets with the parts they stand in; what is hidden says so."""
    links = ElementTree.fromstring(archive.read("xl/_rels/workbook.xml.rels"))  # noqa: S314
    targets = {link.get("Id"): link.get("Target", "") for link in links}
    for sheet in ElementTree.fromstring(archive.read("xl/workbook.xml")).iter(f"{S}sheet"):  # noqa: S314
        target = targets[sheet.get(f"{R}id")]
        name = target.lstrip("/") if target.startswith("/") else posixpath.normpath(f"xl/{target}")
        words = {"sheet": sheet.get("name", "")}
        is_hidden = sheet.get("state", "visible") != "visible"
        title = _("工作表“%(sheet)s”（已隐藏）") if is_hidden else _("工作表“%(sheet)s”")
        yield title % words, name


def _cells(xml: bytes, title: str, shared: list[str]) -> Iterator[Text]:
    """Row by row: a cell under a heading such as 住院号 is read with it."""
    headings: dict[int, str] = {}
    is_wide = False
    rows = ElementTree.fromstring(xml).iter(f"{S}row")  # noqa: S314
    for number, row in enumerate(rows, 1):
        if number > MOST_ROWS:
            yield _("%(title)s第 %(number)d 行以后") % {"title": title, "number": MOST_ROWS}, None
            break
        is_wide = is_wide or len(row.findall(f"{S}c")) > MOST_COLUMNS
        values = {column: text for column, text in _row(row, shared) if text}
        parts = headed(values, headings)
        words = {"title": title, "row": row.get("r", number)}
        place = (
            _("%(title)s第 %(row)s 行（已隐藏）") if row.get("hidden") in ("1", "true") else _("%(title)s第 %(row)s 行")
        )
        if parts:
            yield place % words, "\t".join(parts)
    if is_wide:
        yield _("%(title)s第 %(number)d 格以后的列") % {"title": title, "number": MOST_COLUMNS}, None
    for footer in ElementTree.fromstring(xml).iter(f"{S}headerFooter"):  # noqa: S314
        if text := " ".join(each.text or "" for each in footer):
            yield _("%(title)s页眉页脚") % {"title": title}, text


def _row(row: ElementTree.Element, shared: list[str]) -> Iterator[tuple[int, str]]:
    for place, cell in enumerate(row.iter(f"{S}c")):
        if place >= MOST_COLUMNS:
            return
        column = _column(cell.get("r", "")) or place
        value = cell.find(f"{S}v")
        if cell.get("t") == "s" and value is not None:
            yield column, shared[int(value.text or 0)]
        elif cell.get("t") == "inlineStr":
            yield column, "".join(each.text or "" for each in cell.iter(f"{S}t"))
        elif value is not None:
            yield column, _number(value.text or "")


def _column(place: str) -> int:
    """`AB12` → 28."""
    number = 0
    for letter in re.match("[A-Z]*", place)[0]:  # type: ignore[index]
        number = number * 26 + ord(letter) - 64
    return number


def _number(text: str) -> str:
    """A long number as it is typed: sheets keep 13800138000 as 1.3800138E10."""
    try:
        value = float(text)
    except ValueError:
        return text
    return str(int(value)) if value.is_integer() and abs(value) < 1e18 else text


def _loose(xml: bytes, title: str) -> Iterator[Text]:
    """Every text of a part, in elements and in values kept as attributes."""
    found = []
    for each in ElementTree.fromstring(xml).iter():  # noqa: S314
        found += [each.text or "", each.get("v", "")]
    if text := "\n".join(part.strip() for part in found if part.strip()):
        yield title, text
