"""An official document as a Word document in the form of GB/T 9704, in the faces that the standard names."""

import io
from typing import Any

from django.utils.translation import gettext as _
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING, WD_TAB_ALIGNMENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

from approvals.documents.official import Heading, Official, Paragraph, Signatures, Table, hash_lines
from core.documents import pdf, word

BODY, TITLE, HEADING, KAI, NUMBER = "仿宋_GB2312", "方正小标宋简体", "黑体", "楷体_GB2312", "宋体"
SIZE, LINE = Pt(16), Pt(28.95)
INDENT = Pt(32)
RED = RGBColor(0xE6, 0x00, 0x12)
GRID = {"type": "linesAndChars", "linePitch": "579", "charSpace": "-849"}
"""22 lines of 28 characters on the type area of 156 × 225 mm (twips; 4096ths of a point)."""
AFTER_FRAME = tuple(
    f"w:{name}"
    for name in (
        "widowControl numPr suppressLineNumbers pBdr shd tabs suppressAutoHyphens kinsoku wordWrap overflowPunct "
        "topLinePunct autoSpaceDE autoSpaceDN bidi adjustRightInd snapToGrid spacing ind contextualSpacing "
        "mirrorIndents suppressOverlap jc textDirection textAlignment textboxTightWrap outlineLvl divId cnfStyle "
        "rPr sectPr pPrChange"
    ).split()
)
"""What follows a frame in a paragraph's properties: the format wants them in this order."""


def draw(official: Official, *, phase: pdf.Phase | None = None) -> bytes:
    """Write the document; odd pages bear their number at the right, even ones at the left."""
    if phase:
        phase(_("排版"), 2, 4)
    document = word.begun(title=official.title.replace("\n", ""), author=official.author)
    _set_up(document)
    _head(document, official)
    for block in official.blocks:
        _block(document, block)
    _close(document, official)
    if official.annex or official.sha256:
        _annex(document, official)
    _foot(document, official)
    if phase:
        phase(_("写出"), 3, 4)
    return word.written(document)


def _set_up(document: Any) -> None:
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.bottom_margin = Mm(37), Mm(35)
    section.left_margin, section.right_margin = Mm(28), Mm(26)
    section.footer_distance = Mm(25)
    for old in section._sectPr.findall(qn("w:docGrid")):
        section._sectPr.remove(old)
    _append(section._sectPr, "w:docGrid", **GRID)
    normal = document.styles["Normal"]
    normal.font.size = SIZE
    word.set_face(normal.font, BODY)
    shape = normal.paragraph_format
    shape.space_before = shape.space_after = Pt(0)
    shape.line_spacing_rule, shape.line_spacing = WD_LINE_SPACING.EXACTLY, LINE
    shape.widow_control = True
    document.settings.odd_and_even_pages_header_footer = True
    for footer, side in ((section.footer, "right"), (section.even_page_footer, "left")):
        _page_number(footer.paragraphs[0], side)


def _page_number(line: Any, side: str) -> None:
    """`— 1 —` in 四号 宋体, one character from the outer edge."""
    is_right = side == "right"
    line.alignment = WD_ALIGN_PARAGRAPH.RIGHT if is_right else WD_ALIGN_PARAGRAPH.LEFT
    shape = line.paragraph_format
    shape.right_indent, shape.left_indent = (Pt(14), Pt(0)) if is_right else (Pt(0), Pt(14))
    _run(line, "— ", face=NUMBER, size=Pt(14))
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), "PAGE")
    run = _append(field, "w:r")
    facts = _append(run, "w:rPr")
    _append(facts, "w:rFonts", ascii=NUMBER, hAnsi=NUMBER, eastAsia=NUMBER)
    _append(facts, "w:sz", val="28")
    _append(run, "w:t").text = "1"
    line._p.append(field)
    _run(line, " —", face=NUMBER, size=Pt(14))


def _run(line: Any, text: str, *, face: str = "", size: Any = None, color: Any = None) -> Any:
    run = line.add_run(word.clean(text))
    if face:
        word.set_face(run.font, face)
    if size:
        run.font.size = size
    if color:
        run.font.color.rgb = color
    return run


