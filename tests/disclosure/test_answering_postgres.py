"""What only PostgreSQL shows: two at once with one slip or one form, and a role that may insert and read nothing back."""

import pytest
from django.db import DatabaseError, ProgrammingError, connection, transaction

from disclosure.models import Rating, Suggestion, SuggestionFile
from disclosure.queries import receipts
from disclosure.services import ratings, suggestions
from tests.disclosure import asked
from tests.disclosure.test_stripped_uploads import picture, read
from tests.threads import at_once

pytestmark = pytest.mark.postgres
READ = "disclosure_open disclosure_open_batch disclosure_opensettings organization_calendarday"
INSERTED = "disclosure_suggestion disclosure_suggestionfile disclosure_rating"


def send():
    return suggestions.receive(nonce="n1", kind="question", text=asked.TEXT, files=[read(picture())])


@pytest.fixture
def public_role():
    """The rights that the public face needs, and no other, for the rest of the transaction."""
    with connection.cursor() as cursor:
        cursor.execute("CREATE ROLE answering_back")
        cursor.execute("GRANT USAGE ON SCHEMA public TO answering_back")
        for table in READ.split():
            cursor.execute(f"GRANT SELECT ON {table} TO answering_back")
        for table in INSERTED.split():
            cursor.execute(f"GRANT INSERT ON {table} TO answering_back")
        cursor.execute("GRANT EXECUTE ON FUNCTION disclosure_receipt(text) TO answering_back")

        def become():
            cursor.execute("SET LOCAL ROLE answering_back")

        yield become
        cursor.execute("RESET ROLE")


@pytest.mark.django_db
def test_a_role_that_may_insert_and_read_nothing_back_takes_in_what_the_public_sends(public_role):
    code = asked.slip(asked.batch())
    public_role()

    first, second = send(), send()
    ratings.rate(code=code, level="good")
    with pytest.raises(ratings.Unusable):
        ratings.rate(code=code, level="poor")

    assert (first.code, first.is_repeated, second.is_repeated) == (second.code, False, True)
    assert receipts.suggestion_of(first.code).text == asked.TEXT
    for model in (Suggestion, SuggestionFile, Rating):
        with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
            model.objects.count()


@pytest.mark.django_db(transaction=True)
def test_of_two_using_a_slip_at_once_one_is_told_that_it_was_used():
    code, told = asked.slip(asked.batch()), []

    def rate():
        try:
            ratings.rate(code=code, level="good")
        except ratings.Unusable:
            told.append("used")

    assert (at_once(rate, rate), told, Rating.objects.count()) == (["done", "done"], ["used"], 1)


@pytest.mark.django_db(transaction=True)
def test_a_form_sent_twice_at_once_is_one_suggestion_with_one_code():
    made = []

    outcomes = at_once(*[lambda: made.append(send())] * 2)

    assert (outcomes, len({receipt.code for receipt in made})) == (["done", "done"], 1)
    assert sorted(receipt.is_repeated for receipt in made) == [False, True]
    assert (Suggestion.objects.count(), SuggestionFile.objects.count()) == (1, 1)


@pytest.mark.django_db
def test_a_form_sent_twice_meets_no_error_whose_statement_the_database_would_log(caplog):
    send()

    with transaction.atomic():
        assert send().is_repeated
        assert Suggestion.objects.count() == 1


@pytest.mark.django_db
def test_of_a_rating_only_what_was_written_may_be_emptied():
    made = asked.batch()
    ratings.rate(code=asked.slip(made), level="poor", reason="排队太久")

    Rating.objects.update(reason="")

    for change in ({"level": "good"}, {"number": 9}):
        with pytest.raises(DatabaseError, match="keeps what was inserted"), transaction.atomic():
            Rating.objects.update(**change)
