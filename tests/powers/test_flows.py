"""Saving charts: lineages stay, links follow, what risk points cite cannot go."""

import pytest

from core.models import AuditEvent
from core.rules import Denied, Stale
from powers import queries, services
from powers.calculations import links
from powers.models import Flow, FlowLink, FlowStep
from tests import factories as people
from tests.powers import factories
from tests.risks import factories as risk_factories

pytestmark = pytest.mark.django_db


def steps_of(power, kind="internal"):
    return list(FlowStep.objects.filter(flow__power=power, flow__kind=kind).order_by("number"))


def as_entries(power, shape):
    """Entries of (id or None, name, next steps) in their order."""
    return [
        services.StepEntry(number, name, limit_value=1, links=tuple(links.parse_links(text)), id=pk)
        for number, (pk, name, text) in enumerate(shape, start=1)
    ]


def written(power):
    flow = queries.flows_of(power)["internal"]
    return [(step.number, step.name, links.format_links(step.links)) for step in queries.chart(power, flow).steps]


def test_save_flow_keeps_steps_and_links_as_written():
    power = factories.power()
    shape = (("受理", "2:并行|3:并行"), ("初审", "4"), ("复核", "4"), ("审定", "结束:同意|1:退回"))

    factories.with_flow(power, shape=shape)

    assert written(power) == [(number, *row) for number, row in enumerate(shape, start=1)]


def test_save_flow_gives_steps_codes_of_their_power():
    power = factories.power()

    factories.with_flow(power)
    factories.with_flow(power, "external")

    assert [step.code for step in steps_of(power)] == ["YP-01-N01", "YP-01-N02", "YP-01-N03"]
    assert [step.code for step in steps_of(power, "external")] == ["YP-01-W01", "YP-01-W02", "YP-01-W03"]


def test_save_flow_with_an_inserted_step_keeps_the_lineages_of_the_others():
    power = factories.power()
    factories.with_flow(power)
    first, second, third = steps_of(power)

    services.save_flow(
        by=people.system(),
        power=power,
        kind="internal",
        steps=as_entries(
            power,
            [(first.pk, "提出申请", "2"), (None, "公示", "3"), (second.pk, "审核", "4"), (third.pk, "办结", "结束")],
        ),
    )

    codes = [(step.number, step.name, step.code) for step in steps_of(power)]
    assert codes == [
        (1, "提出申请", "YP-01-N01"),
        (2, "公示", "YP-01-N04"),
        (3, "审核", "YP-01-N02"),
        (4, "办结", "YP-01-N03"),
    ]


def test_save_flow_with_two_steps_exchanged_keeps_their_rows():
    power = factories.power()
    factories.with_flow(power)
    first, second, third = steps_of(power)

    shape = [(second.pk, "审核", "2"), (first.pk, "提出申请", "3"), (third.pk, "办结", "结束")]
    services.save_flow(by=people.system(), power=power, kind="internal", steps=as_entries(power, shape))

    assert [step.pk for step in steps_of(power)] == [second.pk, first.pk, third.pk]
    assert written(power) == [(1, "审核", "2"), (2, "提出申请", "3"), (3, "办结", "结束")]


def test_save_flow_deletes_what_was_taken_out():
    power = factories.power()
    factories.with_flow(power)
    first, _second, third = steps_of(power)

    shape = [(first.pk, "提出申请", "2"), (third.pk, "办结", "结束")]
    services.save_flow(by=people.system(), power=power, kind="internal", steps=as_entries(power, shape))

    assert [step.pk for step in steps_of(power)] == [first.pk, third.pk]
    assert FlowLink.objects.count() == 2


def test_save_flow_without_steps_takes_the_chart_away():
    power = factories.power()
    factories.with_flow(power)

    answer = services.save_flow(by=people.system(), power=power, kind="internal", steps=[])

    assert (answer, Flow.objects.count(), FlowStep.objects.count()) == (None, 0, 0)


def test_save_flow_is_refused_to_a_stale_table():
    power = factories.power()
    flow = factories.with_flow(power)

    with pytest.raises(Stale, match="流程图"):
        services.save_flow(
            by=people.system(), power=power, kind="internal", steps=factories.entries(), version=flow.version - 1
        )


def test_save_flow_refuses_a_link_to_a_step_that_is_not_there():
    with pytest.raises(Denied, match="后续环节9不存在"):
        services.save_flow(
            by=people.system(),
            power=factories.power(),
            kind="internal",
            steps=factories.entries((("受理", "9"),)),
        )


def test_save_flow_refuses_a_number_used_twice():
    twice = [services.StepEntry(1, "受理"), services.StepEntry(1, "办结")]

    with pytest.raises(Denied, match="重复"):
        services.save_flow(by=people.system(), power=factories.power(), kind="internal", steps=twice)


def test_save_flow_by_another_makes_them_the_filer_and_is_recorded():
    power = factories.power()
    filer = people.holder("filer", power.power_list.department)

    services.save_flow(by=filer, power=power, kind="internal", steps=factories.entries())

    power.refresh_from_db()
    event = AuditEvent.objects.latest("sequence")
    assert (power.filed_by, event.verb, event.details["steps"]) == (filer, "powers.save_flow", 3)
    assert event.details["content_hash"] == power.content_hash


def test_save_flow_is_denied_to_another_department():
    stranger = people.holder("filer", people.department())

    with pytest.raises(Denied, match="不能填报"):
        services.save_flow(by=stranger, power=factories.power(), kind="internal", steps=factories.entries())


def test_save_flow_is_denied_when_a_risk_point_cites_a_step_that_should_go():
    power = factories.power()
    factories.with_flow(power)
    first, second, third = steps_of(power)
    cite(second)

    shape = [(first.pk, "提出申请", "2"), (third.pk, "办结", "结束")]
    with pytest.raises(Denied, match="收受回扣"):
        services.save_flow(by=people.system(), power=power, kind="internal", steps=as_entries(power, shape))

    assert len(steps_of(power)) == 3


def test_remove_power_is_denied_when_a_risk_point_cites_one_of_its_steps():
    power = factories.power()
    factories.with_flow(power)
    cite(steps_of(power)[0])

    with pytest.raises(Denied, match="收受回扣"):
        services.remove_power(by=people.system(), power=power)


def cite(step):
    """A risk point found in the step, in a draft register."""
    register = risk_factories.register(step.post.department)
    return risk_factories.point(register, post=step.post, step=step, description="收受回扣")


def test_save_flow_of_nothing_where_there_was_nothing_writes_nothing():
    power = factories.power()
    before = AuditEvent.objects.count()

    assert services.save_flow(by=people.system(), power=power, kind="external", steps=[], version=0) is None

    assert AuditEvent.objects.count() == before


def test_save_flow_from_a_table_opened_before_the_chart_existed_is_refused():
    power = factories.power()
    factories.with_flow(power)

    with pytest.raises(Stale, match="系统于"):
        services.save_flow(by=people.system(), power=power, kind="internal", steps=factories.entries(), version=0)


def test_save_flow_from_a_table_whose_chart_is_gone_is_refused():
    with pytest.raises(Stale, match="他人"):
        services.save_flow(
            by=people.system(), power=factories.power(), kind="internal", steps=factories.entries(), version=3
        )
