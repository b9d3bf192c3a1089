"""Filing, changing and removing points: where they belong, their codes, versions, and who may."""

from datetime import date

import pytest

from core import services as core_services
from core.models import AuditEvent
from core.rules import Denied, Stale
from organization import services as organization_services
from organization.roles import Role
from risks import services
from risks.models import GradeOpinion, RiskPoint
from tests import factories
from tests.powers import factories as power_factories
from tests.risks import factories as risk_factories

pytestmark = pytest.mark.django_db


def test_a_point_filed_from_a_step_is_anchored_by_row_and_lineage():
    step = risk_factories.step()

    point = risk_factories.point(step=step, post=step.post)

    assert (point.power, point.power_lineage_id) == (step.flow.power, step.flow.power.lineage_id)
    assert (point.step, point.step_lineage_id) == (step, step.lineage_id)


def test_codes_follow_the_power_or_the_post_and_are_never_used_again():
    step = risk_factories.step()
    first = risk_factories.point(step=step, post=step.post)
    from_post = risk_factories.point(post=step.post)
    second = risk_factories.point(step=step, post=step.post)
    services.remove_point(by=factories.system(), point=second)

    third = risk_factories.point(step=step, post=step.post)

    power = step.flow.power.code
    assert [point.code for point in (first, from_post, third)] == [f"{power}-F1", f"{step.post.code}-F1", f"{power}-F3"]


def test_a_point_opens_the_register_of_its_posts_department_when_there_is_none():
    filer_department = factories.department()
    filer = factories.holder(Role.FILER, filer_department)
    post = factories.post(filer_department)

    point = risk_factories.point(post=post, by=filer)

    assert (point.register.department, point.register.state, point.filed_by) == (filer_department, "draft", filer)


def test_a_point_belongs_to_the_department_of_its_post_whoever_holds_the_power():
    step = risk_factories.step()
    power_factories.in_force(step.flow.power.power_list)
    clinical = factories.department(kind="clinical")

    point = risk_factories.point(step=step, post=factories.post(clinical))

    assert (point.register.department, point.power) == (clinical, step.flow.power)


def test_a_point_on_another_departments_post_is_denied():
    register = risk_factories.register()

    with pytest.raises(Denied, match="不属于这份清单"):
        risk_factories.point(register, post=factories.post())


def test_a_filer_files_nothing_on_another_departments_post():
    filer = factories.holder(Role.FILER, factories.department())

    with pytest.raises(Denied, match="您不能填报"):
        risk_factories.point(post=factories.post(), by=filer)


def test_a_process_point_needs_its_step():
    with pytest.raises(Denied, match="必须指明所在的职权和环节"):
        risk_factories.point(post=factories.post(), type="process")


def test_a_retired_post_takes_no_new_points():
    post = factories.post()
    organization_services.retire_post(by=factories.system(), post=post, on=date(2026, 1, 1))
    post.refresh_from_db()

    with pytest.raises(Denied, match="已撤销"):
        risk_factories.point(post=post)


def test_the_party_office_files_on_behalf_and_it_shows():
    office = factories.holder(Role.PARTY_OFFICE)

    point = risk_factories.point(post=factories.post(), by=office)

    assert (point.is_filed_on_behalf, point.filed_by) == (True, office)


def test_a_step_of_an_older_edition_is_taken_over_to_the_one_the_register_rests_on():
    step = risk_factories.step()
    where = step.flow.power.power_list.department
    power_factories.in_force(step.flow.power.power_list)
    newer = power_factories.power_list(where)

    point = risk_factories.point(risk_factories.register(where), step=step, post=step.post)

    assert (point.power.power_list, point.step.lineage) == (newer, step.lineage)


def test_a_step_that_the_newer_edition_lacks_is_denied():
    from powers import services as power_services

    step = risk_factories.step()
    where = step.flow.power.power_list.department
    power_factories.in_force(step.flow.power.power_list)
    newer = power_factories.power_list(where)
    power_services.save_flow(by=factories.system(), power=newer.powers.get(), kind="internal", steps=[])

    with pytest.raises(Denied, match="不在这份清单所依的职权目录中"):
        risk_factories.point(risk_factories.register(where), step=step, post=step.post)


def test_a_register_opened_before_any_power_comes_to_rest_on_the_first_that_is_cited():
    where = factories.department()
    register = risk_factories.register(where)
    step = risk_factories.step(where)

    point = risk_factories.point(register, step=step, post=step.post)

    assert point.register.power_list == step.flow.power.power_list


