"""总览 and 与去年比较: every number that is shown leads to a page with as many rows, and none stands without its link."""

import re
from datetime import timedelta
from html import unescape

import pytest
from django.utils import timezone
from django.utils.html import strip_tags

from controls.models import ControlTable, Measure
from organization.roles import Role
from risks import services as risk_services
from risks.models import RiskPoint, RiskRegister
from tests import factories
from tests.risks import factories as risk_factories
from tests.supervision import factories as supervision_factories
from tests.supervision.test_overview import URL, exposed, head_of, led_by_nobody
from tests.supervision.test_overview_documents import last_year, renew_table, some_changes

pytestmark = pytest.mark.django_db
LINK = re.compile(r'<a [^>]*?href="([^"]*)"[^>]*>(.*?)</a>', re.DOTALL)
SAID = re.compile(r"<th\b.*?</th>|<[^>]*>|\d{4}-\d{2}-\d{2}|20\d\d|\d+%", re.DOTALL)
"""What a row is called, days, years and shares are no numbers of rows."""


def renewed(where):
    """The next edition in force: points and measures added and removed, grades higher and lower."""
    register = risk_services.open_register(by=factories.system(), department=where)
    some_changes(register)
    risk_factories.review(register)
    renew_table(where)


def late(cycle):
    """The year's phases are over, all but the last, and nothing is done but what the lists show."""
    day = timezone.localdate() - timedelta(days=40)
    for phase in cycle.phases.order_by("position"):
        type(phase).objects.filter(pk=phase.pk).update(from_on=day, to_on=day + timedelta(days=20))
    last = cycle.phases.order_by("-position")[0]
    type(last).objects.filter(pk=last.pk).update(to_on=timezone.localdate())


def hospital():
    """Two departments with a year behind them, one without; findings of several ages; a year under way and late."""
    where, other = exposed(name="药剂科"), exposed(name="设备科")
    for each in (where, other):
        last_year(each)
    renewed(where)
    led_by_nobody()
    risk_factories.graded_point(risk_factories.register(), scores=(5, 5, 5))
    for days in (5, 60):
        supervision_factories.finding(where, found_on=timezone.localdate() - timedelta(days=days))
    supervision_factories.missed(supervision_factories.finding(where))
    supervision_factories.finding(other)
    late(supervision_factories.open_cycle(where, other, factories.post().department))
    return where


def shown(client, url):
    """What of a page tells numbers: without the rest of the screen, drawings, and the things named that need a person."""
    text = client.get(url).text.partition("<main")[2].partition(">")[2].partition("</main>")[0]
    text = re.sub(r"<svg.*?</svg>|<nav.*?</nav>|<form.*?</form>", "", text, flags=re.DOTALL)
    return text.partition('<h2 id="act"')[0]


def numbers(text):
    """Address → the number that links there, of every link that shows one and leads to rows."""
    found = [(unescape(url), re.search(r"\d+", strip_tags(content))) for url, content in LINK.findall(text)]
    return [(url, int(number[0])) for url, number in found if number]


def count_at(client, url):
    context = client.get(url).context
    return context["page"].count if "page" in context else len(context["lines"])


@pytest.mark.parametrize("whose", ["office", "head"])
@pytest.mark.parametrize(("url", "least"), [(URL, 25), (f"{URL}changes/", 10)])
def test_every_number_leads_to_as_many_rows(client, url, least, whose):
    where = hospital()
    risk_factories.sign_in(client, factories.holder(Role.PARTY_OFFICE) if whose == "office" else head_of(where))

    led = numbers(shown(client, url))

    wrong = {to: (number, count_at(client, to)) for to, number in led if number != count_at(client, to)}
    assert (len(led) >= least, wrong) == (True, {})


@pytest.mark.parametrize("url", [URL, f"{URL}changes/"])
def test_no_number_stands_without_its_link(client, url):
    hospital()
    risk_factories.sign_in(client, factories.holder(Role.PARTY_OFFICE))

    text = SAID.sub(" ", LINK.sub(" ", shown(client, url)))

    assert [number for number in re.findall(r"\d+", text) if int(number)] == []


