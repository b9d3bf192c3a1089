"""总览: its numbers equal a recount and lead to their rows; who is shown what; what it costs."""

import re
from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from django.utils.html import strip_tags

from controls import services as control_services
from controls.models import Measure
from core import services as core_services
from organization import services as organization_services
from organization.models import CalendarDay
from organization.roles import GRANTS, Action, Role
from risks.models import RiskPoint, RiskRegister
from supervision import queries
from supervision.queries.places import PROVIDERS
from supervision.queries.standing import CONDITIONS
from supervision.states.cycles import Place
from tests import factories
from tests.controls import factories as control_factories
from tests.powers import factories as power_factories
from tests.risks import factories as risk_factories
from tests.supervision import factories as supervision_factories

pytestmark = pytest.mark.django_db
SCORES = ((5, 5, 5), (3, 3, 3), (1, 1, 1), (1, 1, 1))
URL = "/supervision/overview/"


def exposed(where=None, *, scores=SCORES, name=""):
    """A department with a register and a table in force: four points, of its measures two are overdue, one is done."""
    where = where or factories.department(name)
    register = risk_factories.register(where)
    for each in scores:
        risk_factories.graded_point(register, scores=each)
    risk_factories.review(register)
    table = control_factories.table(where)
    today = timezone.localdate()
    high = register.points.order_by("-total", "pk")[0]
    for days in (-9, -3, 5):
        control_factories.measure(table, point=high, due_on=today + timedelta(days=days))
    done = control_factories.measure(table, point=high)
    control_services.set_progress(by=factories.system(), measure=done, status="done")
    control_factories.in_force(table)
    return where


def led_by_nobody():
    """The leadership's register in force, with one high point."""
    register = risk_factories.leadership_register()
    risk_factories.graded_point(register, scores=(5, 5, 5))
    risk_factories.review(register)
    return risk_factories.in_force(register)


def head_of(where):
    return factories.holder(Role.DEPARTMENT_HEAD, where)


def phase_places(cycle):
    """Department and phase → place, as the page of the year shows it."""
    shown = queries.overview(cycle)
    return {(line.department.pk, cell.phase.kind): cell for line in shown.lines for cell in line.cells}


def test_points_by_department_and_grade_equal_a_recount():
    places = [exposed(), exposed(scores=SCORES[1:])]
    register = led_by_nobody()
    risk_factories.point(risk_factories.register())

    shown = queries.overview_of(factories.holder(Role.PARTY_OFFICE))

    standing = RiskPoint.objects.filter(register__state="in_force")
    assert [(row.label, row.is_leadership, dict(row.grades)) for row in shown.exposures] == [
        (places[0].name, False, {"high": 1, "medium": 1, "low": 2}),
        ("医院党委", True, {"high": 1}),
        (places[1].name, False, {"medium": 1, "low": 2}),
    ]
    assert shown.exposures[1].register_id == register.pk
    assert shown.points == standing.count()
    assert {grade: standing.filter(grade=grade).count() for grade in shown.grades} == shown.grades
    assert shown.types == {"post_duty": {"high": 2, "medium": 2, "low": 4}}


def test_measures_and_findings_equal_a_recount():
    where = exposed()
    today = timezone.localdate()
    for days in (5, 60, 200, 201):
        supervision_factories.finding(where, found_on=today - timedelta(days=days))
    supervision_factories.missed(supervision_factories.finding(where, found_on=today - timedelta(days=100)))
    supervision_factories.closed(supervision_factories.finding(where, found_on=today))

    shown = queries.overview_of(factories.holder(Role.PARTY_OFFICE))

    assert shown.measures == {"overdue": 2, "open": 1, "done": 1}
    assert sum(shown.measures.values()) == Measure.objects.count()
    assert shown.ages == {
        "fresh": {"open": 1},
        "month": {"open": 1},
        "quarter": {"overdue": 1},
        "old": {"open": 2},
    }
    assert (shown.findings, shown.overdue_findings) == (5, 1)


def test_years_show_the_edition_that_was_in_force_last_in_each():
    where = exposed()
    year = timezone.localdate().year
    before = RiskRegister.objects.get(department=where)
    RiskRegister.objects.filter(pk=before.pk).update(in_force_at=timezone.now() - timedelta(days=800))
    made = risk_factories.register(where)
    risk_factories.graded_point(made, scores=(5, 5, 5))
    risk_factories.review(made)
    risk_factories.in_force(made)
    begun = timezone.localdate(timezone.now() - timedelta(days=800)).year

    shown = queries.overview_of(factories.holder(Role.PARTY_OFFICE))

    old, new = {"high": 1, "medium": 1, "low": 2}, {"high": 2, "medium": 1, "low": 2}
    assert shown.years == {each: new if each == year else old for each in range(begun, year + 1)}
    assert (shown.grades["high"], shown.high_before) == (2, 1)