def test_a_leader_files_on_a_post_of_their_own_into_the_leaderships_register():
    leader = factories.holder(Role.LEADERSHIP)
    post = factories.post(factories.root(), is_leadership=True)
    organization_services.begin_tenure(by=factories.system(), person=leader, post=post, from_on=date(2024, 1, 1))

    point = risk_factories.point(post=post, by=leader)

    assert (point.register.is_leadership, point.register.department, point.is_filed_on_behalf) == (
        True,
        factories.root(),
        False,
    )


def test_a_leader_files_nothing_for_another_leader():
    leader = factories.holder(Role.LEADERSHIP)
    own, other = (factories.post(factories.root(), is_leadership=True) for _ in range(2))
    organization_services.begin_tenure(by=factories.system(), person=leader, post=own, from_on=date(2024, 1, 1))

    with pytest.raises(Denied, match="由本人填报"):
        risk_factories.point(risk_factories.leadership_register(), post=other, by=leader)


def test_a_leader_without_a_leadership_post_files_nothing():
    leader = factories.holder(Role.LEADERSHIP)

    with pytest.raises(Denied, match="您不能填报班子成员"):
        risk_factories.point(post=factories.post(factories.root(), is_leadership=True), by=leader)


def test_the_party_office_files_for_the_leaders_on_their_behalf():
    office = factories.holder(Role.PARTY_OFFICE)

    point = risk_factories.point(post=factories.post(factories.root(), is_leadership=True), by=office)

    assert (point.register.is_leadership, point.is_filed_on_behalf) == (True, True)


def test_a_change_counts_the_version_and_names_who_filed_it():
    where = factories.department()
    filer = factories.holder(Role.FILER, where)
    point = risk_factories.point(post=factories.post(where))

    changed = services.change_point(by=filer, point=point, version=1, manifestation="同一供应商连续中标")

    assert (changed.version, changed.filed_by, changed.manifestation) == (2, filer, "同一供应商连续中标")


def test_a_change_of_nothing_writes_nothing():
    point = risk_factories.point()
    events = AuditEvent.objects.count()

    services.change_point(by=factories.system(), point=point, description=point.description)

    assert (RiskPoint.objects.get(pk=point.pk).version, AuditEvent.objects.count()) == (1, events)


def test_a_change_from_an_older_page_is_stale_and_says_who_was_faster():
    where = factories.department()
    filer = factories.holder(Role.FILER, where, name="王药师")
    point = risk_factories.point(post=factories.post(where))
    services.change_point(by=filer, point=point, version=1, indicator="中标集中度")

    with pytest.raises(Stale, match="王药师于.*已修改"):
        services.change_point(by=filer, point=point, version=1, indicator="另一个指标")


@pytest.mark.parametrize("event", ["submit", "pass"])
def test_nothing_changes_in_a_register_under_review_or_in_force(event):
    point = risk_factories.point()
    register = core_services.move(point.register, by=factories.system(), event="submit")
    if event == "pass":
        core_services.move(register, by=factories.system(), event="pass", sha256="0" * 64)

    with pytest.raises(Denied, match="不能修改"):
        services.change_point(by=factories.system(), point=point, description="改写")
    with pytest.raises(Denied, match="不能修改"):
        services.remove_point(by=factories.system(), point=point)


def test_a_point_becomes_a_process_point_only_with_a_step():
    point = risk_factories.point()

    with pytest.raises(Denied, match="必须指明"):
        services.change_point(by=factories.system(), point=point, type="process")


def test_moving_a_point_to_another_step_computes_its_grade_anew():
    plain = risk_factories.step(focus="none", is_major=True)
    floor = risk_factories.step(post=plain.post, focus="approval", is_major=True)
    point = risk_factories.graded_point(step=plain, post=plain.post, scores=(1, 1, 1))

    changed = services.change_point(by=factories.system(), point=point, step=floor)

    assert (point.grade, changed.grade, changed.step) == ("low", "high", floor)


def test_a_leader_does_not_remove_another_leaders_point():
    leader = factories.holder(Role.LEADERSHIP)
    own, other = (factories.post(factories.root(), is_leadership=True) for _ in range(2))
    organization_services.begin_tenure(by=factories.system(), person=leader, post=own, from_on=date(2024, 1, 1))
    point = risk_factories.point(risk_factories.leadership_register(), post=other)

    with pytest.raises(Denied, match="由本人或党办删除"):
        services.remove_point(by=leader, point=point)


