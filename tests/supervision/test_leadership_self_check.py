"""The leadership checks itself like everybody else (part 三(二)): each leader the own posts, the secretary signs."""

import pytest

from core import services as core_services
from core.models import Attachment, Duty
from core.rules import Denied
from organization.models import Notice
from organization.roles import Role
from supervision import queries as all_queries
from supervision.models import Finding, SelfCheck
from supervision.queries import hospital_reports as report_queries
from supervision.queries import self_checks as queries
from supervision.queries.reminded_reports import due_receipts
from supervision.queries.self_check_tasks import waiting_tasks
from supervision.services import hospital_reports, prints, self_check_answers, self_checks
from supervision.states.cycles import PhaseKind, Place
from tests import factories
from tests.risks import factories as risk_factories
from tests.supervision import self_check_factories as own
from tests.supervision.leadership_checks import appoint, fill, made, received
from tests.supervision.years import known

__all__ = ["made"]

pytestmark = pytest.mark.django_db


def test_clause_3_2_leaders_check_their_own_posts_and_the_secretary_signs(made):
    check = received(made)

    assert (str(check), check.state, check.signed_by) == (f"班子成员{check.cycle.year}年度自查", "received", made.chair)
    assert check.content["department"]["name"] == "班子成员"
    assert check.content["sections"]["points"].startswith("班子成员现行风险清单共有风险点2个")
    assert check.content["figures"]["answers"]["carried_out"] == {"done": 2, "partly": 0, "not_done": 0, "not_due": 0}


def test_leaders_are_told_when_it_opens_and_the_discipline_office_when_it_is_signed(made):
    opened = set(Notice.objects.filter(url=made.check.get_absolute_url()).values_list("person", flat=True))

    fill(made)
    self_checks.sign(by=made.chair, check=made.check)

    told = set(Notice.objects.filter(url=made.check.get_absolute_url()).values_list("person", flat=True)) - opened
    assert opened == {leader.pk for leader in [*made.leaders, made.office]}
    assert told == {made.discipline.pk}


def test_without_a_table_of_the_leadership_in_force_none_is_opened():
    made = own.world()

    assert not SelfCheck.objects.filter(cycle=made.cycle, is_leadership=True).exists()


def test_opening_again_opens_no_second(made):
    assert self_checks.open_self_checks(by=factories.system(), cycle=made.check.cycle) == 0


def test_a_leader_sees_and_answers_the_own_items_alone(made):
    first, second = made.leaders
    others = made.item_of(second)

    assert [answer.measure.point.post.name for answer in made.measures_of(first)] == ["院长"]
    assert queries.answer_for(first, others.pk) is None
    with pytest.raises(Denied, match="您不在“副院长”岗位"):
        own.say(made.check, others, "done", by=first)
    with pytest.raises(Denied, match="由党办填写"):
        own.say(made.check, own.answers(made.check, content="points")[0], "done", by=first)
    assert {answer.state for answer in own.answers(made.check)} == {""}


def test_who_leads_nothing_neither_sees_nor_answers_it(made):
    stranger, head = factories.holder(Role.LEADERSHIP), factories.holder(Role.DEPARTMENT_HEAD, factories.department())

    assert [queries.self_check_for(by, made.check.pk) for by in (stranger, head)] == [None, None]
    with pytest.raises(Denied, match="由班子成员填报或党办代录"):
        own.say(made.check, made.item_of(made.leaders[0]), "done", by=head)


def test_the_report_is_the_offices_to_write_and_no_leaders_to_read(made, client):
    leader = made.leaders[0]

    with pytest.raises(Denied, match="由党办填写"):
        self_check_answers.write_report(by=leader, check=made.check, texts={})
    self_check_answers.write_report(by=made.office, check=made.check, texts={"next": "带头落实。"})
    risk_factories.sign_in(client, leader)
    url = made.check.get_absolute_url()

    assert [client.get(f"{url}{path}").status_code for path in ("", "report/", "sign/")] == [200, 404, 404]
    assert made.again().report["next"]["text"] == "带头落实。"


def test_the_page_of_the_report_is_headed_by_whose_it_is(made, client):
    risk_factories.sign_in(client, made.office)

    text = client.get(f"{made.check.get_absolute_url()}report/").text

    assert ("班子成员自查报告" in text, f"{made.root}自查报告" in text) == (True, False)


@pytest.mark.parametrize("who", ["office", "discipline"])
def test_it_is_signed_by_the_secretary_and_by_no_other(made, who):
    fill(made)

    with pytest.raises(Denied, match="由党委书记签署"):
        self_checks.sign(by=getattr(made, who), check=made.check)


def test_it_is_received_by_the_discipline_office_but_by_no_leader_of_it(made):
    fill(made)
    self_checks.sign(by=made.chair, check=made.check)
    secretary = factories.holder(Role.DISCIPLINE)
    appoint(secretary, factories.post(made.root, "纪委书记", is_leadership=True))

    with pytest.raises(Denied, match="由纪检监察室接收或退回"):
        self_checks.receive(by=made.office, check=made.check)
    with pytest.raises(Denied, match="班子成员不接收"):
        self_checks.receive(by=secretary, check=made.check)
    self_checks.return_back(by=made.discipline, check=made.check, reason="措施三没有佐证")
    assert made.again().state == "returned"


def test_a_leader_raises_what_the_own_post_did_not_carry_out_and_nobody_for_them(made):
    fill(made, "not_done")
    first, second = made.leaders
    words = {"text": "没有公示", "days": 10}

    with pytest.raises(Denied, match="本人在本人岗位"):
        self_check_answers.raise_finding(by=made.office, answer=made.item_of(first), **words)
    with pytest.raises(Denied, match="您不在“院长”岗位"):
        self_check_answers.raise_finding(by=second, answer=made.item_of(first), **words)
    finding = self_check_answers.raise_finding(by=first, answer=made.item_of(first), **words)

    assert (finding.is_leadership, finding.source) == (True, "self_check")
    assert list(queries.findings_of(made.check)) == [finding]
    assert list(Finding.objects.all()) == [finding]


