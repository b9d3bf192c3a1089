"""The day's head of the trail: told to the auditors and the discipline office, shown on the auditor's page."""

import pytest

from core import services as core_services
from organization import services
from organization.models import Notice
from organization.roles import Role
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _own_heads(settings, tmp_path):
    settings.AUDIT_HEAD_DIR = str(tmp_path)


@pytest.fixture
def people():
    return {role: factories.holder(role) for role in (Role.AUDITOR, Role.DISCIPLINE, Role.PARTY_OFFICE)}


def told():
    return list(Notice.objects.filter(kind="trail.head").order_by("pk").values_list("person", "url"))


def sweep_the_day():
    core_services.ask(kind=core_services.HEAD_DUTY, key="head", payload={})
    return core_services.sweep()


def test_the_days_head_is_told_to_auditors_and_the_discipline_office(people):
    sweep_the_day()

    assert told() == [(people[Role.AUDITOR].pk, "/organization/trail/"), (people[Role.DISCIPLINE].pk, "")]


def test_the_words_can_be_copied_to_paper(people):
    last = core_services.record(by=factories.system(), verb="core.deed")

    sweep_the_day()

    number, start = last.sequence, last.hash[:16]
    copied = f"{start[:4]} {start[4:8]} {start[8:12]} {start[12:]}"
    text = Notice.objects.filter(kind="trail.head")[0].text
    assert text.partition("：")[2] == f"第 {number} 条，共 {number} 条，哈希前 16 位 {copied}。请抄在纸上备查。"


def test_nobody_is_told_twice_a_day(people):
    sweep_the_day()
    sweep_the_day()
    services.keep_head(None, None)

    assert len(told()) == 2


def test_who_may_no_longer_log_in_is_not_told(people):
    services.retire_account(by=factories.holder(Role.SYSADMIN), person=people[Role.AUDITOR])

    sweep_the_day()

    assert [person for person, _url in told()] == [people[Role.DISCIPLINE].pk]


def test_the_auditors_page_shows_the_last_head_and_since_when(client, people):
    core_services.write_head(by=factories.system())
    last = core_services.write_head(by=factories.system())
    client.force_login(people[Role.AUDITOR])

    page = client.get("/organization/trail/")

    assert (page.context["kept"].last.hash, page.context["kept"].count) == (last.hash, 2)
    assert last.shown_hash in page.content.decode()


def test_the_auditors_page_says_when_no_head_was_kept(client, people):
    client.force_login(people[Role.AUDITOR])

    assert "还没有在库外留存" in client.get("/organization/trail/").content.decode()
