"""The 一览表 as a Word document: built as XML, since the library's cells take minutes over hundreds of rows."""

import io
from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Mm, Pt

from controls import calculations
from controls.documents import table_words
from core.documents import pdf, word

PAPERS = {"A3": (420, 297, 10, 22), "A4": (297, 210, 7.5, 18)}
"""Width and height in millimetres, sizes of the text and of the title in points."""
MARGIN = 12
SHARES = (2.4, 4.8, 6.2, 7.8, 4.8, 14.4, 14.4, 4, 20, 7.6, 7.6, 6)
"""Per cent of the width that each column takes."""
TEXT_FACE, TITLE_FACE = "宋体", "方正小标宋简体"


def draw(table: calculations.PrintedTable, *, paper: str, phase: pdf.Phase | None) -> bytes:
    """Write the document for `paper` (A3 or A4, landscape) with a header row on every page."""
    if phase:
        phase(_("排版"), 2, 4)
    document = word.begun(title=table.title, author=table.hospital_name)
    _set_up(document, paper)
    _head(document, table, paper)
    document.element.body.insert(-1, _grid(table, paper))
    _signatures(document, table)
    _foot(document, table)
    if phase:
        phase(_("写出"), 3, 4)
    return word.written(document)


def _set_up(document: Any, paper: str) -> None:
    width, height, size, _title = PAPERS[paper]
    section = document.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = Mm(width), Mm(height)
    section.left_margin = section.right_margin = section.top_margin = Mm(MARGIN)
    section.bottom_margin, section.footer_distance, section.header_distance = Mm(20), Mm(5), Mm(5)
    normal = document.styles["Normal"]
    normal.font.size = Pt(size)
    word.set_face(normal.font, TEXT_FACE)
    normal.paragraph_format.space_after = Pt(0)
    normal.paragraph_format.line_spacing = 1.0


def _head(document: Any, table: calculations.PrintedTable, paper: str) -> None:
    if table.state_note:
        note = document.sections[0].header.paragraphs[0]
        note.alignment = WD_ALIGN_PARAGRAPH.RIGHT
        note.add_run(word.clean(table.state_note)).bold = True
    title = document.add_paragraph()
    title.alignment = WD_ALIGN_PARAGRAPH.CENTER
    run = title.add_run(word.clean(f"{table.hospital_name}{table.title}"))
    run.font.size = Pt(PAPERS[paper][3])
    word.set_face(run.font, TITLE_FACE)
    facts = _("部门：%(department)s　　版次：%(edition)s　　%(counts)s") % {
        "department": table.department,
        "edition": table_words.edition(table),
        "counts": table_words.counts(table),
    }
    document.add_paragraph(word.clean(facts)).paragraph_format.space_after = Pt(4)


def _grid(table: calculations.PrintedTable, paper: str) -> Any:
    """The table itself: fixed widths, thin lines, a header row that repeats, rows that stay whole."""
    whole = (PAPERS[paper][0] - 2 * MARGIN) / 25.4 * 1440
    widths = [round(whole * share / 100) for share in SHARES]
    borders = "".join(
        f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="000000"/>'
        for side in ("top", "left", "bottom", "right", "insideH", "insideV")
    )
    margins = "".join(f'<w:{side} w:w="28" w:type="dxa"/>' for side in ("left", "right"))
    grid = parse_xml(
        f'<w:tbl {nsdecls("w")}><w:tblPr><w:tblW w:w="{sum(widths)}" w:type="dxa"/><w:tblBorders>{borders}</w:tblBorders>'
        f'<w:tblLayout w:type="fixed"/><w:tblCellMar>{margins}</w:tblCellMar></w:tblPr><w:tblGrid>'
        + "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
        + "</w:tblGrid></w:tbl>"
    )
    for row in _rows(table):
        for cell, width in zip(row.findall(qn("w:tc")), widths, strict=False):
            cell.tcPr.insert(0, _width(sum(widths) if cell.tcPr.gridSpan is not None else width))
        grid.append(row)
    return grid


def _width(twips: int) -> Any:
    element = OxmlElement("w:tcW")
    element.set(qn("w:w"), str(twips))
    element.set(qn("w:type"), "dxa")
    return element


def _rows(table: calculations.PrintedTable) -> Iterator[Any]:
    headings = [_cell(text, is_bold=True, shade="ECECEC", align="center") for text in table_words.headings()]
    yield _row(headings, is_head=True)
    for post in table.posts:
        yield _row([_cell(table_words.band(post), is_bold=True, shade="F6F6F6", across=12, is_kept=True)])
        for point in post.rows:
            yield from _point(point)


