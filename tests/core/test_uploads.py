"""Proof handed in as files: kept by content, refused in words, never read or unpacked without bounds."""

import io
import lzma
import struct
import zipfile

import pytest
from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.datastructures import MultiValueDict
from docx import Document
from openpyxl import Workbook

from core.documents import uploads
from core.forms import FilesField

PNG = b"\x89PNG\r\n\x1a\n" + b"0" * 20


class ProofForm(forms.Form):
    proof = FilesField(label="佐证")


def packed(**entries: bytes) -> bytes:
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in entries.items():
            archive.writestr(name.replace("__", "/"), data)
    return kept.getvalue()


def office(made) -> bytes:
    kept = io.BytesIO()
    made.save(kept)
    return kept.getvalue()


def faults(name: str, data: bytes) -> list[str]:
    try:
        uploads.read(SimpleUploadedFile(name, data))
    except ValidationError as error:
        return error.messages
    return []


@pytest.mark.parametrize(
    ("name", "data", "kind"),
    [
        ("记录.pdf", b"%PDF-1.7 x", "application/pdf"),
        ("签到.PNG", PNG, "image/png"),
        ("照片.jpeg", b"\xff\xd8\xff\xe0x", "image/jpeg"),
        ("纪要.docx", office(Document()), uploads.PACKED["word/document.xml"].content_type),
        ("台账.xlsx", office(Workbook()), uploads.PACKED["xl/workbook.xml"].content_type),
    ],
)
def test_a_file_is_known_by_its_content(name, data, kind):
    read = uploads.read(SimpleUploadedFile(name, data))

    assert (read.name, read.data, read.content_type) == (name, data, kind)


def test_a_file_of_another_kind_is_refused():
    assert faults("程序.exe", b"MZ\x90") == [
        "“程序.exe”不是可以接收的文件。请上传 PDF、PNG、JPG、Word（.docx）或 Excel（.xlsx）。"
    ]


@pytest.mark.parametrize(("name", "kind"), [("fake.pdf", "PDF"), ("签到.JPG", "JPG"), ("台账.xlsx", "Excel")])
def test_a_name_that_says_another_kind_than_the_content_is_told(name, kind):
    ending = name[name.index(".") :].lower()

    assert faults(name, b"just text") == [
        f"“{name}”的扩展名是 {ending}，内容却不是 {kind}，可能已损坏，或只是改了扩展名。请重新导出后再传。"
    ]


def test_an_ending_that_lies_is_refused():
    assert faults("记录.docx", b"%PDF-1.7") == ["“记录.docx”的内容与扩展名不符，应是 .pdf 文件。请改正扩展名后再传。"]


def test_a_large_file_is_refused_without_reading_on():
    assert faults("大.pdf", b"%PDF-" + b"0" * uploads.MOST_BYTES) == ["“大.pdf”超过 5 MB，请压缩或拆分后再传。"]


def test_an_archive_that_swells_is_refused():
    swollen = packed(word__document__xml=b"0" * (uploads.MOST_UNPACKED + 1))

    assert faults("胀.docx", swollen) == ["“胀.docx”解压后过大，不是普通的文档。"]


def test_an_archive_of_many_entries_is_refused():
    many = packed(**{f"word__{number}.xml": b"" for number in range(uploads.MOST_ENTRIES + 1)})

    assert faults("碎.docx", many) == ["“碎.docx”解压后过大，不是普通的文档。"]


def test_macros_are_refused():
    assert faults("宏.xlsx", packed(**{"xl__vbaProject.bin": b"1", "xl__workbook.xml": b""})) == [
        "“宏.xlsx”含有宏，请另存为不含宏的文件后再传。"
    ]


def test_a_plain_archive_and_a_broken_one_are_refused():
    assert faults("包.zip", packed(a=b"1")) == ["“包.zip”是压缩包。请解压后逐份上传。"]
    assert faults("坏.docx", b"PK\x03\x04 nothing") == ["“坏.docx”打不开，可能已损坏或加了密码。"]


def test_the_name_loses_its_folders():
    assert uploads.read(SimpleUploadedFile("签到.png", PNG)).name == "签到.png"


def form(*files: SimpleUploadedFile) -> ProofForm:
    return ProofForm({}, MultiValueDict({"proof": list(files)}))


def test_a_form_takes_several_files_and_names_each_that_it_refuses():
    good = form(*(SimpleUploadedFile(f"{number}.png", PNG) for number in range(2)))
    bad = form(*(SimpleUploadedFile(f"{number}.exe", b"MZ") for number in range(2)))

    assert good.is_valid()
    assert [each.name for each in good.cleaned_data["proof"]] == ["0.png", "1.png"]
    assert [fault[:5] for fault in bad.errors["proof"]] == ["“0.ex", "“1.ex"]


def test_a_form_wants_a_file_and_not_too_many():
    assert form().errors["proof"] == ["这个字段是必填项。"]
    many = form(*(SimpleUploadedFile(f"{number}.png", PNG) for number in range(uploads.MOST_FILES + 1)))
    assert many.errors["proof"] == ["一次最多 10 份，请分次上传。"]


@pytest.mark.parametrize("error", [ValueError("x"), struct.error("x"), lzma.LZMAError("x")])
def test_whatever_a_damaged_archive_raises_is_said_as_a_fault(error, monkeypatch):
    def fail(*_args, **_kwargs):
        raise error

    monkeypatch.setattr(uploads.zipfile, "ZipFile", fail)

    assert faults("坏.docx", b"PK\x03\x04") == ["“坏.docx”打不开，可能已损坏或加了密码。"]


def test_asking_to_clear_what_was_never_there_is_nothing_said():
    form = ProofForm({"proof-clear": "on"}, MultiValueDict())

    assert form.errors == {"proof": ["这个字段是必填项。"]}