def _line(document: Any, text: str = "", *, align: Any = None, is_indented: bool = False, **looks: Any) -> Any:
    line = document.add_paragraph()
    line.alignment = align if align is not None else WD_ALIGN_PARAGRAPH.JUSTIFY
    if is_indented:
        line.paragraph_format.first_line_indent = INDENT
    if text:
        _run(line, text, **looks)
    return line


def _head(document: Any, official: Official) -> None:
    center = WD_ALIGN_PARAGRAPH.CENTER
    if official.marking:
        _line(document, official.marking, face=HEADING)
    if official.red_head:
        mark = _line(document, official.red_head, align=center, face=TITLE, size=Pt(official.red_size), color=RED)
        mark.paragraph_format.space_before = Mm(35)
        mark.paragraph_format.line_spacing = Pt(40)
        _line(document), _line(document)
        _number(document, official)
        _line(document), _line(document)
    title = _line(document, official.title, align=center, face=TITLE, size=Pt(22))
    title.paragraph_format.line_spacing = Pt(32)
    if not official.red_head:
        _line(document, official.number, align=center)
    _line(document)
    if official.addressee:
        _line(document, official.addressee)


def _number(document: Any, official: Official) -> None:
    """发文字号 over the red line; beside it who signs, on a paper to a body above."""
    line = _line(
        document, official.number, align=WD_ALIGN_PARAGRAPH.LEFT if official.signer else WD_ALIGN_PARAGRAPH.CENTER
    )
    if official.signer:
        line.paragraph_format.left_indent = line.paragraph_format.right_indent = Pt(16)
        line.paragraph_format.tab_stops.add_tab_stop(Mm(150), WD_TAB_ALIGNMENT.RIGHT)
        _run(line, f"\t{official.signer}")
    _rule(line, side="bottom", color="E60012", size=16)


def _rule(line: Any, *, side: str, color: str, size: int) -> None:
    borders = OxmlElement("w:pBdr")
    _append(borders, f"w:{side}", val="single", sz=str(size), space="4", color=color)
    line._p.get_or_add_pPr().insert_element_before(borders, *AFTER_FRAME[4:])


def _append(parent: Any, tag: str, **attributes: str) -> Any:
    element = OxmlElement(tag)
    for name, value in attributes.items():
        element.set(qn(f"w:{name}"), value)
    parent.append(element)
    return element


def _block(document: Any, block: Any) -> None:
    if isinstance(block, Heading):
        line = _line(document, block.text, is_indented=True, face=HEADING if block.level == 1 else KAI)
        line.paragraph_format.keep_with_next = True
    elif isinstance(block, Paragraph):
        line = _line(document, block.label, is_indented=True, face=HEADING)
        line.paragraph_format.keep_with_next = block.is_kept
        _run(line, block.text)
    elif isinstance(block, Table):
        _grid(document, block)
    elif isinstance(block, Signatures):
        for label, name in block.lines:
            line = _line(document, _("%(label)s：%(name)s") % {"label": label, "name": name}, size=Pt(14))
            line.paragraph_format.space_before = Pt(10)
            line.paragraph_format.tab_stops.add_tab_stop(Mm(72))
            line.paragraph_format.tab_stops.add_tab_stop(Mm(156), WD_TAB_ALIGNMENT.RIGHT)
            _run(line, _("\t签字：＿＿＿＿＿＿\t年　　月　　日"), size=Pt(14))


def _close(document: Any, official: Official) -> None:
    """附件说明, then 署名, where the seal goes, and the day."""
    if official.annexes:
        _line(document)
    for number, annex in enumerate(official.annexes, 1):
        word = _("附件：") if number == 1 else "　　　"
        line = _line(document, f"{word}{f'{number}. ' if len(official.annexes) > 1 else ''}{annex}")
        line.paragraph_format.left_indent, line.paragraph_format.first_line_indent = Pt(32 + 64), Pt(-64)
    if not official.issuer:
        return
    _line(document), _line(document)
    closing: tuple[tuple[str, dict[str, Any]], ...] = (
        (official.issuer, {}),
        (official.seal, {"color": RGBColor(0x80, 0x80, 0x80), "size": Pt(14)}),
        (official.issued_on, {}),
    )
    for text, looks in closing:
        line = _line(document, text, align=WD_ALIGN_PARAGRAPH.RIGHT, **looks)
        line.paragraph_format.right_indent = INDENT
        line.paragraph_format.keep_with_next = text != official.issued_on