def _point(row: calculations.PrintedRow) -> Iterator[Any]:
    """A line for each measure; the point's own cells are merged downwards over them."""
    lines = table_words.measures(row)
    count = len(lines)
    for index, (text, responsible, due) in enumerate(lines):
        down = "" if count == 1 else "restart" if index == 0 else "continue"
        is_kept = index < count - 1
        before = [
            (str(row.number), "center"),
            (row.department, ""),
            (row.post, ""),
            (row.power, ""),
            (row.risk_type, "center"),
            (row.description, ""),
            (row.manifestation, ""),
            (table_words.grade(row.grade), "center"),
        ]
        cells = [_cell(words, align=align, down=down, is_kept=is_kept) for words, align in before]
        cells.append(_cell(text, is_kept=is_kept))
        cells.append(_cell(responsible, align="center"))
        cells.append(_cell(table_words.leader(row), align="center", down=down))
        cells.append(_cell(due, align="center"))
        yield _row(cells)


def _row(cells: list[Any], *, is_head: bool = False) -> Any:
    row = OxmlElement("w:tr")
    facts = OxmlElement("w:trPr")
    facts.append(OxmlElement("w:cantSplit"))
    if is_head:
        facts.append(OxmlElement("w:tblHeader"))
    row.append(facts)
    row.extend(cells)
    return row


def _cell(
    text: str,
    *,
    align: str = "",
    down: str = "",
    across: int = 1,
    shade: str = "",
    is_bold: bool = False,
    is_kept: bool = False,
) -> Any:
    """One cell; `down` begins (restart) or continues a merge downwards, `is_kept` stays on the page of the next line."""
    cell = OxmlElement("w:tc")
    facts = _append(cell, "w:tcPr")
    if across > 1:
        _append(facts, "w:gridSpan", val=str(across))
    if down:
        _append(facts, "w:vMerge", val=down)
    if shade:
        _append(facts, "w:shd", val="clear", color="auto", fill=shade)
    _append(facts, "w:vAlign", val="center")
    lines = [""] if down == "continue" else word.clean(text).split("\n")
    for line in lines:
        _paragraph(cell, line, align=align, is_bold=is_bold, is_kept=is_kept)
    return cell


def _paragraph(cell: Any, text: str, *, align: str, is_bold: bool, is_kept: bool) -> None:
    paragraph = _append(cell, "w:p")
    if align or is_kept:
        facts = _append(paragraph, "w:pPr")
        if is_kept:
            _append(facts, "w:keepNext")
        if align:
            _append(facts, "w:jc", val=align)
    if not text:
        return
    run = _append(paragraph, "w:r")
    if is_bold:
        _append(_append(run, "w:rPr"), "w:b")
    words = _append(run, "w:t")
    words.text = text
    words.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")


def _append(parent: Any, tag: str, **attributes: str) -> Any:
    element = OxmlElement(tag)
    for name, value in attributes.items():
        element.set(qn(f"w:{name}"), value)
    parent.append(element)
    return element


def _signatures(document: Any, table: calculations.PrintedTable) -> None:
    """Four columns without lines around them, on one page with each other."""
    document.add_paragraph(word.clean(table.since_approval)).paragraph_format.keep_with_next = True
    signers = table_words.signatures(table)
    row = document.add_table(rows=1, cols=len(signers)).rows[0]
    row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
    for cell, (label, name, asked) in zip(row.cells, signers, strict=True):
        cell.paragraphs[0].add_run(word.clean(label)).bold = True
        cell.add_paragraph(word.clean(name))
        cell.add_paragraph(f"{asked}＿＿＿＿＿＿＿＿").paragraph_format.space_before = Pt(10)
        cell.add_paragraph(_("　　　　　　年　　月　　日")).paragraph_format.space_before = Pt(4)


def _foot(document: Any, table: calculations.PrintedTable) -> None:
    """Page x of y, the beginning of the hash, the QR code; on every page."""
    line = document.sections[0].footer.paragraphs[0]
    line.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    line.add_run(_("第 "))
    _field(line, "PAGE")
    line.add_run(_(" 页　共 "))
    _field(line, "NUMPAGES")
    code = _("校验码 %(code)s") % {"code": table.short_hash} if table.short_hash else _("内容未固定")
    line.add_run(word.clean(_(" 页　　%(code)s　") % {"code": code}))
    picture = io.BytesIO()
    table_words.qr(table).save(picture, kind="png", scale=6, border=1)
    line.add_run().add_picture(picture, width=Mm(12))


def _field(paragraph: Any, name: str) -> None:
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), name)
    _append(_append(field, "w:r"), "w:t").text = "1"
    paragraph._p.append(field)