def test_without_anything_before_there_is_no_change_to_tell():
    assert queries.overview_of(factories.holder(Role.PARTY_OFFICE)).high_before is None


def test_phases_are_counted_as_the_page_of_the_year_shows_them(today):
    places = [exposed(), factories.department(), factories.post().department]
    submitted = power_factories.power_list(places[2])
    for power_list in (power_factories.power_list(places[0]), submitted):
        power_factories.power(power_list)
    core_services.move(submitted, by=factories.system(), event="submit")
    cycle = supervision_factories.open_cycle(*places, year=2026)
    supervision_factories.finding(places[0])
    supervision_factories.closed(supervision_factories.finding(places[2]))
    today(2026, 9, 20)
    shown = queries.overview_of(factories.holder(Role.PARTY_OFFICE))
    known = phase_places(cycle)

    own = {key: cell for key, cell in known.items() if key[1] in CONDITIONS and cell.phase.from_on <= date(2026, 9, 20)}
    behind = {key: cell.late_by for key, cell in own.items() if cell.is_behind}
    assert {(each.department_id, each.phase): each.late_by for each in shown.behind} == behind
    assert [(phase.kind, phase.done, phase.behind) for phase in shown.phases] == [
        (
            kind,
            sum(cell.place == Place.DONE for key, cell in own.items() if key[1] == kind),
            sum(key[1] == kind for key in behind),
        )
        for kind in CONDITIONS
    ]
    assert shown.late_departments == len({department for (department, _kind), late_by in behind.items() if late_by})


def test_days_late_follow_the_calendar_of_the_hospital(today):
    where = factories.post().department
    supervision_factories.open_cycle(where, year=2026)
    today(2026, 3, 31)
    plain = {each.phase: each.late_by for each in queries.overview_of(factories.holder(Role.PARTY_OFFICE)).behind}

    CalendarDay.objects.create(day=date(2026, 3, 31), is_workday=False, note="院庆")

    shown = queries.overview_of(factories.holder(Role.PARTY_OFFICE)).behind
    assert {each.phase: each.late_by for each in shown} == {phase: days - 1 for phase, days in plain.items()}


def test_days_late_since_last_year_follow_the_calendar_of_last_year(today):
    where = factories.post().department
    supervision_factories.open_cycle(where, year=2026)
    today(2027, 1, 15)
    plain = {each.phase: each.late_by for each in queries.overview_of(factories.holder(Role.PARTY_OFFICE)).behind}

    CalendarDay.objects.create(day=date(2026, 12, 30), is_workday=False, note="院庆")

    shown = queries.overview_of(factories.holder(Role.PARTY_OFFICE)).behind
    assert {each.phase: each.late_by for each in shown} == {phase: days - 1 for phase, days in plain.items()}


def test_every_phase_that_has_a_provider_is_counted():
    assert set(PROVIDERS) == set(CONDITIONS)


def test_without_a_year_under_way_no_phase_is_counted():
    supervision_factories.cycle(factories.department())

    shown = queries.overview_of(factories.holder(Role.PARTY_OFFICE))

    assert (shown.phases, shown.current, shown.late_departments) == ((), None, 0)


def test_a_head_sees_the_numbers_of_their_own_department_alone():
    other, own = exposed(name="设备科"), exposed(name="药剂科")
    led_by_nobody()
    supervision_factories.missed(supervision_factories.finding(other))
    supervision_factories.open_cycle(other, own)
    by = head_of(own)

    shown, overdue = queries.overview_of(by), queries.needing(by)

    assert [row.label for row in shown.exposures] == ["药剂科"]
    assert (shown.points, sum(shown.measures.values()), shown.findings) == (4, 4, 0)
    assert {each.department for each in (*shown.behind, *overdue)} == {"药剂科"}


def test_no_page_of_a_head_names_another_department(client):
    exposed(name="设备科")
    supervision_factories.missed(supervision_factories.finding(factories.department("信息科"), text="机房钥匙共用"))
    risk_factories.sign_in(client, head_of(exposed(name="药剂科")))

    for url in (URL, f"{URL}changes/"):
        assert re.search("设备科|信息科|机房钥匙", client.get(url).text) is None


