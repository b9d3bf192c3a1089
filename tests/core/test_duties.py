"""Background work: done exactly once, tried again with back-off, refused at once where a rule forbids it."""

import threading
from datetime import timedelta

import pytest
from django.db import connections
from django.utils import timezone

from core import services, tasks
from core.models import Duty
from core.registry import registry
from core.rules import Denied
from core.services import duties
from core.states import DutyState
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def handle(monkeypatch):
    """`handle(handler)` has the kind `deed` done by `handler`."""

    def use(handler):
        monkeypatch.setitem(registry.duty_handlers, "deed", handler)

    return use


def ask(key="deed-1", **fields):
    return services.ask(kind="deed", key=key, payload={"n": 1}, **fields)


def state(duty):
    duty.refresh_from_db()
    return duty.state


def fail_with(error):
    def handler(duty, phase):
        raise error

    return handler


def claim(duty, *, ago, attempts=1):
    """A worker has taken the deed up and told nothing since."""
    Duty.objects.filter(pk=duty.pk).update(state=DutyState.RUNNING, claimed_at=timezone.now() - ago, attempts=attempts)


def make_due(duty):
    Duty.objects.filter(pk=duty.pk).update(due_at=timezone.now())


def test_what_is_asked_twice_is_done_once(handle):
    done = []
    handle(lambda duty, phase: done.append(duty.payload))
    first, second = ask(), ask()

    services.sweep()
    services.sweep()

    assert (first.pk, done) == (second.pk, [{"n": 1}])


def test_what_is_due_later_waits(handle):
    handle(lambda duty, phase: None)
    duty = ask(due_at=timezone.now() + timedelta(hours=1))

    assert (services.sweep(), state(duty)) == (0, DutyState.WAITING)


def test_a_failure_is_tried_again_after_a_while(handle):
    handle(fail_with(OSError("磁盘已满")))
    duty = ask()

    services.sweep()

    assert (state(duty), duty.error, duty.due_at > timezone.now()) == (DutyState.WAITING, "磁盘已满", True)


def test_the_third_failure_is_the_last(handle):
    handle(fail_with(OSError("磁盘已满")))
    duty = ask()

    for _time in range(4):
        make_due(duty)
        services.sweep()

    assert (state(duty), duty.attempts, duty.error) == (DutyState.FAILED, 3, "磁盘已满")


def test_what_a_rule_forbids_is_not_tried_again(handle):
    handle(fail_with(Denied("清单正在审核")))
    duty = ask()

    services.sweep()

    assert (state(duty), duty.attempts, duty.error) == (DutyState.FAILED, 1, "清单正在审核")


def test_a_failed_deed_is_done_when_asked_again(handle):
    handle(fail_with(Denied("清单正在审核")))
    duty = ask()
    services.sweep()
    handle(lambda duty, phase: {"result_url": "/desk/"})

    ask()
    services.sweep()

    assert (state(duty), duty.result_url) == (DutyState.DONE, "/desk/")


def test_a_failed_deed_asked_again_is_done_for_who_asks_now(handle):
    handle(fail_with(Denied("您已不能查看")))
    first, second = factories.person(), factories.person()
    duty = services.ask(kind="deed", key="deed:shared", payload={"by": first.pk}, by=first)
    services.sweep()
    seen = []
    handle(lambda duty, phase: seen.append((duty.payload, duty.asked_by)))

    services.ask(kind="deed", key="deed:shared", payload={"by": second.pk}, by=second)
    services.sweep()

    assert (seen, state(duty)) == ([({"by": second.pk}, second)], DutyState.DONE)


def test_a_deed_whose_worker_died_is_taken_up_again(handle):
    handle(lambda duty, phase: None)
    duty = ask()
    claim(duty, ago=timedelta(seconds=61))

    assert (services.sweep(), state(duty)) == (1, DutyState.DONE)


def test_a_deed_whose_worker_spoke_within_a_minute_is_left_to_it(handle):
    handle(lambda duty, phase: None)
    duty = ask()
    claim(duty, ago=timedelta(seconds=59))

    assert (services.sweep(), state(duty)) == (0, DutyState.RUNNING)


