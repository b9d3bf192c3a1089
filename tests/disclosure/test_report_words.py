"""What reads like a 举报 and what only sounds like one: a table of sentences; and the page with the channels."""

import re

import pytest

from disclosure.calculations import channels, report_words
from disclosure.models import OpenSettings
from disclosure.templatetags import public
from organization.models import Hospital
from tests.disclosure.report_sentences import OTHERS, REPORTS


@pytest.mark.parametrize("text", REPORTS)
def test_a_report_is_told(text):
    assert report_words.looks_like_report(text)


@pytest.mark.parametrize("text", OTHERS)
def test_what_only_sounds_like_a_report_is_none(text):
    assert not report_words.looks_like_report(text)


def test_patterns_stay_within_what_every_browser_reads():
    assert [pattern for pattern, _points in report_words.PATTERNS if "(?<" in pattern or "(?P" in pattern] == []


@pytest.mark.django_db
def test_clause_3_3_the_page_names_the_channels_the_one_above_for_the_main_leaders(client):
    Hospital.objects.update_or_create(id=1, defaults={"discipline_name": "纪委办", "phone": "0555-1"})
    OpenSettings.objects.update_or_create(
        id=1,
        defaults={
            "report_phone": "0555-2345678",
            "report_letterbox": "门诊大厅东侧",
            "report_visit": "行政楼 210 室",
            "upper_name": "驻卫健委纪检监察组",
            "upper_phone": "0555-7654321",
            "upper_address": "江州市人民路 1 号",
        },
    )

    page = client.get("/open/report/")

    shown = [
        word
        for word in ("0555-2345678", "门诊大厅东侧", "行政楼 210 室", "0555-7654321", "12388", "纪委办")
        if word in page.text
    ]
    assert len(shown) == 6
    assert page.text.index("请直接向上级反映") < page.text.index("0555-2345678")
    assert "<form" not in page.text


PHONES = [
    ("0000-8266110（工作日 8:00—12:00，14:00—17:30）", ("", "0000-8266110", "（工作日 8:00—12:00，14:00—17:30）")),
    ("工作日 8:00—12:00 打 0571 88001234 或 12345", ("工作日 8:00—12:00 打 ", "0571 88001234", " 或 12345")),
    ("+86 0571-88001234", ("", "+86 0571-88001234", "")),
    ("行政楼 305 室，8:00—17:30", ("行政楼 305 室，8:00—17:30", "", "")),
    ("12388", ("", "12388", "")),
    ("", ("", "", "")),
]


@pytest.mark.parametrize(("text", "parts"), PHONES)
def test_the_first_telephone_number_of_a_text_is_told_from_hours_and_rooms(text, parts):
    assert channels.around_number(text) == parts


def test_what_is_dialled_is_the_number_alone_and_what_was_typed_stays_text():
    linked = [public.phone(text) for text in ("0571 88001234（<b>值班</b>）", "<b>305</b>")]

    assert linked == [
        '<a href="tel:057188001234">0571 88001234</a>（&lt;b&gt;值班&lt;/b&gt;）',
        "&lt;b&gt;305&lt;/b&gt;",
    ]


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/open/report/", "/open/ask/"])
def test_pages_with_the_channels_dial_numbers_alone(client, path):
    Hospital.objects.update_or_create(id=1, defaults={"phone": "0000-8266000"})
    OpenSettings.objects.update_or_create(
        id=1, defaults={"report_phone": "0000-8266110（工作日 8:00—12:00）", "upper_phone": "0000-8266220 转 2"}
    )

    found = set(re.findall('href="tel:([^"]*)"', client.get(path).text))

    assert found == {"0000-8266110", "0000-8266220", "12388", "0000-8266000"}


@pytest.mark.django_db
def test_the_site_of_the_discipline_bodies_is_a_link_that_says_not_from_where(client):
    link = '<a href="https://www.12388.gov.cn/" rel="noreferrer">www.12388.gov.cn</a>'

    assert link in client.get("/open/report/").text


@pytest.mark.django_db
def test_without_settings_the_page_names_the_hospital_and_12388(client):
    assert [word in client.get("/open/report/").text for word in ("12388", "纪检监察室")] == [True, True]


@pytest.mark.django_db
def test_nothing_is_sent_to_the_page_and_caches_keep_it(client, django_assert_num_queries):
    response = client.get("/open/report/")

    assert (client.post("/open/report/").status_code, response.headers["Cache-Control"]) == (405, "public, max-age=60")
    with django_assert_num_queries(2):
        assert client.get("/open/report/", headers={"If-None-Match": response.headers["ETag"]}).status_code == 304


@pytest.mark.django_db
def test_another_channel_makes_a_new_version(client):
    before = client.get("/open/report/").headers["ETag"]

    OpenSettings.objects.update_or_create(id=1, defaults={"report_phone": "0555-9"})

    assert client.get("/open/report/").headers["ETag"] != before
