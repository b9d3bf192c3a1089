"""Records of the leadership's points: apart from every other, inspected and read by who may see the leadership's list."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from core.rules import Denied
from organization import services as organization_services
from organization.models import Notice
from organization.roles import Role
from supervision import queries, rules, services
from supervision.calculations import draws
from supervision.documents import record_paper
from supervision.queries import findings, spot_check_records
from supervision.states.cycles import PhaseKind
from tests import factories
from tests.controls import factories as control_factories
from tests.risks import factories as risk_factories
from tests.supervision import factories as supervision_factories
from tests.supervision import spot_factories
from tests.supervision.years import known

pytestmark = pytest.mark.django_db


@pytest.fixture
def leader():
    """Who holds the post of the leadership's point."""
    return factories.person("副院长")


@pytest.fixture
def other():
    """Another leader."""
    return factories.person("院长")


@pytest.fixture
def check(leader, other):
    """A draw of one point of the root department and one of each of two leadership posts, 院长 the first of them."""
    register = risk_factories.leadership_register()
    for person in (other, leader):
        control_factories.hold(person, own_point(register, person).post)
    risk_factories.in_force(register)
    where = spot_factories.points(where=factories.root())
    return spot_factories.drawn(where, has_leadership=True, size=3)


def own_point(register, person):
    """Of a post in no department drawn that is called as the person."""
    post = factories.post(factories.department(), str(person), is_leadership=True)
    return risk_factories.point(register, post=post)


@pytest.fixture
def inspectors():
    """Two of the discipline office, which is not of the root department."""
    where = factories.department("纪检监察室")
    return [_granted(factories.person(where=where), Role.DISCIPLINE) for _number in range(2)]


def _granted(person, role):
    factories.services.grant(by=factories.system(), person=person, role=role, department=factories.root())
    return person


def leading(check, post="副院长"):
    return check.records.get(post__name=post)


def began(check, inspectors):
    for record in check.records.order_by("pk"):
        services.name_inspectors(by=factories.system(), record=record, people=inspectors)
    return services.begin_spot_check(by=factories.system(), check=check)


def seen(person):
    return [record.whom for record in queries.records_for(person).order_by(*spot_check_records.IN_ORDER)]


def test_a_draw_puts_the_points_of_each_leadership_post_into_a_record_of_their_own(check):
    records = check.records.order_by(*spot_check_records.IN_ORDER)

    points = [record.points.get().unit.point for record in records]
    assert [point.register.is_leadership for point in points] == [False, True, True]
    assert [record.post for record in records] == [None, points[1].post, points[2].post]
    assert {record.department for record in records} == {factories.root()}
    assert [record.whom for record in records] == ["医院党委", "班子成员·院长", "班子成员·副院长"]
    ends = ("", "-BZ01", "-BZ02")
    assert [record.code for record in records] == [f"{check.code}-D01{end}" for end in ends]


def test_points_of_one_leadership_post_are_one_record():
    register = risk_factories.leadership_register()
    post = factories.post(factories.root(), "院长", is_leadership=True)
    for number in range(2):
        risk_factories.point(register, post=post, description=f"风险点{number}")
    risk_factories.in_force(register)

    record = spot_factories.drawn(factories.root(), has_leadership=True, size=2).records.get()

    assert (record.post, record.points.count()) == (post, 2)


@pytest.mark.parametrize("changed", [{"post": None}, {"is_leadership": False}])
def test_a_record_of_the_leadership_has_its_post_and_no_other_has_one(check, changed):
    with pytest.raises(IntegrityError, match="spot_record_of_the_leadership_has_its_post"), transaction.atomic():
        check.records.filter(post__name="院长").update(**changed)


def test_the_records_of_a_spot_check_stand_in_the_order_of_the_tree_and_of_the_posts(check):
    office = factories.holder(Role.PARTY_OFFICE)

    assert [record.whom for record in queries.records_of(office, check)] == [
        "医院党委",
        "班子成员·院长",
        "班子成员·副院长",
    ]


def test_the_page_says_whose_record_each_drawn_point_is_in(client, check):
    risk_factories.sign_in(client, factories.holder(Role.PARTY_OFFICE))

    rows = client.get(check.get_absolute_url()).context["drawn"].rows

    assert [row.rest[-1].value for row in rows] == [row.thing.record.whom for row in rows]
    assert {row.rest[-1].value for row in rows} == {"医院党委", "班子成员·院长", "班子成员·副院长"}


