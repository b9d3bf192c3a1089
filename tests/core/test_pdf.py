"""PDF: our own faces and styles reach a document, and nothing else does."""

import io
import shutil

import pypdf
import pytest

from core.documents import pdf, weasy


def read(data):
    return pypdf.PdfReader(io.BytesIO(data))


def text_of(data):
    return "\n".join(page.extract_text() for page in read(data).pages)


def faces_of(data):
    fonts = read(data).pages[0]["/Resources"]["/Font"]
    return {str(font.get_object()["/BaseFont"]).split("+")[1].rstrip(",") for font in fonts.values()}


@pytest.fixture
def fetcher():
    return weasy.OwnFiles()


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1:8000/static/css/print.css",
        "https://example.com/a.css",
        "file:///etc/passwd",
        "ftp://127.0.0.1/a.ttf",
        "data:text/css,p{}",
        "print:/styles/../../config/settings.py",
        "print:/styles/..%2f..%2fmanage.py",
        "print:/styles/control_table.html",
        "print:/faces/OFL-NotoSansSC.txt",
        "print:/own/../manage.py",
        "print:/faces/",
        "print://127.0.0.1/elsewhere/a.ttf",
        "control_table.css",
    ],
)
def test_fetcher_refuses_every_address_but_a_face_or_a_style(fetcher, url):
    with pytest.raises(weasy.Refused):
        fetcher.fetch(url)


@pytest.mark.parametrize("url", ["print:/styles/base.css", "print:/styles/control_table.css"])
def test_fetcher_serves_our_styles(fetcher, url):
    assert fetcher.fetch(url).read() == (weasy.STYLES_DIR / url.rpartition("/")[2]).read_bytes()


@pytest.mark.parametrize(
    "html",
    [
        '<img src="http://127.0.0.1:1/a.png">',
        '<img src="file:///etc/hostname">',
        '<link rel="attachment" href="file:///etc/hostname">',
        '<link rel="stylesheet" href="http://127.0.0.1:1/a.css">',
        '<style>@import url("file:///etc/hostname");</style>',
        '<p style="background: url(file:///etc/hostname)">x</p>',
    ],
)
def test_document_that_names_another_address_is_not_drawn(html):
    with pytest.raises(ValueError, match="refused to fetch"):
        pdf.render(html)


def test_picture_inside_a_drawing_is_left_out(tmp_path):
    (tmp_path / "a.svg").write_text('<svg xmlns="http://www.w3.org/2000/svg"><text y="9">秘密</text></svg>')
    picture = f'<image href="file://{tmp_path}/a.svg" width="9" height="9"/>'

    assert text_of(pdf.render(f'<p>公开</p><svg width="9" height="9">{picture}</svg>')) == "公开"


def test_style_that_names_another_address_is_not_drawn():
    with pytest.raises(ValueError, match="refused to fetch"):
        pdf.render("<p>x</p>", css='p { background: url("http://127.0.0.1:1/a.png") }')


def test_phases_are_told_before_layout_and_before_writing():
    heard = []

    pdf.render("<p>职权</p>", phase=lambda *words: heard.append(words))

    assert heard == [("排版", 2, 4), ("写出", 3, 4)]


@pytest.mark.parametrize("use", ["sans", "bold", "title", "text", "heading", "kai"])
def test_names_with_rare_characters_are_written_in_every_face(use):
    data = pdf.render(f'<p style="font-family: var(--{use})">玥堃镕喆昇，□■√▲◆●○</p>')

    assert text_of(data) == "玥堃镕喆昇，□■√▲◆●○"
    assert len(faces_of(data)) == 1


def test_character_that_the_bold_face_lacks_comes_from_the_regular_one():
    data = pdf.render('<p style="font-family: var(--bold)">龘中</p>')

    assert text_of(data) == "龘中"
    assert len(faces_of(data)) == 2


def test_hospital_own_face_goes_before_the_shipped_one(settings, tmp_path):
    shutil.copyfile(weasy.FACES_DIR / weasy.FACES["Print Title"], tmp_path / "方正小标宋简体.TTF")
    (tmp_path / "说明.txt").write_text("字体")
    settings.FONTS_DIR = str(tmp_path)

    assert weasy.own_faces(str(tmp_path)) == {"title": "方正小标宋简体.TTF"}
    data = pdf.render('<p style="font-family: var(--title)">一览表</p>')
    assert [name for name in faces_of(data) if name.startswith("Own-title")] == list(faces_of(data))


def test_folder_of_own_faces_that_is_missing_is_none(tmp_path):
    assert weasy.own_faces(str(tmp_path / "gone")) == {}


def test_official_document_is_a4_upright_with_its_page_number():
    from django.template.loader import render_to_string

    html = render_to_string("documents/base.html", {"title": "关于公布职权目录的通知", "author": "江州市第一人民医院"})
    page = read(pdf.render(html)).pages[0]

    assert [round(float(side) / 72 * 25.4) for side in page.mediabox[2:]] == [210, 297]
    assert page.extract_text().split() == ["关于公布职权目录的通知", "江州市第一人民医院", "—", "1", "—"]


def test_a_machine_without_pango_says_what_to_install(monkeypatch):
    def refuse(name):
        raise OSError("cannot load library 'libpango-1.0-0'")

    monkeypatch.setattr(pdf.importlib, "import_module", refuse)

    with pytest.raises(pdf.PangoMissing, match="apt-get install libpango-1.0-0"):
        pdf.render("<p>一览表</p>")
