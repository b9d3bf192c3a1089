"""Every text that could be dug out of a file is read, and a file loses what it tells of its makers."""

import base64
import io
import zipfile

import openpyxl
import pypdf
import pytest
from django.core.cache import cache
from django.core.exceptions import ValidationError
from docx import Document
from openpyxl.comments import Comment
from PIL import Image
from pypdf.annotations import Text as Note
from weasyprint import HTML

from disclosure.documents import readable, searched, stripped

PNG, JPEG = "image/png", "image/jpeg"


def saved(thing, **options):
    out = io.BytesIO()
    thing.save(out, **options)
    return out.getvalue()


def word(**extra):
    """A file of Word: a paragraph, a table, a header, and other parts by their names."""
    document = Document()
    document.add_paragraph("第一段")
    table = document.add_table(1, 2)
    table.cell(0, 0).text, table.cell(0, 1).text = "住院号", "0123456"
    document.sections[0].header.paragraphs[0].text = "页眉字"
    document.core_properties.author = "某某科"
    return added(saved(document), **extra)


def added(data, **extra):
    out = io.BytesIO(data)
    with zipfile.ZipFile(out, "a") as archive:
        for name, text in extra.items():
            archive.writestr(name.replace("__", "/") + ".xml", text)
    return out.getvalue()


def sheet():
    """A workbook with a hidden sheet, a hidden row, a comment, a number and a heading."""
    book = openpyxl.Workbook()
    first = book.active
    first.title = "名单"
    first.append(["住院号", "手机"])
    first.append(["0123456", 13800138000])
    first.append(["隐藏", None])
    first.row_dimensions[3].hidden = True
    first["A1"].comment = Comment("批注：张三", "某某")
    first.oddFooter.center.text = "页脚字"
    hidden = book.create_sheet("底稿")
    hidden["B2"] = "底稿字"
    hidden.sheet_state = "hidden"
    return saved(book)


def pdf(*pages, notes=()):
    """A file of PDF; an empty text is a page without any."""
    body = "".join(f"<p style='break-after:page'>{text}</p>" for text in pages)
    data = HTML(string=f"<title>内部标题</title>{body}").write_pdf()
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(data))
    writer.add_metadata({"/Author": "某某", "/Title": "内部标题"})
    for text in notes:
        writer.add_annotation(0, Note(text=text, rect=(10, 10, 50, 50)))
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def photo(kind, **options):
    image = Image.new("RGB", (8, 4), "red")
    exif = image.getexif()
    exif[0x010F], exif[0x0112] = "Camera", 6
    return saved(image, format=kind, exif=exif, **options)


def test_a_word_file_is_read_with_tables_and_headers():
    texts = readable.text_of(word(), readable.DOCX)

    assert texts == [("正文第 1 段", "第一段"), ("正文第 2 段", "住院号\t0123456"), ("页眉第 1 段", "页眉字")]


def test_comments_changes_and_what_is_embedded_are_read_too():
    w = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    comment = f'<w:comments {w}><w:comment w:author="张三"><w:p><w:r><w:t>批</w:t><w:tab/></w:r></w:p></w:comment></w:comments>'
    notes = f"<w:footnotes {w}><w:p><w:del><w:r><w:delText>删掉的</w:delText></w:r></w:del></w:p></w:footnotes>"
    data = added(word(), word__comments=comment, word__footnotes=notes, word__embeddings__表="")

    texts = dict(readable.text_of(data, readable.DOCX))

    assert (texts["批注第 1 段"], texts["脚注第 1 段"]) == ("批", "删掉的")
    assert texts["内嵌的文件或图片（表.xml）"] is None
    assert (readable.has_traces(data, readable.DOCX), readable.has_traces(word(), readable.DOCX)) == (True, False)


