"""Part 二(四) of the regulation, 制定防控措施、规范权力运行: one test a clause, named for it."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from approvals.states import DEFAULT_STAGES
from controls import calculations, queries, services
from core.registry import registry
from core.rules import Denied
from organization import queries as organization_queries
from organization import services as organization_services
from organization.roles import Role
from tests import factories
from tests.controls import factories as control_factories
from tests.controls import test_checks as faulty
from tests.powers import factories as power_factories
from tests.risks import factories as risk_factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def where():
    return factories.department("药剂科")


@pytest.fixture
def filer(where):
    return factories.holder(Role.FILER, where)


def kinds_suggested(risk_type):
    return [kind for kind, _text in calculations.suggestions(risk_type)]


def warned(table):
    return [fault.code for fault in queries.check(table) if not fault.is_blocking]


def test_clause_2_4_measures_are_set_by_the_risk_and_its_grade(where, filer):
    """结合查找廉政风险和评定风险等级情况……有针对性地制定防控措施: a measure stands against one graded point of the register."""
    register = risk_factories.register(where)
    point = risk_factories.graded_point(register, post=factories.post(where), scores=(5, 5, 5))
    table = control_factories.table(where)

    measure = control_factories.measure(table, by=filer)

    assert (measure.point, measure.point.grade, measure.table.register) == (point, "high", register)


def test_clause_2_4_a_measure_may_not_stand_without_its_risk(where, filer):
    """有针对性地: a point of another department's register takes no measure of this table."""
    table, elsewhere = control_factories.table(where), control_factories.table()

    with pytest.raises(Denied):
        control_factories.measure(table, by=filer, point=control_factories.point_of(elsewhere))


def test_clause_2_4_the_control_table_is_drawn_up_by_post(where):
    """编制岗位权力风险防控一览表: the table lists every point of the register under its post."""
    register = risk_factories.register(where)
    points = [risk_factories.point(register, post=factories.post(where)) for _number in range(2)]

    groups = queries.post_groups(control_factories.table(where))

    assert [(group.post, group.points) for group in groups] == [(point.post, [point]) for point in points]


@pytest.mark.parametrize("risk_type", ["post_duty", "process"])
def test_clause_2_4_risks_of_power_are_met_by_procedure_division_disclosure_and_control(risk_type):
    """属于权力运行方面的风险，通过……程序法规和分权、示权、控权的权力制衡机制: balance, procedure, disclosure, technology."""
    assert kinds_suggested(risk_type) == ["balance", "procedure", "disclosure", "technology"]


def test_clause_2_4_risks_of_institutions_are_met_by_regulations():
    """属于制度机制方面的风险……建立健全相关制度: a technical measure alone is warned of, a regulation settles it."""
    table = faulty.table_with_point(type="institution")
    control_factories.measure(table, kind="technology")
    before = warned(table)

    control_factories.measure(table, kind="regulation", regulation=power_factories.regulation())

    assert (kinds_suggested("institution"), before, warned(table)) == (["regulation"], ["misfit"], [])


def test_clause_2_4_regulations_are_carried_out():
    """并抓好落实: a measure in force that is not done by its day waits at the desk of who answers."""
    table = control_factories.table()
    yesterday = timezone.localdate() - timedelta(days=1)
    measure = control_factories.measure(table, kind="regulation", due_on=yesterday)
    control_factories.in_force(table)

    assert list(queries.measures_to_answer(factories.holder(Role.FILER, table.department))) == [measure]


def test_clause_2_4_risks_of_the_environment_are_met_by_education():
    """属于外部环境方面的风险……有针对性地安排廉政教育: a technical measure alone is warned of, education settles it."""
    table = faulty.table_with_point(type="environment")
    control_factories.measure(table, kind="technology")
    before = warned(table)

    control_factories.measure(table, kind="education")

    assert (kinds_suggested("environment"), before, warned(table)) == (["education"], ["misfit"], [])


