"""Stored files: who may open one is said by the reader of its subject, and by nobody else."""

import pytest

from core import queries, services
from core.models import Attachment
from core.registry import registry
from core.rules import Denied
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def file(settings, tmp_path):
    settings.STORAGES = {
        **settings.STORAGES,
        "default": {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": str(tmp_path)},
        },
    }
    kind = {"content_type": "application/pdf", "subject_type": "deed", "subject_id": "1"}
    return services.store(b"%PDF", name="一览表.pdf", by=factories.system(), **kind)


def refuse(attachment, by):
    raise Denied("不可")


@pytest.mark.parametrize(
    ("reader", "is_open"),
    [(lambda attachment, by: True, True), (lambda attachment, by: False, False), (refuse, False), (None, False)],
    ids=["may", "may not", "denied", "no reader"],
)
def test_a_file_opens_as_its_reader_says(monkeypatch, file, reader, is_open):
    monkeypatch.setattr(registry, "attachment_readers", {"deed": reader} if reader else {})

    assert (queries.attachment_for(factories.person(), file.pk) is not None) is is_open


def test_a_file_is_a_download_that_nobody_else_keeps(client, monkeypatch, file):
    monkeypatch.setattr(registry, "attachment_readers", {"deed": lambda attachment, by: True})
    client.force_login(factories.person(), backend="django.contrib.auth.backends.ModelBackend")

    answer = client.get(f"/files/{file.pk}/")

    assert answer["Content-Disposition"].split(";")[0] == "attachment"
    assert (b"".join(answer.streaming_content), answer["Cache-Control"]) == (b"%PDF", "private, no-store")


def test_what_is_not_there_is_nobodys(file):
    assert queries.attachment_for(factories.person(), Attachment.objects.count() + 999) is None
