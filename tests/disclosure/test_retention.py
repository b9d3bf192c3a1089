"""What came in is not kept for ever: after its months, and of a report at once, no table holds a word of it."""

from datetime import timedelta

import pytest
from django.apps import apps
from django.utils import timezone

from core.models import AuditEvent
from core.registry import registry
from disclosure.models import Handling, Rating, Reply, Suggestion, SuggestionFile
from disclosure.services import handling, retention
from disclosure.services.open_settings import change_open_settings
from tests import factories
from tests.disclosure import incoming

pytestmark = pytest.mark.django_db


def closed_ago(made, days):
    Handling.objects.filter(suggestion=made).update(closed_at=timezone.now() - timedelta(days=days))
    return made


def test_what_is_kept_long_enough_is_emptied_and_the_answer_and_figures_stay():
    change_open_settings(by=incoming.office(), kept_months=6)
    old = closed_ago(incoming.answered(), 190)
    young, waiting = closed_ago(incoming.answered(), 170), incoming.suggestion()
    incoming.file(old)

    count = retention.purge_closed(by=factories.system())

    event = AuditEvent.objects.latest("sequence")
    emptied = [bool(incoming.fresh(each).purged_at) for each in (old, young, waiting)]
    assert (count, emptied, SuggestionFile.objects.count()) == (1, [True, False, False], 0)
    assert (event.verb, event.details) == ("disclosure.purge_suggestions", {"count": 1, "reasons": 0})
    assert (Reply.objects.get(suggestion=old).text, incoming.fresh(old).text) == (incoming.ANSWER, "")
    assert (retention.purge_closed(by=factories.system()), AuditEvent.objects.latest("sequence")) == (0, event)


def test_the_daily_duty_empties():
    closed_ago(incoming.refused(), 900)

    outcome = registry.duty_handlers["disclosure.purge"](None, lambda *told: None)

    assert "disclosure.purge" in registry.daily_duties
    assert (outcome, Suggestion.objects.get().text) == ({"result_url": "/disclosure/suggestions/"}, "")


NOTE, WHY, DRAFTED = "标记办理要求", "标记退回理由", "标记答复稿"


def noted(office):
    """Assigned with a note, drafted, returned with a reason: words of the desk at every step."""
    where, made = incoming.with_filer(), incoming.suggestion()
    incoming.file(made, name="标记文件名.pdf")
    handling.assign_suggestion(by=office, suggestion=made, department=where, note=NOTE)
    handling.draft_answer(by=incoming.filer(where), suggestion=made, answer=DRAFTED)
    handling.return_answer(by=office, suggestion=made, reason=WHY)
    return made


def everything_kept():
    """Every value of every table, history, notices, trail and duties among them."""
    models = [model for model in apps.get_models(include_auto_created=True) if model._meta.managed]
    return [str(value) for model in models for row in model._base_manager.values() for value in row.values()]


def found_of(made):
    markers = (incoming.TEXT, incoming.NAME, incoming.CONTACT, "标记文件名", NOTE, WHY, DRAFTED)
    kept = everything_kept()
    return [marker for marker in markers if any(marker in text for text in kept)]


def test_after_the_months_of_keeping_no_table_holds_a_word_of_it():
    office = incoming.office()
    made = noted(office)
    handling.refuse_suggestion(by=office, suggestion=made, text="请向医保部门咨询。")
    closed_ago(made, 900)
    before = found_of(made)

    retention.purge_closed(by=factories.system())

    steps = [each.history_change_reason for each in incoming.fresh(made).handling.history.order_by("history_id")]
    where = incoming.fresh(made).handling.department
    assert (len(before), found_of(made)) == (6, [])
    assert steps == [f"转办给{where}", "提交了答复稿", "退回答复稿", "不予受理"]


def test_after_treating_it_as_a_report_no_table_holds_a_word_of_it():
    office = incoming.office()
    made = noted(office)

    handling.treat_as_report(by=office, suggestion=made)

    assert found_of(made) == []


def test_what_was_written_to_a_rating_is_deleted_after_the_same_months_and_the_rating_stays():
    change_open_settings(by=incoming.office(), kept_months=6)
    batch, today = incoming.batch(), timezone.localdate()
    for number, (level, reason, days) in enumerate(
        (("poor", "护士张某态度差", 190), ("good", "", 190), ("fair", "等", 1)), 1
    ):
        Rating.objects.create(
            batch=batch, number=number, level=level, reason=reason, rated_on=today - timedelta(days=days)
        )

    retention.purge_closed(by=factories.system())

    event = AuditEvent.objects.latest("sequence")
    told = [(each.level, bool(each.reason)) for each in Rating.objects.order_by("number")]
    assert told == [("poor", False), ("good", False), ("fair", True)]
    assert (event.verb, event.details) == ("disclosure.purge_suggestions", {"count": 0, "reasons": 1})
    retention.purge_closed(by=factories.system())
    assert AuditEvent.objects.latest("sequence") == event
