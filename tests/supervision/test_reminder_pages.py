"""Pages of reminders: one's own, one's digest, nothing of others, nothing for the three administrators."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from core.registry import DueItem, ReminderSource, registry
from organization.models import Notice
from organization.roles import Action, Role
from supervision import services
from supervision.models import Digest, Reminder
from tests import factories
from tests.risks.factories import sign_in

pytestmark = pytest.mark.django_db

PAGE = "/supervision/reminders/"
DAY = date(2026, 11, 25)


@pytest.fixture
def remind(monkeypatch):
    """`remind(where, count)` reminds the department's filers of so many things."""

    def send(where, count=1, on=DAY, due_on=None):
        items = [
            DueItem(f"thing:{number}", f"事项{number}", "/desk/", due_on or on, where.pk, (Action.FILE,))
            for number in range(count)
        ]
        source = ReminderSource("防控措施", 1, lambda on, until: items)
        monkeypatch.setattr(registry, "reminder_sources", {"measures": source})
        services.send_reminders(on=on)

    return send


@pytest.mark.parametrize("count", [1, 3])
def test_a_person_sees_their_own_reminders_in_a_constant_number_of_queries(
    client, remind, django_assert_num_queries, count
):
    where, other = factories.department(), factories.department()
    filer = factories.holder(Role.FILER, where)
    factories.holder(Role.FILER, other)
    remind(other)
    Reminder.objects.update(key="other", text="别人的事")
    remind(where, count)
    sign_in(client, filer)

    with django_assert_num_queries(7):
        text = client.get(PAGE).content.decode()

    assert (text.count("今天到期"), "别人的事" in text) == (count, False)


def test_a_thing_is_listed_once_as_it_was_last_reminded_of(client, remind):
    where = factories.department()
    sign_in(client, factories.holder(Role.FILER, where))
    remind(where, on=date(2026, 11, 24), due_on=DAY)
    remind(where, on=DAY, due_on=DAY)

    text = client.get(PAGE).content.decode()

    assert (text.count("今天到期"), text.count("还有1个工作日")) == (1, 0)


@pytest.mark.parametrize(
    ("asked", "count"),
    [("", 1), ("?kind=measures", 1), ("?due=overdue", 0), ("?due=ahead", 1), ("?q=事项", 1), ("?q=别的", 0)],
)
def test_the_list_is_filtered(client, remind, asked, count):
    where, today = factories.department(), timezone.localdate()
    sign_in(client, factories.holder(Role.FILER, where))
    remind(where, due_on=today + timedelta(days=1))

    assert client.get(f"{PAGE}{asked}").content.decode().count("事项0") == count


def test_the_message_leads_to_the_digest_with_its_things_by_kind(client, remind, django_assert_num_queries):
    where = factories.department()
    filer = sign_in(client, factories.holder(Role.FILER, where))
    remind(where, 3)

    url = Notice.objects.get(person=filer).url
    with django_assert_num_queries(8):
        text = client.get(url).content.decode()

    assert ("您有 3 件事到期或逾期（2026-11-25）" in text, text.count("事项")) == (True, 4)


def test_anothers_digest_is_not_there(client, remind):
    where = factories.department()
    factories.holder(Role.FILER, where)
    remind(where)
    sign_in(client, factories.person())

    assert client.get(Digest.objects.get().get_absolute_url()).status_code == 404


@pytest.mark.parametrize("role", [Role.SYSADMIN, Role.SECADMIN, Role.AUDITOR])
def test_the_three_administrators_have_no_reminders(client, role):
    sign_in(client, factories.holder(role))

    assert client.get(PAGE).status_code == 403


def test_without_reminders_the_page_says_when_there_will_be_some(client):
    sign_in(client, factories.person())

    assert "临近期限时" in client.get(PAGE).content.decode()


def test_a_kind_that_is_asked_for_no_more_is_shown_by_its_code(client, remind, monkeypatch):
    where = factories.department()
    sign_in(client, factories.holder(Role.FILER, where))
    remind(where)
    monkeypatch.setattr(registry, "reminder_sources", {})

    assert "measures" in client.get(PAGE).content.decode()
