"""Files of strangers: told by content, written anew, refused with what to do; nothing of who made them where remains."""

import io

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image
from pypdf import PdfReader, PdfWriter
from pypdf.generic import ArrayObject, DictionaryObject, NameObject, StreamObject, TextStringObject

from disclosure.documents import stripped_uploads
from disclosure.models import Suggestion, SuggestionFile
from tests.disclosure import asked

SECRET = b"SECRET"
MAKE, ORIENTATION, GPS = 0x010F, 0x0112, 0x8825


def picture(kind="JPEG", size=(60, 40), **options):
    exif = Image.Exif()
    exif[MAKE], exif[ORIENTATION] = "SECRETPHONE", 6
    written = io.BytesIO()
    marks = {"exif": exif, "comment": SECRET} if kind == "JPEG" else {"exif": exif}
    Image.new("RGB", size, "red").save(written, kind, **{**marks, **options})
    return written.getvalue()


def pdf(*, pages=1, photo=True, password="", compress=False):
    """Pages with a photograph that holds a place, an author, a script, a file and links."""
    made = io.BytesIO()
    first, *rest = [Image.new("RGB", (60, 40), "blue")] * pages
    first.save(made, "PDF", save_all=True, append_images=rest, author="SECRET author")
    writer = PdfWriter(clone_from=PdfReader(made))
    for found in writer._objects:
        if photo and isinstance(found, StreamObject) and found.get("/Subtype") == "/Image":
            found._data = picture()
            found[NameObject("/Filter")] = ArrayObject([NameObject("/DCTDecode")])
            found[NameObject("/Metadata")] = TextStringObject("SECRET metadata")
            if compress:
                import zlib

                found._data = zlib.compress(picture())
                found[NameObject("/Filter")] = ArrayObject([NameObject("/FlateDecode"), NameObject("/DCTDecode")])
    script = {NameObject("/S"): NameObject("/JavaScript"), NameObject("/JS"): TextStringObject("SECRET script")}
    writer._root_object[NameObject("/OpenAction")] = DictionaryObject(script)
    writer.pages[0][NameObject("/AA")] = DictionaryObject({NameObject("/O"): DictionaryObject(script)})
    writer.add_attachment("SECRET.txt", b"SECRET content")
    writer.add_metadata({"/Title": "SECRET title"})
    if password:
        writer.encrypt(password, algorithm="RC4-128")
    written = io.BytesIO()
    writer.write(written)
    return written.getvalue()


def read(data, name="现场.bin"):
    return stripped_uploads.read(SimpleUploadedFile(name, data), 1)


def refusal(data, name="现场.bin"):
    with pytest.raises(ValidationError) as raised:
        read(data, name)
    return raised.value.messages


@pytest.mark.parametrize(
    ("kind", "name", "content_type"), [("JPEG", "附件1.jpg", "image/jpeg"), ("PNG", "附件1.png", "image/png")]
)
def test_of_a_picture_only_the_pixels_remain_turned_as_it_was_held(kind, name, content_type):
    sent = picture(kind)

    kept = read(sent)

    with Image.open(io.BytesIO(kept.data)) as seen:
        assert (seen.size, dict(seen.getexif()), seen.info.get("comment")) == ((40, 60), {}, None)
    assert (kept.name, kept.content_type, SECRET in sent, SECRET in kept.data) == (name, content_type, True, False)


def test_what_lies_under_transparency_is_gone():
    written = io.BytesIO()
    Image.new("RGBA", (2, 2), (255, 0, 0, 0)).save(written, "PNG")

    with Image.open(io.BytesIO(read(written.getvalue()).data)) as seen:
        assert (seen.mode, seen.getpixel((0, 0))) == ("RGB", (255, 255, 255))


def test_a_large_picture_becomes_one_that_can_still_be_read():
    with Image.open(io.BytesIO(read(picture(size=(3000, 1500))).data)) as seen:
        assert max(seen.size) == stripped_uploads.LONGEST_SIDE


@pytest.mark.parametrize("compress", [False, True])
def test_of_a_pdf_only_the_pages_remain(compress):
    sent = pdf(pages=2, compress=compress)

    kept = read(sent)

    seen = PdfReader(io.BytesIO(kept.data))
    assert (len(seen.pages), seen.metadata, dict(seen.attachments), set(seen.trailer["/Root"])) == (
        2,
        None,
        {},
        {"/Type", "/Pages"},
    )
    assert set(seen.pages[0]) <= {*stripped_uploads.PAGE_KEYS, "/Parent"}
    assert (SECRET in sent, SECRET in kept.data, seen.pages[0].images[0].image.size) == (True, False, (60, 40))


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"PK\x03\x04", "“现场.bin”不是照片（JPG、PNG）或 PDF，不能接收。"),
        (b"", "“现场.bin”不是照片（JPG、PNG）或 PDF，不能接收。"),
        (b"\xff\xd8\xff" + b"0" * 50, "“现场.bin”打不开，可能已损坏或加了密码。"),
        (b"\x89PNG\r\n\x1a\n", "“现场.bin”打不开，可能已损坏或加了密码。"),
        (b"%PDF-1.7 nothing", "“现场.bin”打不开，可能已损坏或加了密码。"),
        (b"%PDF-" + b"0" * 5 * 1024 * 1024, "“现场.bin”超过 5 MB，请压缩后再传。"),
    ],
)
def test_what_cannot_be_taken_in_is_refused_with_what_to_do(data, said):
    assert refusal(data) == [said]