def test_a_point_may_hang_on_a_power_as_a_whole_in_the_edition_of_its_register():
    step = risk_factories.step()
    where = step.flow.power.power_list.department
    power_factories.in_force(step.flow.power.power_list)
    newer = power_factories.power_list(where)

    point = risk_factories.point(risk_factories.register(where), power=step.flow.power, post=step.post)

    assert (point.power.power_list, point.step, point.code) == (newer, None, f"{step.flow.power.code}-F1")


def test_a_removed_point_is_gone_and_its_code_stays_used():
    point = risk_factories.point()

    services.remove_point(by=factories.system(), point=point)

    assert RiskPoint.objects.filter(pk=point.pk).exists() is False
    assert core_services.next_code("risk_point", f"{point.post.code}-F") == f"{point.post.code}-F2"


def test_a_point_that_answers_a_proposal_is_not_removed():
    proposal = services.suggest(by=factories.holder(Role.FILER), post=factories.post(), text="验收走过场")
    point = services.adopt(
        by=factories.system(), proposal=proposal, post=proposal.post, type="post_duty", description="验收走过场"
    )

    with pytest.raises(Denied, match="已被引用"):
        services.remove_point(by=factories.system(), point=point)


def test_many_points_are_filed_at_once_with_their_scores_as_opinions(django_assert_max_num_queries):
    register = risk_factories.register()
    post = factories.post(register.department)
    entries = [
        services.PointEntry(
            register=register,
            code=f"ZZ-01-F{number}",
            post=post,
            type="post_duty",
            description=f"风险{number}",
            scores=(5, 5, 5) if number % 2 else (None, 2, None),
        )
        for number in range(1, 40)
    ]
    entries.append(
        services.PointEntry(register=register, code="ZZ-01-F40", post=post, type="post_duty", description="未评分")
    )

    with django_assert_max_num_queries(13):
        services.file_points(by=factories.system(), entries=entries)

    points = RiskPoint.objects.order_by("id")
    assert {point.code: point.grade for point in points[:2]} == {"ZZ-01-F1": "high", "ZZ-01-F2": "pending"}
    assert (RiskPoint.objects.count(), GradeOpinion.objects.filter(source="workbook").count()) == (40, 39)


def test_filing_and_changing_leave_audit_events_and_history():
    where = factories.department()
    filer = factories.holder(Role.FILER, where)
    point = risk_factories.point(post=factories.post(where), by=filer)
    services.change_point(by=filer, point=point, indicator="中标集中度")

    events = AuditEvent.objects.filter(subject_type="risks.riskpoint").order_by("sequence")
    assert list(events.values_list("verb", "actor_name")) == [
        ("risks.file_point", str(filer)),
        ("risks.change_point", str(filer)),
    ]
    assert {record.history_user for record in point.history.all()} == {filer}


@pytest.mark.parametrize("finder", ["leader", "colleagues", "collective"])
def test_who_files_a_point_may_not_say_that_others_found_it(finder):
    where = factories.department()
    filer = factories.holder(Role.FILER, where)

    with pytest.raises(Denied, match="查找形式随来源确定"):
        services.file_point(
            by=filer, post=factories.post(where), type="post_duty", description="收受回扣", finder=finder
        )

    point = risk_factories.point(post=factories.post(where), by=filer)
    with pytest.raises(Denied, match="查找形式随来源确定"):
        services.change_point(by=filer, point=point, finder=finder)


def test_a_changed_point_stays_found_as_it_was():
    where = factories.department()
    filer = factories.holder(Role.FILER, where)
    proposal = services.suggest(by=factories.person(), post=factories.post(where), text="统方数据外泄")
    point = services.adopt(
        by=filer, proposal=proposal, post=proposal.post, type="environment", description="打听用药数据"
    )

    changed = services.change_point(by=filer, point=point, description="打听处方数据", finder="colleagues")

    assert (changed.finder, changed.description) == ("colleagues", "打听处方数据")
    with pytest.raises(Denied, match="查找形式随来源确定"):
        services.change_point(by=filer, point=point, finder="self")


def test_loading_keeps_how_the_workbook_says_a_point_was_found():
    post = factories.post()
    entry = services.PointEntry(
        register=risk_factories.register(post.department),
        code="YP-01-F1",
        post=post,
        type="post_duty",
        description="收受回扣",
        finder="collective",
    )

    services.file_points(by=factories.system(), entries=[entry])

    assert RiskPoint.objects.get(code="YP-01-F1").finder == "collective"
    with pytest.raises(Denied, match="查找形式随来源确定"):
        services.file_points(by=factories.holder(Role.FILER, post.department), entries=[entry])