def test_the_screen_tells_what_changed_since_last_year(client):
    hospital()
    risk_factories.sign_in(client, factories.holder(Role.PARTY_OFFICE))

    sentence = strip_tags(client.get(URL).context["sentence"])

    assert sentence == (
        f"与{timezone.localdate().year - 1}年相比，风险点新增 2 个、取消 1 个；等级调高 1 个、调低 1 个；防控措施新增 1 条、取消 2 条。"
    )


def test_points_of_a_former_year_are_those_of_the_editions_in_force_at_its_end(client):
    where = exposed()
    last_year(where)
    before = set(RiskPoint.objects.values_list("pk", flat=True))
    renewed(where)
    risk_factories.sign_in(client, head_of(where))
    year = timezone.localdate().year

    pages = {each: client.get(f"/risks/points/?in_force_at={each}").context for each in (year - 1, year, year - 5)}

    found = {each: {row.key for row in page["page"].rows} for each, page in pages.items()}
    now = set(RiskPoint.objects.filter(register__state="in_force").values_list("pk", flat=True))
    assert found == {year - 1: before, year: now, year - 5: set()}


@pytest.mark.parametrize("asked", ["in_force_at=99999", "in_force_at=x", "change=x", "of=x"])
def test_a_look_back_that_cannot_be_read_is_ignored_and_says_so(client, asked):
    where = exposed()
    last_year(where)
    renewed(where)
    risk_factories.sign_in(client, head_of(where))

    page = client.get(f"/risks/points/?{asked}").context["page"]

    now = RiskPoint.objects.filter(register__state="in_force")
    assert ({row.key for row in page.rows}, len(page.filters.errors)) == ({each.pk for each in now}, 1)


def test_a_former_edition_that_one_may_not_see_stays_unseen(client):
    where = exposed()
    last_year(where)
    renewed(where)
    risk_factories.sign_in(client, head_of(exposed()))
    year = timezone.localdate().year - 1

    urls = [f"/risks/points/?in_force_at={year}", "/risks/points/?change=removed", "/controls/measures/?change=removed"]

    assert [count_at(client, url) for url in urls] == [0, 0, 0]


def test_what_differs_is_narrowed_to_one_list(client):
    where, other = exposed(name="药剂科"), exposed(name="设备科")
    risk_factories.sign_in(client, factories.holder(Role.PARTY_OFFICE))
    register = RiskRegister.objects.get(department=where)
    table = ControlTable.objects.get(department=other)

    counts = [
        count_at(client, url)
        for url in (
            "/risks/points/?change=added",
            f"/risks/points/?change=added&of={register.pk}",
            "/controls/measures/?change=added",
            f"/controls/measures/?change=added&of={table.pk}",
        )
    ]

    assert counts == [8, 4, Measure.objects.count(), 4]


@pytest.mark.parametrize("size", [1, 3])
@pytest.mark.parametrize(
    ("url", "count"),
    [("/risks/points/?change=added&counted=on", 8), ("/controls/measures/?change=added&counted=on", 8)],
)
def test_looking_back_asks_the_same_number_of_questions(client, url, count, size, django_assert_num_queries):
    for _each in range(size):
        exposed()
    risk_factories.sign_in(client, factories.holder(Role.PARTY_OFFICE))

    with django_assert_num_queries(count):
        client.get(url)


def test_each_difference_says_on_a_phone_what_it_counts(client):
    where = exposed()
    last_year(where)
    renewed(where)
    risk_factories.sign_in(client, factories.holder(Role.PARTY_OFFICE))

    page = client.get(f"{URL}changes/").text

    labels = ["新增风险点", "取消风险点", "等级调高", "等级调低", "新增措施", "取消措施"]
    assert re.findall(r'data-label="(.*?)"', page) == labels * 2
    assert re.findall(r'<th scope="col"[^>]*>(.*?)</th>', page) == ["部门", *labels]
