"""Pages of the checklists: kept by the Party office, nothing asked twice."""

import pytest
from django.utils import timezone

from organization.roles import Role
from supervision.models import ChecklistItem
from tests import factories
from tests.risks.factories import sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def office(client):
    return sign_in(client, factories.holder(Role.PARTY_OFFICE))


def test_the_checklist_is_kept_by_the_party_office(client, office):
    assert client.get("/supervision/checklist/").status_code == 200
    client.post("/supervision/checklist/add/", {"risk_type": "process", "text": "双人验收", "position": "9"})
    item = ChecklistItem.objects.get(text="双人验收")
    assert client.get(item.get_absolute_url()).status_code == 200
    client.post(item.get_absolute_url(), {"text": "双人验收并签字", "position": "9"})
    client.get(f"{item.get_absolute_url()}retire/")
    client.post(f"{item.get_absolute_url()}retire/")

    item.refresh_from_db()
    assert (item.text, item.retired_on) == ("双人验收并签字", timezone.localdate())
    rows = client.get("/supervision/checklist/?with_retired=on&risk_type=process").context["page"].rows
    assert len(rows) == 6


def test_the_same_is_not_asked_twice(client, office):
    first, second = ChecklistItem.objects.filter(risk_type="process").order_by("pk")[:2]

    added = client.post("/supervision/checklist/add/", {"risk_type": "process", "text": first.text, "position": "1"})
    changed = client.post(second.get_absolute_url(), {"text": first.text, "position": "1"})

    assert added.context["form"].errors == {"text": ["这一类型已有同样的检查项目。"]}
    assert changed.context["form"].errors == {"text": ["这一类型已有同样的检查项目。"]}


@pytest.mark.parametrize("size", [1, 3])
def test_the_checklist_asks_the_same_number_of_questions(client, office, size, django_assert_num_queries):
    kept = list(ChecklistItem.objects.order_by("pk").values_list("pk", flat=True)[:size])
    ChecklistItem.objects.exclude(pk__in=kept).update(retired_on=timezone.localdate())

    with django_assert_num_queries(7):
        page = client.get("/supervision/checklist/")

    assert len(page.context["page"].rows) == size