def test_an_overseer_sees_the_departments_they_oversee():
    own, other = exposed(), exposed()
    by = factories.holder(Role.OVERSEER, own)

    shown = queries.overview_of(by)

    assert [row.label for row in shown.exposures] == [own.name]
    assert other.name not in {each.department for each in queries.needing(by)}


@pytest.mark.parametrize("role", [role for role in Role if Action.SEE_OVERVIEW in GRANTS[role]])
def test_who_sees_the_whole_overview_may_read_every_list_it_counts(role):
    assert Action.SEE_ALL_IN_FORCE in GRANTS[role]


@pytest.mark.parametrize("role", [Role.SECRECY_REVIEWER, Role.SYSADMIN, Role.SECADMIN, Role.AUDITOR])
def test_the_overview_is_refused_to_whom_it_does_not_concern(client, role):
    exposed()
    by = risk_factories.sign_in(client, factories.holder(role))

    assert [client.get(url).status_code for url in (URL, f"{URL}changes/")] == [403, 403]
    assert client.post(f"{URL}print/").status_code == 403
    assert (queries.overview_of(by).points, queries.needing(by)) == (0, [])


def test_the_overview_ends_with_the_grant(client):
    where = exposed()
    by = risk_factories.sign_in(client, head_of(where))
    assert client.get(URL).status_code == 200

    organization_services.revoke(by=factories.system(), person=by, role=Role.DEPARTMENT_HEAD, department=where)

    assert client.get(URL).status_code == 403


def test_the_numbers_are_counted_anew_each_time_the_page_is_asked_for(client):
    where = exposed()
    risk_factories.sign_in(client, head_of(where))

    before = client.get(URL).context["overview"].findings
    supervision_factories.finding(where)
    after = client.get(URL).context["overview"].findings

    assert (before, after) == (0, 1)


def test_the_figures_tell_their_change(client):
    where = exposed()
    supervision_factories.missed(supervision_factories.finding(where))
    risk_factories.sign_in(client, factories.holder(Role.PARTY_OFFICE))

    figures = client.get(URL).context["figures"]

    assert [(figure["label"], figure["value"], strip_tags(figure["change"])) for figure in figures] == [
        ("高风险点", 1, "去年底没有生效的清单"),
        ("逾期措施", 2, "共 4 条，已完成 1 条（25%）"),
        ("未销号问题", 1, "其中逾期 1 个"),
        ("进度逾期部门", 0, "没有进行中的年度工作"),
    ]


def test_the_rows_that_need_a_person_come_with_the_longest_overdue_first(client, today):
    where = exposed()
    late = supervision_factories.missed(supervision_factories.finding(where))
    supervision_factories.finding(where)
    supervision_factories.open_cycle(where, year=2026)
    risk_factories.sign_in(client, factories.holder(Role.PARTY_OFFICE))

    page = client.get(URL).context

    due = [row.due_on for row in page["measures"]]
    assert [row.pk for row in page["findings"]] == [late.pk]
    assert (len(due), due) == (2, sorted(due))
    assert [(row.department, phases) for row, phases in page["late"]] == [(where.name, "动员部署")]


def test_measures_of_lower_points_and_those_done_need_nobody():
    where = exposed(scores=SCORES[1:])

    assert queries.needing(head_of(where)) == []


def test_the_page_says_what_to_do_when_there_is_nothing(client):
    risk_factories.sign_in(client, factories.holder(Role.PARTY_OFFICE))

    assert "还没有可以统计的内容。" in client.get(URL).text


@pytest.mark.parametrize("whose", ["office", "head"])
@pytest.mark.parametrize("size", [1, 3])
def test_the_overview_asks_the_same_number_of_questions(client, size, whose, django_assert_num_queries):
    places = [exposed() for _each in range(size)]
    for where in places:
        supervision_factories.missed(supervision_factories.finding(where))
    supervision_factories.open_cycle(*places)
    person = factories.holder(Role.PARTY_OFFICE) if whose == "office" else head_of(places[0])
    risk_factories.sign_in(client, person)

    with django_assert_num_queries(8):
        assert client.get(URL).status_code == 200


def test_the_home_leads_the_leadership_to_the_overview(client):
    risk_factories.sign_in(client, factories.holder(Role.LEADERSHIP))

    assert client.get("/supervision/").headers["Location"] == reverse("supervision:overview")
