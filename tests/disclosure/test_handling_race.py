"""Two at once at what came in, on PostgreSQL: one handling, one reply, one number a public answer."""

from datetime import timedelta

import pytest
from django.utils import timezone

from core.models import AuditEvent
from disclosure.models import Handling, Publication, Reply, Suggestion, SuggestionFile
from disclosure.queries import proof
from disclosure.services import handling, retention
from tests import factories
from tests.disclosure import incoming
from tests.threads import all_there, at_once

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.postgres]


@pytest.fixture
def answering():
    """Two of 党办 about to answer the same, which nobody has touched yet."""
    made = incoming.suggestion()
    offices = [incoming.office() for _number in range(2)]

    def answer(by):
        return lambda: handling.answer_suggestion(by=by, suggestion=made, text="答复")

    return [answer(by) for by in offices]


def test_of_two_answering_at_once_the_second_is_told(answering):
    assert at_once(*answering) == ["Denied", "done"]
    assert (Handling.objects.count(), Reply.objects.count()) == (1, 1)


def test_without_the_lock_the_second_meets_the_database(answering, monkeypatch):
    both_have_read = all_there(2)

    def read_only(suggestion):
        both_have_read()
        return Handling(suggestion=Suggestion.objects.get(pk=suggestion.pk))

    monkeypatch.setattr(handling, "lock", read_only)

    assert at_once(*answering) == ["done", "fault IntegrityError"]


def test_two_first_steps_at_once_make_one_handling():
    made, office = incoming.suggestion(), incoming.office()
    places = [incoming.with_filer() for _number in range(2)]

    deeds = [
        lambda place=place: handling.assign_suggestion(by=office, suggestion=made, department=place) for place in places
    ]

    assert at_once(*deeds) == ["done", "done"]
    assert Handling.objects.get().department in places


def test_two_public_answers_at_once_have_numbers_of_their_own():
    office = incoming.office()
    public = {"text": "答", "is_public": True, "title": "题", "question": "问"}
    made = [incoming.suggestion(is_public_allowed=True) for _number in range(2)]

    for each in made:
        handling.answer_suggestion(by=office, suggestion=each, **public)
    reviewer = incoming.secrecy()

    deeds = [lambda each=each: handling.clear_answer(by=reviewer, suggestion=each) for each in made]

    assert at_once(*deeds) == ["done", "done"]
    assert Publication.objects.values("code").distinct().count() == 2
    assert list(proof.publication_breaches(lambda: None)) == []


def test_what_came_in_is_emptied_by_two_at_once_and_told_once():
    made = incoming.answered()
    incoming.file(made)
    Handling.objects.update(closed_at=timezone.now() - timedelta(days=900))
    system = factories.system()

    deeds = [lambda: retention.purge_closed(by=system) for _number in range(2)]

    assert at_once(*deeds) == ["done", "done"]
    assert (Suggestion.objects.get().text, SuggestionFile.objects.count()) == ("", 0)
    assert AuditEvent.objects.filter(verb="disclosure.purge_suggestions").count() == 1