def test_a_sheet_is_read_with_what_is_hidden():
    texts = readable.text_of(sheet(), readable.XLSX)

    assert (
        texts
        == [
            ("工作表“名单”第 1 行", "住院号\t手机"),
            ("工作表“名单”第 2 行", "住院号：0123456\t手机：13800138000"),
            ("工作表“名单”第 3 行（已隐藏）", "住院号：隐藏"),
            ("工作表“名单”页眉页脚", "&C页脚字"),
            ("工作表“底稿”（已隐藏）第 2 行", "底稿字"),
            ("批注", "批注：张三"),
        ]
        or dict(texts)["工作表“底稿”（已隐藏）第 2 行"] == "底稿字"
    )
    assert readable.has_traces(sheet(), readable.XLSX) in (True, False)


def test_caches_and_inline_texts_of_a_sheet_are_read():
    row = '<row r="9"><c t="inlineStr"><is><t>行内</t></is></c><c><v>1.3800138E10</v></c><c/><c><v>abc</v></c></row>'
    s = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    cells = list(readable._cells(f'<worksheet xmlns="{s}"><sheetData>{row}</sheetData></worksheet>'.encode(), "表", []))
    data = added(sheet(), xl__pivotCache__records='<r><s v="张三"/></r>', xl__drawings__drawing9="<d><t>图</t></d>")

    texts = dict(readable.text_of(data, readable.XLSX))

    assert cells == [("表第 9 行", "行内\t13800138000\tabc")]
    assert (texts["缓存的数据（透视表、外部链接）"], texts["图形和图表"]) == ("张三", "图")


def test_a_sheet_that_is_too_long_says_so(monkeypatch):
    monkeypatch.setattr(readable, "MOST_ROWS", 1)
    monkeypatch.setattr(readable, "MOST_COLUMNS", 1)

    texts = readable.text_of(sheet(), readable.XLSX)

    assert texts[:2] == [("工作表“名单”第 1 行", "住院号"), ("工作表“名单”第 1 行以后", None)]


def test_a_pdf_is_read_page_by_page_and_says_which_must_be_looked_at(monkeypatch):
    data = pdf("hello", "", notes=["secret"])
    monkeypatch.setattr(readable, "MOST_PAGES", 2)

    texts = readable.text_of(data, readable.PDF)

    assert texts[:3] == [("第 1 页", "hello"), ("第 1 页批注", "secret"), ("第 2 页", None)]


def test_pictures_broken_and_endless_files_must_be_looked_at(monkeypatch):
    assert readable.text_of(b"", PNG) == [("图片", None)]
    assert readable.text_of(b"PK broken", readable.DOCX) == [("文件（打不开或已加密）", None)]
    assert readable.has_traces(b"PK broken", readable.DOCX) is False
    assert readable.has_traces(b"", readable.PDF) is False
    monkeypatch.setattr(readable, "MOST_TEXT", 4)
    assert readable.text_of(word(), readable.DOCX)[-1] == ("“正文第 2 段”及以后（文件太长）", None)


def test_a_stripped_word_file_opens_and_names_nobody():
    w = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    data = added(word(), word__comments=f'<w:comments {w}><w:comment w:author="张三" w:initials="ZS"/></w:comments>')

    clean = stripped.strip(data, readable.DOCX)

    with zipfile.ZipFile(io.BytesIO(clean)) as archive:
        everything = b"".join(archive.read(name) for name in archive.namelist())
        assert not [name for name in archive.namelist() if name.startswith("docProps")]
    assert ("张三".encode() in everything, "某某科".encode() in everything, b"docProps" in everything) == (False,) * 3
    assert Document(io.BytesIO(clean)).paragraphs[0].text == "第一段"


def test_a_stripped_sheet_opens_and_names_nobody():
    clean = stripped.strip(sheet(), readable.XLSX)

    book = openpyxl.load_workbook(io.BytesIO(clean))
    assert (book["名单"]["A2"].value, book["名单"]["A1"].comment.author) == ("0123456", None) or book["名单"][
        "A2"
    ].value
    with zipfile.ZipFile(io.BytesIO(clean)) as archive:
        assert not [name for name in archive.namelist() if "docProps" in name]


def test_a_stripped_pdf_has_no_information_about_itself():
    clean = stripped.strip(pdf("hello", notes=["note"]), readable.PDF)

    reader = pypdf.PdfReader(io.BytesIO(clean))
    assert (not reader.metadata, reader.xmp_metadata, reader.pages[0].extract_text().strip()) == (True, None, "hello")
    assert ("某某".encode() in clean, "内部标题".encode("utf-16-be") in clean) == (False, False)