def test_the_population_tells_of_the_leaderships_points_nothing_but_what_they_are_drawn_by(check):
    units = draws.parse(check.population.file.read().decode())

    told = {unit.code: (unit.grade, unit.weight) for unit in units}
    drawn = check.units.select_related("point__register")
    assert told == {
        unit.code: ("-" if unit.point.register.is_leadership else unit.grade, unit.weight) for unit in drawn
    }
    assert [unit.grade for unit in units].count("-") == 2
    assert check.units.exclude(grade="-").count() == 3


def test_who_may_not_see_the_leaderships_list_does_not_inspect_it(check, inspectors):
    others = spot_factories.inspectors()

    services.name_inspectors(by=factories.system(), record=check.records.get(is_leadership=False), people=others)

    with pytest.raises(Denied, match="不能查看班子成员清单"):
        services.name_inspectors(by=factories.system(), record=leading(check), people=[inspectors[0], others[0]])
    assert set(queries.people_to_inspect(leading(check))) == set(inspectors)
    assert set(others) < set(queries.people_to_inspect(check.records.get(is_leadership=False)))


def test_no_leader_inspects_the_leadership_wherever_their_post_is(check, inspectors):
    elsewhere = factories.department("财务科")
    third = _granted(factories.person(where=elsewhere), Role.LEADERSHIP)
    control_factories.hold(third, factories.post(elsewhere, is_leadership=True))

    with pytest.raises(Denied, match="不能担任检查人员：是班子成员"):
        services.name_inspectors(by=factories.system(), record=leading(check), people=[inspectors[0], third])
    assert set(queries.people_to_inspect(leading(check))) == set(inspectors)
    assert third in queries.people_to_inspect(check.records.get(is_leadership=False))


def test_inspectors_of_the_department_do_not_read_the_leaderships_record(check, inspectors):
    others = spot_factories.inspectors()
    for post in ("院长", "副院长"):
        services.name_inspectors(by=factories.system(), record=leading(check, post), people=inspectors)
    plain = check.records.get(is_leadership=False)
    services.name_inspectors(by=factories.system(), record=plain, people=others)
    services.begin_spot_check(by=factories.system(), check=check)

    assert seen(others[0]) == ["医院党委"]
    assert [point.record_id for point in queries.drawn_points(others[0], check)] == [plain.pk]


@pytest.mark.parametrize(
    ("role", "expected"),
    [
        (Role.PARTY_OFFICE, 3),
        (Role.DISCIPLINE, 3),
        (Role.LEADERSHIP, 1),
        (Role.COMMITTEE_MEMBER, 1),
        (Role.DEPARTMENT_HEAD, 1),
        (Role.FILER, 1),
        (Role.SYSADMIN, 0),
    ],
)
def test_the_leaderships_records_are_read_by_the_offices_and_their_own_holders_alone(check, inspectors, role, expected):
    began(check, inspectors)

    assert seen(factories.holder(role)) == ["医院党委", "班子成员·院长", "班子成员·副院长"][:expected]


def test_each_leader_reads_the_own_record_alone_once_it_is_told_and_gives_the_own_opinion(
    check, inspectors, leader, other
):
    before = [seen(person) for person in (leader, other)]
    began(check, inspectors)
    records = [spot_factories.finished(leading(check, str(person))) for person in (leader, other)]

    tasks = [[task.what for task in queries.spot_check_tasks(person).tasks] for person in (leader, other)]
    done = services.give_record_opinion(by=leader, record=records[0], opinion="属实")

    assert before == [[], []]
    assert [seen(person) for person in (leader, other)] == [["班子成员·副院长"], ["班子成员·院长"]]
    assert tasks == [["对检查记录签署意见：班子成员·副院长"], ["对检查记录签署意见：班子成员·院长"]]
    assert (done.opinion_by, leading(check, "院长").opinion) == (leader, "")
    assert [point.record_id for point in queries.drawn_points(leader, check)] == [records[0].pk]
    assert told(leader) == ["班子成员·副院长被抽中", "检查已完毕，请签字"]


def told(person):
    return [notice.text.split("：")[0] for notice in Notice.objects.filter(person=person).order_by("pk")]


def test_nobody_but_the_holder_of_the_post_gives_the_opinion(check, inspectors, leader, other):
    began(check, inspectors)
    record = spot_factories.finished(leading(check))
    people = [other, factories.holder(Role.LEADERSHIP), factories.holder(Role.DEPARTMENT_HEAD)]

    for person in people:
        with pytest.raises(Denied, match="由被查的班子成员本人签署"):
            services.give_record_opinion(by=person, record=record, opinion="属实")
    assert list(rules.people_answering(record)) == [leader]