def _annex(document: Any, official: Official) -> None:
    """On a page of its own: every hash whole, and the QR code of the page that verifies the paper."""
    mark = _line(document, _("附件1") if len(official.annexes) > 1 else _("附件"), face=HEADING)
    mark.paragraph_format.page_break_before = True
    _line(document, official.annex_title, align=WD_ALIGN_PARAGRAPH.CENTER, face=TITLE, size=Pt(22))
    _line(document)
    if official.annex:
        _grid(document, official.annex)
    if official.sha256:
        _proof(document, official)


def _proof(document: Any, official: Official) -> None:
    label = _line(document, official.hash_label, face=HEADING, size=Pt(12))
    label.paragraph_format.space_before = Pt(12)
    for text in hash_lines(official.sha256).split("\n"):
        _line(document, text, size=Pt(10.5))
    _line(document, _("扫描二维码并登录后，可核对系统留存的内容与校验值是否一致。"), size=Pt(12))
    picture = io.BytesIO()
    official.qr.save(picture, kind="png", scale=6, border=1)
    line = _line(document, align=WD_ALIGN_PARAGRAPH.LEFT)
    line.paragraph_format.line_spacing_rule = WD_LINE_SPACING.SINGLE
    line.add_run().add_picture(picture, width=Mm(26))


def _grid(document: Any, table: Table) -> None:
    grid = document.add_table(rows=0, cols=len(table.widths), style="Table Grid")
    grid.alignment, grid.autofit = WD_TABLE_ALIGNMENT.CENTER, False
    for place, texts in enumerate((table.headings, *table.rows)):
        row = grid.add_row()
        facts = row._tr.get_or_add_trPr()
        _append(facts, "w:cantSplit")
        if place == 0:
            _append(facts, "w:tblHeader")
        for number, (text, width, cell) in enumerate(zip(texts, table.widths, row.cells, strict=True)):
            cell.width = Mm(width)
            is_last = number == len(texts) - 1
            is_middle = place == 0 or number not in (1, len(texts) - 1)
            size = Pt(10.5) if is_last and place else Pt(12)
            _fill(cell, text, face=HEADING if place == 0 else BODY, size=size, is_middle=is_middle)


def _fill(cell: Any, text: str, *, face: str, size: Any, is_middle: bool) -> None:
    line = cell.paragraphs[0]
    line.alignment = WD_ALIGN_PARAGRAPH.CENTER if is_middle else WD_ALIGN_PARAGRAPH.LEFT
    line.paragraph_format.line_spacing = Pt(18)
    _run(line, text, face=face, size=size)


def _foot(document: Any, official: Official) -> None:
    """版记: to whom it goes, who printed it and when, between lines at the bottom of the last page."""
    if not official.distribution:
        return
    for label, text in official.distribution:
        _foot_line(document, f"{label}：{text}", sides=("top",))
    _foot_line(document, f"{official.printed_by}\t{official.printed_on}", sides=("top", "bottom"))


def _foot_line(document: Any, text: str, *, sides: tuple[str, ...]) -> None:
    """Paragraphs with the same frame stand in one, at the bottom of the type area."""
    line = _line(document, text, align=WD_ALIGN_PARAGRAPH.LEFT, size=Pt(14))
    facts = line._p.get_or_add_pPr()
    facts.insert_element_before(_frame(), *AFTER_FRAME)
    borders = OxmlElement("w:pBdr")
    for side in sides:
        _append(borders, f"w:{side}", val="single", sz="6", space="2", color="000000")
    facts.insert_element_before(borders, *AFTER_FRAME[4:])
    line.paragraph_format.left_indent = line.paragraph_format.right_indent = Pt(14)
    line.paragraph_format.tab_stops.add_tab_stop(Mm(151), WD_TAB_ALIGNMENT.RIGHT)


def _frame() -> Any:
    frame = OxmlElement("w:framePr")
    facts = {
        "w": "8844",
        "wrap": "notBeside",
        "vAnchor": "margin",
        "hAnchor": "margin",
        "xAlign": "center",
        "yAlign": "bottom",
    }
    for name, value in facts.items():
        frame.set(qn(f"w:{name}"), value)
    return frame
