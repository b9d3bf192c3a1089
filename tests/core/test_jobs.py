"""The page of a background job: own jobs only, real phases, the part equal to the page."""

import pytest
from django.utils import timezone

from core import services
from core.models import Duty
from core.states import DutyState
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def person():
    return factories.person()


@pytest.fixture
def duty(person):
    return services.ask(kind="print", key="print-1", payload={}, title="生成一览表", by=person)


def change(duty, **fields):
    Duty.objects.filter(pk=duty.pk).update(**fields)


def test_a_waiting_job_says_so_and_asks_again(client, person, duty):
    client.force_login(person)

    page = client.get(duty.get_absolute_url()).content.decode()

    assert page.count("排队等待处理") == 1
    assert page.count(f'hx-get="{duty.get_absolute_url()}"') == 1
    assert page.count('<noscript><meta http-equiv="refresh" content="3"></noscript>') == 1


def test_a_running_job_shows_its_phase(client, person, duty):
    change(duty, state=DutyState.RUNNING, phase="排版", phase_number=2, phase_count=4)
    client.force_login(person)

    page = client.get(duty.get_absolute_url()).content.decode()

    assert page.count("排版 （第 2 步，共 4 步）") == 1
    assert page.count('<progress max="100" value="50"') == 1


@pytest.mark.parametrize(
    ("fields", "text"),
    [
        ({"state": DutyState.DONE, "result_url": "/controls/1/"}, 'href="/controls/1/"'),
        ({"state": DutyState.FAILED, "error": "没有字体"}, "没有完成：没有字体"),
    ],
)
def test_an_ended_job_shows_its_end_and_asks_no_more(client, person, duty, fields, text):
    change(duty, finished_at=timezone.now(), **fields)
    client.force_login(person)

    page = client.get(duty.get_absolute_url()).content.decode()

    assert (page.count(text), page.count("hx-trigger"), page.count('http-equiv="refresh"')) == (1, 0, 0)


def test_the_part_is_the_part_of_the_page(client, person, duty):
    client.force_login(person)
    address = duty.get_absolute_url()

    part = client.get(address, headers={"hx-request": "true", "hx-target": "progress"}).content.decode()

    assert part.strip().startswith('<div id="progress"')
    assert part.strip() in client.get(address).content.decode()


def test_a_job_leads_back_to_the_page_it_was_asked_for_on(client, person, duty):
    client.force_login(person)
    back = '<a class="btn btn-quiet" href="/disclosure/batches/1/">回到刚才的页面</a>'
    address = duty.get_absolute_url()

    led = [
        client.get(address, headers={"referer": f"http://testserver{before}"}).content.decode().count(back)
        for before in ("/disclosure/batches/1/", address)
    ]

    assert led == [1, 0]


def test_another_persons_job_is_not_found(client, duty):
    client.force_login(factories.person())

    assert client.get(duty.get_absolute_url()).status_code == 404