def test_clause_2_4_high_risks_give_warning():
    """对风险较高的……进行合理分解和廉政风险预警，强化制约监督: a high point without an indicator is warned of."""
    assert faulty.faults_of(faulty.no_indicator())["no_indicator"].is_blocking is False


def test_clause_2_4_holders_of_key_posts_rotate(where):
    """对重要部门负责人、重点岗位人员应按规定实行定期轮岗交流: who holds a key post past its limit is found, nobody else."""
    late, fine, other = (
        factories.post(where, is_key=is_key, rotation_years=years)
        for is_key, years in ((True, 3), (True, 30), (False, None))
    )
    for post in (late, fine, other):
        organization_services.begin_tenure(
            by=factories.system(), person=factories.person(), post=post, from_on=date(2020, 1, 1)
        )

    assert list(organization_queries.posts_past_rotation()) == [late]


def test_clause_2_4_key_posts_are_rotated_by_plan_and_handover():
    """对重要部门负责人、重点岗位人员应按规定实行定期轮岗交流: who is past the limit is due; once the post was handed over under
    supervision, somebody else holds it and nothing is due any more."""
    tenure = control_factories.key_tenure()
    today = timezone.localdate()
    before = [each.tenure for each in queries.rotations_due(today)]

    rotation = control_factories.handed_over(control_factories.carried_out(tenure))

    assert (before, queries.rotations_due(today)) == ([tenure], [])
    assert list(organization_queries.posts_held(rotation.successor)) == [tenure.post]
    assert list(organization_queries.posts_held(tenure.person)) == []


def test_clause_2_4_nobody_puts_off_their_own_rotation():
    """应按规定实行: staying beyond the limit is decided by somebody else, for a reason and a time."""
    office = factories.holder(Role.PARTY_OFFICE)
    tenure = control_factories.key_tenure(person=office)
    until = timezone.localdate() + timedelta(days=90)

    with pytest.raises(Denied):
        services.defer_rotation(by=office, tenure=tenure, until=until, reason="工作需要")


def test_clause_2_4_each_post_answers_for_its_measures(where):
    """医院要将科室岗位权力风险防控一览表报院党委审定: once it is in force each post's holder signs for it, and who has not is
    listed."""
    (post, signer), (other, late) = control_factories.held_post(where), control_factories.held_post(where)
    table = control_factories.table_in_force(post, other)

    services.sign_table(by=signer, table=table)

    open_ = [tenure.person for each in queries.receipts_by_post(table) for tenure, kept in each.holders if not kept]
    assert open_ == [late]


def test_clause_2_4_discretion_is_regulated(where, filer):
    """规范行政自由裁量权，防止自由裁量权过大: what is left to discretion stands in a power's frozen content, and a change of
    it is told to the reviewers word by word."""
    power = power_factories.power(power_factories.power_list(where), discretion="单次采购金额由主任酌定")
    frozen = registry.list_handlers["powers"].freeze(power.power_list_id)

    assert frozen.rows[0].content["discretion"] == "单次采购金额由主任酌定"
    assert faulty.faults_of(faulty.missing_limit())["missing_limit"].is_blocking is True


def test_clause_2_4_the_table_goes_to_the_party_committee(where):
    """医院要将科室岗位权力风险防控一览表报院党委审定: the last stage of a department's lists is the committee's."""
    table = control_factories.table(where)
    stages = DEFAULT_STAGES["department"]

    working = registry.list_handlers["controls"].working_list(where.pk, is_leadership=False)

    assert (working, stages[-1].code) == (table, "committee")


def test_clause_2_4_what_the_committee_approved_is_not_edited(where, filer):
    """报院党委审定: after it only a new edition changes the table."""
    measure = control_factories.measure(control_factories.table(where))
    control_factories.in_force(measure.table)

    with pytest.raises(Denied):
        services.change_measure(by=filer, measure=measure, text="自行改动")
