"""Loading from the desk: the Party office uploads, sees what would change, and the worker loads it."""

import io
import uuid
from pathlib import Path

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from config.loading import apply
from core import services
from core.models import Attachment, AuditEvent, Duty
from powers.models import Power, PowerList
from tests import factories

pytestmark = pytest.mark.django_db

WORKBOOK = Path(apply.__file__).parent.parent / "demo" / "hospital.xlsx"


@pytest.fixture
def office(client):
    person = factories.holder("party_office", factories.root())
    client.force_login(person)
    return person


def upload(client, data=None, name="hospital.xlsx"):
    file = SimpleUploadedFile(name, data or WORKBOOK.read_bytes())
    return client.post(reverse("desk:load"), {"file": file, "form_key": str(uuid.uuid4())})


def edited(sheet, place, value):
    """The workbook with one cell written over."""
    book = openpyxl.load_workbook(WORKBOOK)
    book[sheet][place] = value
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def load(client, address):
    """Press the button of the preview; returns the job."""
    answer = client.post(address, {"form_key": str(uuid.uuid4())})
    return Duty.objects.get(pk=answer.url.strip("/").split("/")[-1])


def test_an_upload_is_previewed_and_changes_nothing(client, office):
    answer = client.get(upload(client).url)

    counted = {line["sheet"]: (line["file"], line["new"]) for line in answer.context["counts"]}
    assert (*counted["职权"], Power.objects.count()) == (89, 89, 0)


def test_the_worker_loads_what_was_previewed(client, office):
    address = upload(client).url

    duty = load(client, address)
    services.sweep()

    duty.refresh_from_db()
    assert (duty.state, duty.result_url, duty.asked_by) == ("done", address, office)
    assert client.get(address).context["plan"].is_empty


def test_an_upload_and_the_wish_to_load_it_leave_their_events(client, office):
    load(client, upload(client).url)

    kept = Attachment.objects.get()
    events = AuditEvent.objects.filter(verb__startswith="config.").order_by("sequence")
    assert [(event.verb, event.actor_name, event.details["sha256"]) for event in events] == [
        ("config.keep_workbook", office.name, kept.sha256),
        ("config.ask_load", office.name, kept.sha256),
    ]


def test_every_fault_is_shown_and_nothing_is_loaded(client, office):
    answer = client.get(upload(client, edited("风险点", "A2", None)).url)

    assert (answer.status_code, {fault.sheet for fault in answer.context["faults"]}) == (422, {"风险点", "防控措施"})


def test_what_can_no_longer_be_loaded_is_refused_at_once(client, office):
    address = upload(client).url
    load(client, address)
    services.sweep()
    duty = load(client, upload(client, edited("职权", "B2", "重大事项集体决策")).url)
    PowerList.objects.filter(department__code="D01").update(state="in_review")

    services.sweep()

    duty.refresh_from_db()
    assert (duty.state, duty.error[:16]) == ("failed", "预览之后情况有变，现在不能导入。")


def test_a_filer_is_told_who_loads(client):
    client.force_login(factories.holder("filer", factories.department()))

    answer = client.get(reverse("desk:load"))

    assert (answer.status_code, answer.context["reason"]) == (403, "只有党办可以导入工作簿。")


def test_anothers_upload_is_not_found(client, office):
    address = upload(client).url
    client.force_login(factories.holder("party_office"))

    assert client.get(address).status_code == 404