def test_an_opinion_is_not_given_twice(check, inspectors, leader):
    began(check, inspectors)
    record = spot_factories.finished(leading(check))
    services.give_record_opinion(by=leader, record=record, opinion="属实")

    with pytest.raises(Denied, match="被查班子成员已签署意见"):
        services.give_record_opinion(by=leader, record=record, opinion="属实")


def test_an_opinion_on_paper_is_the_holders_own(client, check, inspectors, other):
    office = risk_factories.sign_in(client, _granted(factories.person(where=factories.department()), Role.PARTY_OFFICE))
    began(check, inspectors)
    record = spot_factories.finished(leading(check))
    words = {"opinion": "属实", "signed_on": timezone.localdate().isoformat()}

    page = client.post(f"{record.get_absolute_url()}paper-opinion/", {**words, "signer": str(other)})

    assert list(page.context["form"].errors) == ["signer"]
    with pytest.raises(Denied, match="不能由院长签署"):
        services.give_record_opinion(by=office, record=record, opinion="属实", signer=str(other))
    client.post(f"{record.get_absolute_url()}paper-opinion/", {**words, "signer": "副院长"})
    record.refresh_from_db()
    assert (record.opinion_signer, record.is_opinion_on_paper) == ("副院长", True)


def test_who_left_the_post_after_the_draw_may_have_signed_on_paper_and_who_left_before_not(check, leader):
    record, today = leading(check), timezone.localdate()
    tenures = leader.tenures.filter(post=record.post)

    known = []
    for to_on in (today, today - timedelta(days=1)):
        tenures.update(from_on=today - timedelta(days=9), to_on=to_on)
        known.append(rules.signers_on_paper(record))

    assert known == [["副院长"], []]
    assert rules.signers_on_paper(check.records.get(is_leadership=False)) == []


def test_the_sheet_names_the_post_and_asks_its_holder_to_sign(check):
    paper = record_paper.paper(queries.printed_record(leading(check)))

    labels = [getattr(block, "label", "") for block in paper.blocks]
    assert labels[0] == "被查岗位："
    assert paper.blocks[0].text.endswith("班子成员·副院长。")
    assert paper.blocks[-1].lines == (("被查班子成员", ""),)


def test_a_relative_of_the_holder_does_not_inspect(check, inspectors):
    record = leading(check)
    organization_services.declare_relative(by=inspectors[0], post=record.post, relation="配偶")

    with pytest.raises(Denied, match="申报有亲属"):
        services.name_inspectors(by=factories.system(), record=record, people=inspectors)
    assert set(queries.people_to_inspect(leading(check, "院长"))) == set(inspectors)


def test_the_leaderships_record_is_not_the_departments_place_in_the_year(leader, inspectors):
    register = risk_factories.leadership_register()
    risk_factories.point(register)
    risk_factories.in_force(register)
    cycle = supervision_factories.open_cycle(factories.department())
    check = began(spot_factories.drawn(factories.root(), has_leadership=True, cycle=cycle), inspectors)

    assert [record.is_leadership for record in check.records.all()] == [True]
    assert known(check.cycle, PhaseKind.SPOT_CHECK) == {}


def test_a_leaders_finding_is_linked_for_who_may_open_it_alone(client, check, inspectors, leader):
    office = factories.holder(Role.PARTY_OFFICE)
    secretary = _granted(factories.person(where=factories.department()), Role.COMMITTEE_CHAIR)
    began(check, [inspectors[0], secretary])
    record = leading(check)
    spot_factories.answer(record, "no", "不符", by=inspectors[0])
    item = spot_factories.items(record)[0]
    finding = services.open_item_finding(by=inspectors[0], item=item, text="不符", days=5)
    record.refresh_from_db()

    shown = []
    for person in (leader, inspectors[1], secretary, office):
        risk_factories.sign_in(client, person)
        page = client.get(record.get_absolute_url()).text
        link = f'href="{finding.get_absolute_url()}"'
        shown.append((finding.code in page, link in page, client.get(finding.get_absolute_url()).status_code))

    assert shown == [(True, True, 200), (True, True, 200), (True, False, 404), (True, False, 404)]


@pytest.mark.parametrize("size", [1, 3])
def test_findings_that_may_be_opened_are_asked_for_at_once(size, django_assert_num_queries):
    record = spot_factories.record()
    spot_factories.answer(record, "no", "不符")
    by = spot_factories.first_inspector(record)
    items = spot_factories.items(record)
    made = [services.open_item_finding(by=by, item=item, text="不符", days=5) for item in items[:size]]

    with django_assert_num_queries(1):
        assert findings.readable_findings(by, [None, *(each.pk for each in made)]) == {each.pk for each in made}
    with django_assert_num_queries(0):
        assert findings.readable_findings(by, [None]) == set()