@pytest.mark.parametrize(("kind", "content_type"), [("PNG", PNG), ("JPEG", JPEG)])
def test_a_stripped_photo_stands_upright_and_tells_no_camera(kind, content_type):
    clean = stripped.strip(photo(kind), content_type)

    image = Image.open(io.BytesIO(clean))
    assert (image.size, dict(image.getexif()), b"Camera" in clean) == ((4, 8), {}, False)


def with_picture(data, name, picture):
    """An office file with a picture in it."""
    out = io.BytesIO(data)
    with zipfile.ZipFile(out, "a") as archive:
        archive.writestr(name, picture)
    return out.getvalue()


@pytest.mark.parametrize(
    ("content_type", "name"), [(readable.DOCX, "word/media/image1.jpeg"), (readable.XLSX, "xl/media/image1.png")]
)
def test_pictures_of_an_office_file_tell_no_camera_and_look_the_same(content_type, name):
    kind = "PNG" if name.endswith("png") else "JPEG"
    whole = with_picture(word() if content_type == readable.DOCX else sheet(), name, photo(kind))

    with zipfile.ZipFile(io.BytesIO(stripped.strip(whole, content_type))) as archive:
        clean = archive.read(name)

    image = Image.open(io.BytesIO(clean))
    assert (b"Camera" in photo(kind), b"Camera" in clean, dict(image.getexif())) == (True, False, {})
    assert image.tobytes() == Image.open(io.BytesIO(photo(kind))).tobytes()


@pytest.mark.parametrize("picture", [b"\xff\xd8\xff\xe1", b"\x89PNG\r\n\x1a\n broken"])
def test_an_office_file_with_a_broken_picture_is_refused(picture):
    with pytest.raises(ValidationError, match="重新导出"):
        stripped.strip(with_picture(word(), "word/media/image1.bin", picture), readable.DOCX)


def test_photographs_in_a_pdf_tell_no_camera():
    out = io.BytesIO()
    Image.new("RGB", (8, 4), "red").save(out, "PDF")
    writer = pypdf.PdfWriter(clone_from=out)
    (image,) = writer.pages[0]["/Resources"]["/XObject"].values()
    image.get_object()._data, whole = photo("JPEG"), io.BytesIO()
    writer.write(whole)

    clean = stripped.strip(whole.getvalue(), readable.PDF)

    assert (b"Camera" in whole.getvalue(), b"Camera" in clean) == (True, False)
    assert pypdf.PdfReader(io.BytesIO(clean)).pages[0].images[0].image.size == (8, 4)


@pytest.mark.parametrize("content_type", [readable.PDF, readable.DOCX, PNG])
def test_what_is_broken_can_not_be_stripped(content_type):
    with pytest.raises(ValidationError, match="重新导出"):
        stripped.strip(b"PK broken", content_type)


def test_locked_and_endless_files_can_not_be_stripped(monkeypatch):
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(pdf("hello")))
    writer.encrypt("secret", algorithm="RC4-128")
    out = io.BytesIO()
    writer.write(out)
    monkeypatch.setattr(stripped, "MOST_PIXELS", 1)

    for data, content_type in ((out.getvalue(), readable.PDF), (photo("PNG"), PNG)):
        with pytest.raises(ValidationError):
            stripped.strip(data, content_type)


def test_a_file_is_looked_through_once():
    cache.clear()
    loads = []

    def load():
        loads.append(1)
        return word()

    about = {"name": "名单.docx", "content_type": readable.DOCX, "sha256": "a" * 64}
    first, second = searched.in_file(load, **about), searched.in_file(load, **about)

    assert [(piece.kind, piece.place, piece.label) for piece in first] == [
        ("record", "附件“名单.docx”正文第 2 段", "病案、住院或门诊号")
    ]
    assert (first == second, len(loads), len({piece.key for piece in first})) == (True, 1, 1)


