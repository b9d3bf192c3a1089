"""Every row of the table of findings, tried through the services."""

from datetime import timedelta

import pytest
from django.utils import timezone

from core.rules import Denied
from supervision import services
from supervision.models import Finding
from supervision.states.findings import FINDING_MOVES, FindingState, FindingVerb
from tests import factories
from tests.supervision import factories as supervision_factories

pytestmark = pytest.mark.django_db
MAKE = {
    FindingState.OPEN: supervision_factories.finding,
    FindingState.UNDER_WAY: lambda where: supervision_factories.planned(supervision_factories.finding(where)),
    FindingState.REPORTED: lambda where: supervision_factories.reported(supervision_factories.finding(where)),
    FindingState.RECHECKED: lambda where: supervision_factories.rechecked(supervision_factories.finding(where)),
    FindingState.CLOSED: lambda where: supervision_factories.closed(supervision_factories.finding(where)),
}


def do(verb, finding):
    where, system = finding.department, factories.system()
    if verb == FindingVerb.PLAN:
        supervision_factories.planned(finding)
    elif verb == FindingVerb.REPORT:
        filer = supervision_factories.filer(where)
        services.report_rectification(by=filer, finding=finding, report="已完成", proof_note="登记本存科室档案柜")
    elif verb in (FindingVerb.PASS, FindingVerb.FAIL):
        keeper, is_passed = supervision_factories.keeper(), verb == FindingVerb.PASS
        services.recheck(by=keeper, finding=finding, is_passed=is_passed, note="复查", due_days=5)
    elif verb == FindingVerb.CLOSE:
        services.close_finding(by=system, finding=finding)
    else:
        services.reopen_finding(by=system, finding=finding, reason="佐证不足")


@pytest.mark.parametrize(
    ("state", "verb"), [(state, verb) for state in FindingState.values for verb in FindingVerb.values]
)
def test_every_row_of_the_table_of_findings(state, verb):
    finding = MAKE[state](factories.department())

    if (state, verb) not in FINDING_MOVES:
        with pytest.raises(Denied):
            do(verb, finding)
        assert Finding.objects.get().state == state
    else:
        do(verb, finding)
        assert Finding.objects.get().state == FINDING_MOVES[state, verb]


def test_a_finding_moves_back_and_on_without_an_end_that_is_not_closed():
    ends = {state for state in FindingState.values if all(state != start for start, _verb in FINDING_MOVES)}

    assert ends == {FindingState.CLOSED}


def test_living_states_are_all_but_the_closed():
    assert set(FindingState.values) - set(FindingState.living()) == {FindingState.CLOSED}
    assert (
        timezone.localdate() - timedelta(days=1) == supervision_factories.missed(supervision_factories.finding()).due_on
    )
