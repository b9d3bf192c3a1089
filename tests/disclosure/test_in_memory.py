"""What is sent to any page of the public face never lies on a disk on its way in."""

import hashlib

import pytest
from django.core.files import uploadhandler
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import RequestFactory

from disclosure.views import verifying
from disclosure.views.in_memory import Digesting
from tests.disclosure import asked

LARGE = b"%PDF-" + b"0" * 3 * 1024 * 1024
"""More than Django keeps in memory."""


@pytest.fixture(autouse=True)
def _no_disk(monkeypatch):
    """Whoever begins a temporary file fails."""

    def refuse(*_arguments, **_more):
        raise AssertionError("a temporary file")

    monkeypatch.setattr(uploadhandler, "TemporaryUploadedFile", refuse)


@pytest.mark.django_db
def test_a_file_to_verify_is_read_through_and_not_held(client, monkeypatch):
    monkeypatch.setattr(verifying.queries, "by_sha256", lambda sha256: None)

    response = client.post("/open/verify/", {"what": "file", "file-file": SimpleUploadedFile("a.pdf", LARGE)})

    assert response.context["sha256"] == hashlib.sha256(LARGE).hexdigest()


def test_of_a_file_to_verify_name_size_and_hash_are_all_there_is():
    request = RequestFactory().post("/", {"file": SimpleUploadedFile("a.pdf", LARGE)})
    request.upload_handlers = [Digesting(request)]

    file = request.FILES["file"]

    assert (file.name, file.size, file.sha256, file.read()) == (
        "a.pdf",
        len(LARGE),
        hashlib.sha256(LARGE).hexdigest(),
        b"",
    )


@pytest.mark.django_db
def test_a_file_sent_where_none_is_asked_for_goes_by(client):
    addresses = ["/open/receipt/", f"/open/rate/{asked.slip(asked.batch())}/"]

    sent = [
        client.post(address, {"file": SimpleUploadedFile("a.pdf", LARGE), "code": "x", "level": "good"})
        for address in addresses
    ]

    assert [(answer.status_code, dict(answer.wsgi_request.FILES)) for answer in sent] == [(200, {})] * 2