def test_a_locked_pdf_and_one_too_long_are_refused():
    assert refusal(pdf(password="x")) == ["“现场.bin”加了密码，请去掉密码后再传。"]
    assert refusal(pdf(pages=51)) == ["“现场.bin”超过 50 页，请拆分后再传。"]


def test_a_picture_too_large_to_unpack_is_refused(monkeypatch):
    monkeypatch.setattr(stripped_uploads, "MOST_PIXELS", 100)

    assert refusal(picture()) == ["“现场.bin”的尺寸过大，请缩小后再传。"]


@pytest.mark.parametrize("options", [{"kind": "PNG"}, {"progressive": True}])
def test_a_picture_that_can_only_be_unpacked_whole_may_have_fewer_pixels(monkeypatch, options):
    monkeypatch.setattr(stripped_uploads, "MOST_WHOLE", 60 * 40 - 1)

    assert refusal(picture(**options)) == ["“现场.bin”的尺寸过大，请缩小后再传。"]
    assert read(picture()).name == "附件1.jpg"


def test_a_large_photograph_is_never_unpacked_whole(monkeypatch):
    sizes, real = [], Image.Image.thumbnail
    monkeypatch.setattr(
        Image.Image, "thumbnail", lambda self, size: sizes.append((self.im.size, self.tile)) or real(self, size)
    )

    kept = read(picture(size=(6000, 4000)))

    assert sizes == [((3000, 2000), [])]
    with Image.open(io.BytesIO(kept.data)) as seen:
        assert seen.size == (1600, 2400)


def test_pictures_are_read_one_after_the_other(monkeypatch):
    held, real = [], stripped_uploads._shrink
    monkeypatch.setattr(
        stripped_uploads,
        "_shrink",
        lambda opened: held.append(stripped_uploads.ONE_PICTURE.acquire(blocking=False)) or real(opened),
    )

    read(picture())

    assert held == [False]
    assert stripped_uploads.ONE_PICTURE.acquire(blocking=False)
    stripped_uploads.ONE_PICTURE.release()


def test_what_unfolds_beyond_bounds_is_refused(monkeypatch):
    sent = picture("PNG")
    monkeypatch.setattr(stripped_uploads, "_picture", lambda *_said: b"0" * (2 * stripped_uploads.MOST_BYTES + 1))

    assert refusal(sent) == ["“现场.bin”展开后过大，请压缩后再传。"]


@pytest.mark.parametrize("data", [b"no", b"\xff\xd8\x00\xe1", b"\xff\xd8\xff\x01\x00\x02"])
def test_what_is_no_jpeg_within_a_pdf_is_refused(data):
    with pytest.raises((ValueError, IndexError)):
        stripped_uploads.bare_jpeg(data)


@pytest.mark.django_db
def test_files_are_kept_with_the_suggestion_under_names_of_ours(client):
    files = [SimpleUploadedFile("张三的病历.jpg", picture()), SimpleUploadedFile("材料.pdf", pdf())]

    client.post("/open/ask/", asked.entry(files=files))

    kept = list(SuggestionFile.objects.order_by("name").values_list("name", "content_type", "suggestion"))
    key = Suggestion.objects.get().pk
    assert kept == [("附件1.jpg", "image/jpeg", key), ("附件2.pdf", "application/pdf", key)]
    assert [SECRET in bytes(row.data) for row in SuggestionFile.objects.all()] == [False, False]


@pytest.mark.django_db
def test_a_form_with_files_sent_twice_keeps_them_once(client):
    entry = asked.entry()

    for _time in range(2):
        client.post("/open/ask/", {**entry, "files": [SimpleUploadedFile("a.jpg", picture())]})

    assert SuggestionFile.objects.count() == 1


@pytest.mark.django_db
def test_a_file_refused_is_said_beside_the_field_and_to_be_chosen_again(client):
    files = [SimpleUploadedFile("a.exe", b"MZ"), SimpleUploadedFile("b.jpg", picture())]

    response = client.post("/open/ask/", asked.entry(files=files))

    assert response.context["form"].errors == {"files": ["“a.exe”不是照片（JPG、PNG）或 PDF，不能接收。"]}
    assert (response.context["has_lost_files"], response.context["form"]["text"].value()) == (True, asked.TEXT)
    assert "附件没有保存，请重新选择。" in response.text


@pytest.mark.django_db
def test_no_more_than_three_files_are_taken_and_what_is_beyond_is_not_held(client):
    files = [SimpleUploadedFile(f"{number}.jpg", picture()) for number in range(4)]

    response = client.post("/open/ask/", asked.entry(files=files))

    assert response.context["form"].errors == {"files": ["最多 3 份附件，请减少后再传。"]}


@pytest.mark.django_db
def test_a_file_on_its_way_in_lies_on_no_disk_and_is_cut_off_beyond_its_bound(client, monkeypatch):
    seen = []
    real = stripped_uploads.read
    monkeypatch.setattr(
        stripped_uploads,
        "read",
        lambda file, number: seen.append((type(file).__name__, len(file.file.getvalue()))) or real(file, number),
    )

    response = client.post(
        "/open/ask/", asked.entry(files=[SimpleUploadedFile("a.pdf", b"%PDF-" + b"0" * 9 * 1024 * 1024)])
    )

    assert seen == [("InMemoryUploadedFile", stripped_uploads.MOST_BYTES + 1)]
    assert response.context["form"].errors == {"files": ["“a.pdf”超过 5 MB，请压缩后再传。"]}