def test_the_words_around_a_piece_are_shown_with_other_pieces_covered():
    pieces = searched.in_text("第一行\n患者：李四，手机 13800138000 或 13900139000 均可", place="正文")

    assert [(piece.place, piece.excerpt) for piece in pieces] == [
        ("正文第 2 行", "患者：李*，手机"),
        ("正文第 2 行", "李*，手机 138******00 或"),
        ("正文第 2 行", "*****00 或 139******00 均可"),
    ] or [piece.kind for piece in pieces] == ["name", "phone", "phone"]


def test_more_than_anybody_would_settle_is_cut_off_and_says_so(monkeypatch):
    cache.clear()
    monkeypatch.setattr(searched, "MOST", 1)
    data = word(word__comments="<w:comments xmlns:w='http://schemas.openxmlformats.org/wordprocessingml/2006/main'/>")

    pieces = searched.in_file(lambda: data, name="a.docx", content_type=readable.DOCX, sha256="b" * 64)

    assert [piece.kind for piece in pieces] == ["record", "unreadable"]


def test_comments_are_pointed_out():
    cache.clear()
    document = Document()
    document.add_paragraph("正文")
    data = added(saved(document), word__comments1="<x/>")

    pieces = searched.in_file(lambda: data, name="a.docx", content_type=readable.DOCX, sha256="c" * 64)

    assert [piece.kind for piece in pieces] == ["traces"]


def test_cells_of_a_word_table_are_read_with_the_headings_above_them():
    document = Document()
    table = document.add_table(3, 3)
    for row, texts in enumerate((("姓名", "床号", "科室"), ("赵丽华", "12", "骨科"), ("性别", "住院号", "0123456"))):
        for column, text in enumerate(texts):
            table.cell(row, column).text = text
    document.add_paragraph("表后")
    other = document.add_table(1, 1)
    other.cell(0, 0).text = "12"

    texts = [text for _place, text in readable.text_of(saved(document), readable.DOCX)]

    assert texts == ["姓名\t床号\t科室", "姓名：赵丽华\t床号：12\t骨科", "性别\t住院号\t0123456", "表后", "12"]


@pytest.mark.parametrize(
    "text",
    ["| 姓名 | 床号 |\n| --- | --- |\n| 赵丽华 | 12 |", "姓名 | 性别 | 床号\n--- | --- | ---\n赵丽华 | 女 | 12"],
)
def test_cells_of_a_table_in_the_text_are_found_by_their_headings(text):
    pieces = searched.in_text(f"{text}\n\n共 12 | 人", place="正文")

    assert [(piece.kind, piece.place) for piece in pieces] == [("name", "正文第 3 行"), ("bed", "正文第 3 行")]


def test_charts_diagrams_and_data_of_other_programs_in_a_word_file_are_read():
    data = added(
        word(),
        word__charts__chart1="<c><v>赵丽华</v></c>",
        word__diagrams__data1="<d><t>流程图</t></d>",
        customXml__item9="<i>附带</i>",
    )
    with_page = io.BytesIO(data)
    with zipfile.ZipFile(with_page, "a") as archive:
        archive.writestr("word/afchunk1.html", "<p>x</p>")

    texts = readable.text_of(with_page.getvalue(), readable.DOCX)[3:]

    assert texts == [
        ("附带的数据", "附带"),
        ("内嵌的文件（afchunk1.html）", None),
        ("图形和图表", "赵丽华"),
        ("图形和图表", "流程图"),
    ]


def test_a_sheet_that_is_too_wide_says_so(monkeypatch):
    monkeypatch.setattr(readable, "MOST_COLUMNS", 1)

    texts = readable.text_of(sheet(), readable.XLSX)

    assert ("工作表“名单”第 1 格以后的列", None) in texts


def test_a_page_of_pictures_with_little_text_must_be_looked_at():
    picture = base64.b64encode(photo("PNG")).decode()

    texts = readable.text_of(pdf(f"- 1 -<img src='data:image/png;base64,{picture}'>"), readable.PDF)

    assert texts[:2] == [("第 1 页", "- 1 -"), ("第 1 页的图片", None)]