def test_a_dead_workers_deed_is_taken_up_within_two_minutes(settings):
    every = settings.CELERY_BEAT_SCHEDULE["sweep-duties"]["schedule"]

    assert duties.STUCK_AFTER + timedelta(seconds=every) <= timedelta(minutes=2)


def test_each_phase_told_renews_the_claim(handle):
    claims = []

    def handler(duty, phase):
        claim(duty, ago=timedelta(seconds=59))
        phase("排版", 1, 2)
        claims.append(Duty.objects.get(pk=duty.pk).claimed_at)

    handle(handler)
    ask()

    before = timezone.now()
    services.sweep()

    assert claims[0] >= before


def test_a_kind_that_may_be_silent_for_longer_is_given_its_time(handle, monkeypatch):
    handle(lambda duty, phase: None)
    monkeypatch.setitem(registry.duty_patience, "deed", timedelta(minutes=10))
    duty = ask()

    claim(duty, ago=timedelta(seconds=599))
    assert (services.sweep(), state(duty)) == (0, DutyState.RUNNING)

    claim(duty, ago=timedelta(seconds=601))
    assert (services.sweep(), state(duty)) == (1, DutyState.DONE)


def test_the_long_and_silent_name_their_patience():
    assert registry.duty_patience == {
        "config.load_workbook": timedelta(minutes=10),
        "disclosure.print": timedelta(minutes=10),
        "disclosure.print_slips": timedelta(minutes=10),
    }


@pytest.mark.parametrize("error", [None, OSError("磁盘已满")])
def test_who_was_thought_dead_changes_nothing_of_what_another_has_ended(handle, error):
    def handler(duty, phase):
        Duty.objects.filter(pk=duty.pk).update(state=DutyState.DONE, finished_at=timezone.now(), phase="完成")
        phase("排版", 1, 2)
        if error:
            raise error

    handle(handler)
    duty = ask()

    services.sweep()

    assert (state(duty), duty.phase, duty.error) == (DutyState.DONE, "完成", "")


def test_a_deed_that_kills_its_worker_again_and_again_is_given_up(handle):
    handle(lambda duty, phase: None)
    duty = ask()
    claim(duty, ago=timedelta(seconds=61), attempts=3)

    services.sweep()

    assert (state(duty), duty.error) == (DutyState.FAILED, "处理时多次中断，已停止。请联系系统管理员。")


def test_a_sweep_does_no_more_than_its_limit(handle):
    done = []
    handle(lambda duty, phase: done.append(duty.key))
    for number in range(3):
        ask(key=f"deed-{number}")

    swept = services.sweep(limit=2)

    assert (swept, len(done)) == (2, 2)


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_workers_that_sweep_at_once_share_the_deeds(handle):
    done = []
    handle(lambda duty, phase: done.append(duty.key))
    keys = [ask(key=f"deed-{number}").key for number in range(20)]

    def work():
        services.sweep()
        connections.close_all()

    workers = [threading.Thread(target=work) for _number in range(4)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join(timeout=30)

    assert sorted(done) == sorted(keys)


def test_the_duties_of_each_day_are_asked_once_a_day(monkeypatch):
    monkeypatch.setattr(registry, "daily_duties", ["deed"])
    first, second = timezone.localdate(), timezone.localdate() + timedelta(days=1)

    for day in (first, first, second):
        monkeypatch.setattr(timezone, "localdate", lambda *_, day=day: day)
        assert services.ask_daily() == 1

    assert set(Duty.objects.values_list("key", flat=True)) == {f"deed:{first}", f"deed:{second}"}


def test_beat_asks_for_the_days_duties_every_hour(monkeypatch, settings):
    monkeypatch.setattr(registry, "daily_duties", ["deed"])

    asked = tasks.ask_daily()

    assert (asked, settings.CELERY_BEAT_SCHEDULE["ask-daily-duties"]["task"]) == (1, tasks.ask_daily.name)


def test_sending_is_asked_for_each_day_too():
    assert "organization.deliver" in registry.daily_duties
