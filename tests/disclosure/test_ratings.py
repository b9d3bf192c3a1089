"""评议 by a slip: a code is ours or it is not, is used once, and says nothing of who used it."""

import logging
from datetime import timedelta

import pytest
from django.utils import timezone
from django.utils.module_loading import import_string

from disclosure.calculations import receipts, slips
from disclosure.models import Rating
from disclosure.services import ratings
from tests.disclosure import asked

pytestmark = pytest.mark.django_db


def page(code):
    return f"/open/rate/{code}/"


@pytest.mark.parametrize(("batch", "number"), [(1, 1), (7, 2000), (2**24 - 1, 2**11 - 1)])
def test_a_code_holds_its_batch_and_number(batch, number):
    code = slips.make(batch, number)

    assert (len(code), slips.read(code), slips.read(code.lower().replace("-", ""))) == (
        24,
        (batch, number),
        (batch, number),
    )


@pytest.mark.parametrize(("batch", "number"), [(0, 1), (1, 0), (2**24, 1), (1, 2**11)])
def test_no_code_is_made_of_what_it_cannot_hold(batch, number):
    with pytest.raises(ValueError, match="no code holds"):
        slips.make(batch, number)


def test_a_code_with_any_letter_changed_is_none_of_ours():
    code = slips.make(3, 5)

    changed = [
        code[:place] + other + code[place + 1 :]
        for place, letter in enumerate(code)
        for other in receipts.ALPHABET
        if letter not in ("-", other)
    ]

    assert {slips.read(each) for each in changed} == {None}


@pytest.mark.parametrize("code", ["", "0", "评议码", "A" * 20, "2" * 20, "A" * 500])
def test_what_is_no_code_is_none_of_ours(code):
    assert slips.read(code) is None


def test_stage_3_social_appraisal_takes_one_answer_a_slip(client):
    batch = asked.batch()
    code = asked.slip(batch, 7)

    first = client.post(page(code), {"level": "fair", "chosen": ["等候时间", "服务态度"], "text": "窗口少"})
    second = client.post(page(code), {"level": "poor"})

    (rating,) = Rating.objects.all()
    assert (rating.batch_id, rating.number, rating.level, rating.reason) == (
        batch.pk,
        7,
        "fair",
        "等候时间；服务态度；窗口少",
    )
    assert (first.status_code, second.status_code, second.context["is_used"]) == (200, 409, True)
    assert "这个评议码已用过" in second.text


def test_the_page_of_a_slip_says_what_is_rated_and_no_cache_keeps_it(client, django_assert_num_queries):
    code = asked.slip(asked.batch(title="门诊收费窗口"))

    with django_assert_num_queries(3):
        response = client.get(page(code))

    assert ("门诊收费窗口" in response.text, response.headers["Cache-Control"], response.cookies) == (
        True,
        "no-store",
        {},
    )


def test_a_slip_without_a_choice_is_asked_for_one(client):
    response = client.post(page(asked.slip(asked.batch())), {"text": "窗口少"})

    assert (response.status_code, response.context["form"].errors.keys()) == (422, {"level"})
    assert (response.context["form"]["text"].value(), Rating.objects.count()) == ("窗口少", 0)


@pytest.mark.parametrize(
    "fields", [{"is_closed": True}, {"expires_on": timezone.localdate() - timedelta(days=1)}, {"count": 4}]
)
def test_a_slip_past_its_time_says_how_to_go_on(client, fields):
    code = asked.slip(asked.batch(**fields), 5)

    answers = [client.get(page(code)), client.post(page(code), {"level": "good"}), client.get(page("AAAA"))]

    assert [(answer.status_code, answer.templates[0].name) for answer in answers] == [
        (404, "disclosure/rate_over.html")
    ] * 3
    assert Rating.objects.count() == 0


@pytest.fixture
def filtered(settings):
    """Django's log of answers with the filters of our settings, which tests leave out."""
    names = settings.LOGGING["loggers"]["django.request"]["filters"]
    made = [import_string(settings.LOGGING["filters"][name]["()"])() for name in names]
    logger = logging.getLogger("django.request")
    for each in made:
        logger.addFilter(each)
    yield
    for each in made:
        logger.removeFilter(each)


def test_no_line_of_the_log_holds_the_code_of_a_slip(client, caplog, filtered):
    code = asked.slip(asked.batch())

    for level in ("good", "good", "none"):
        client.post(page(code), {"level": level})
    client.get(page("AAAA-BBBB"))

    told = [record.getMessage() for record in caplog.records if record.name == "django.request"]
    assert told == ["Conflict: /open/rate/…", "Unprocessable Entity: /open/rate/…", "Not Found: /open/rate/…"]


def test_a_slip_that_ends_while_it_is_filled_in_is_refused():
    code = asked.slip(asked.batch(is_closed=True))

    with pytest.raises(ratings.Unusable):
        ratings.rate(code=code, level="good")


def test_what_looks_like_a_report_is_not_kept_with_a_rating(client):
    code = asked.slip(asked.batch())

    response = client.post(page(code), {"level": "poor", "chosen": ["服务态度"], "text": "护士长收红包"})
    assert (response.context["is_report"], Rating.objects.count()) == (True, 0)
    assert response.context["form"]["chosen"].value() == ["服务态度"]

    client.post(page(code), {"level": "poor", "text": "护士长收红包", "is_no_report": "1"})
    assert Rating.objects.get().reason == "护士长收红包"


def test_a_code_typed_in_leads_to_its_page(client):
    code = asked.slip(asked.batch())

    assert client.get("/open/rate/").status_code == 200
    assert client.get("/open/rate/", {"code": f" {code}/ "}).headers["Location"] == page(code)