def test_a_leader_reports_the_progress_of_the_own_measure_alone(made):
    fill(made)
    measure = made.item_of(made.leaders[0]).measure

    assert self_check_answers.report_progress(by=made.leaders[0], check=made.check) == 1
    measure.refresh_from_db()
    assert measure.status == "under_way"


def test_the_office_answers_for_a_leader_who_asks_it_to(made):
    item = made.item_of(made.leaders[0])

    own.say(made.check, item, "done", by=made.office)

    assert queries.answerable(made.office, made.check, [item]) == [item]
    item.refresh_from_db()
    assert item.answered_by == made.office


def test_it_stands_first_in_the_hospitals_report_and_counts_for_no_department(made):
    received(made)
    report = hospital_reports.merge_reports(by=made.office, cycle=made.check.cycle)
    reading = report_queries.hospital_reading_of(report)

    assert [(line.name, line.figures is None) for line in reading.lines] == [("班子成员", False), ("药剂科", True)]
    overview = reading.sections[0].text
    assert "组织领导班子和1个部门开展" in overview
    [pharmacy] = made.check.cycle.participations.values_list("department", flat=True)
    assert known(made.check.cycle, PhaseKind.SELF_CHECK) == {pharmacy: Place.AHEAD}


def test_it_is_printed_for_who_sees_all_of_it(made):
    check = received(made)
    duty = prints.ask_print(by=made.office, paper="self_check", thing=check, kind="docx")
    core_services.sweep()
    file = Attachment.objects.get(pk=Duty.objects.get(pk=duty.pk).result_id)

    assert all_queries.may_read_paper(file, made.discipline)
    assert not all_queries.may_read_paper(file, made.leaders[0])


def test_a_leader_fills_the_page_of_the_own_items(made, client):
    leader = made.leaders[0]
    item = made.item_of(leader)
    risk_factories.sign_in(client, leader)
    url = made.check.get_absolute_url()
    page = client.get(url)
    answers = client.get(f"{url}answers/")

    client.post(f"{url}answers/", {f"a{item.pk}-state": "done", f"a{item.pk}-note": "见公示", f"a{item.pk}-version": 1})

    assert [row.answer for _content, rows in page.context["contents"] for row in rows] == [item]
    assert (page.context["faults"], page.context["may_sign"]) == ([], False)
    assert [row.answer for _content, rows in answers.context["contents"] for row in rows] == [item]
    item.refresh_from_db()
    assert (item.state, item.note) == ("done", "见公示")


def tasks_of(by):
    return [(task.what, task.note) for task in waiting_tasks(by).tasks]


def test_the_desk_says_whose_turn_it_is(made):
    name, first = str(made.check), made.leaders[0]
    count = len(own.answers(made.check))
    to_fill = f"填报自查：{name}"

    assert tasks_of(first) == [(to_fill, "本人岗位还有1条")]
    assert tasks_of(made.office) == [(to_fill, f"还有{count}项没有填报")]
    assert (tasks_of(made.chair), tasks_of(made.discipline)) == ([], [])
    fill(made)
    assert tasks_of(made.chair) == [(f"签署自查报告：{name}", "")]
    assert (tasks_of(first), tasks_of(made.office)) == ([], [])
    self_checks.sign(by=made.chair, check=made.check)
    assert tasks_of(made.discipline) == [(f"接收自查报告：{name}", "")]
    self_checks.receive(by=made.discipline, check=made.check)
    assert tasks_of(made.discipline) == []


def test_the_desk_asks_nothing_of_who_has_no_part_in_it(made, django_assert_num_queries):
    by = factories.holder(Role.FILER, factories.department())
    by.held_roles, by.lent_roles = frozenset({Role.FILER}), frozenset()

    with django_assert_num_queries(2):
        waiting_tasks(by)


def test_leaders_behind_and_the_office_are_reminded_then_the_secretary_then_the_discipline_office(made):
    today, until = own.in_days(0), own.in_days(30)
    own.say(made.check, made.item_of(made.leaders[0]), "done", by=made.leaders[0])

    (behind,) = [each for each in all_queries.due_self_checks(today, until) if each.text.startswith("班子成员")]
    fill(made)
    (ready,) = [each for each in all_queries.due_self_checks(today, until) if each.text.startswith("班子成员")]
    self_checks.sign(by=made.chair, check=made.check)
    (signed,) = due_receipts(today, until)

    assert (behind.people, behind.actions) == (frozenset({made.leaders[1].pk}), ("submit_leadership",))
    assert (ready.people, ready.actions) == (frozenset(), ("decide", "submit_leadership"))
    assert (signed.text, signed.actions) == (f"班子成员{made.check.cycle.year}年度自查报告：接收或退回", ("supervise",))
    assert [each.is_confined for each in (behind, ready, signed)] == [True] * 3


def test_a_leaders_finding_is_linked_for_who_may_open_it_alone(made, client):
    leader = made.leaders[0]
    item = made.item_of(leader)
    own.say(made.check, item, "not_done", by=leader)
    finding = self_check_answers.raise_finding(by=leader, answer=made.item_of(leader), text="未落实", days=5)

    linked = []
    for person in (leader, made.discipline, made.office):
        risk_factories.sign_in(client, person)
        page = client.get(made.check.get_absolute_url()).text
        linked.append((finding.code in page, f'href="{finding.get_absolute_url()}"' in page))

    assert linked == [(True, True), (True, True), (True, False)]
