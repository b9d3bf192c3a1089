"""Writing many rows, events and lists at once leaves what writing each alone would."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from core import calculations, services
from core.models import AuditEvent, AuditHead
from core.rules import Denied
from powers.models import LegalBasis, PowerList
from tests import factories
from tests.powers import factories as power_factories

pytestmark = pytest.mark.django_db

UNLIKE = ("history_id", "history_date", "id", "code")


def basis(code):
    return LegalBasis(code=code, title="药事管理规定", issuer="卫生部", status="unchecked")


def history(row):
    return {name: value for name, value in row.history.values().get().items() if name not in UNLIKE}


def test_rows_created_together_have_the_history_that_each_would_have_alone():
    by = factories.person()
    alone = basis("YJ-91")
    services.save(alone, by, reason="带入")

    made = services.create_all(LegalBasis, [basis("YJ-92"), basis("YJ-93")], by, reason="带入")

    assert [history(row) for row in made] == [history(alone), history(alone)]
    assert [(row.history.get().id, row.history.get().code) for row in made] == [
        (made[0].pk, "YJ-92"),
        (made[1].pk, "YJ-93"),
    ]


def test_without_a_reason_their_history_has_none():
    by = factories.person()

    (made,) = services.create_all(LegalBasis, [basis("YJ-92")], by)

    assert (made.history.get().history_change_reason, made.history.get().history_user) == (None, by)


def test_more_rows_than_one_statement_takes_are_written_in_several(monkeypatch):
    monkeypatch.setattr("core.services.rows.BATCH", 2)

    made = services.create_all(LegalBasis, [basis(f"YJ-9{number}") for number in range(5)], factories.person())

    assert [row.history.count() for row in made] == [1, 1, 1, 1, 1]


def test_events_recorded_together_follow_each_other_in_the_chain():
    by = factories.person()
    services.record(by=by, verb="core.test", code="A")

    made = services.record_all(by=by, entries=[services.AuditEntry("core.test", code=code) for code in "BC"])

    chain = list(AuditEvent.objects.filter(verb="core.test").order_by("sequence"))
    assert [event.subject_code for event in chain] == ["A", "B", "C"]
    assert [event.previous_hash for event in chain[1:]] == [event.hash for event in chain[:-1]]
    assert [calculations.audit_hash(event) for event in chain] == [event.hash for event in chain]
    assert AuditHead.objects.values_list("sequence", "hash").get() == (made[-1].sequence, made[-1].hash)


def test_nothing_to_record_leaves_the_trail_as_it_is():
    with CaptureQueriesContext(connection) as asked:
        services.record_all(by=None, entries=[])

    assert len(asked) == 0


def test_lists_locked_together_are_each_counted_and_refused_when_one_is_not_editable():
    first, second = power_factories.power_list(), power_factories.power_list(factories.department())

    locked = services.lock_editable_lists(PowerList, [second.pk, first.pk])

    assert {pk: power_list.version for pk, power_list in locked.items()} == {first.pk: 2, second.pk: 2}
    assert set(PowerList.objects.values_list("version", flat=True)) == {2}
    power_factories.in_force(first)
    with pytest.raises(Denied, match="不能修改"):
        services.lock_editable_lists(PowerList, [second.pk, first.pk])
