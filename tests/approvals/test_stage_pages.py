"""The page of the default stages: adding one, taking it out, how long each takes."""

import pytest

from approvals.models import StageDefault
from tests.approvals.pages import address

pytestmark = pytest.mark.django_db


def test_the_office_adds_and_takes_out_a_stage(world, visit, send):
    before = StageDefault.objects.get(kind="department", code="committee")
    send(world.office, address("stages"), title="法律顾问审核", action="review", before=before.pk, due_days=3)
    added = StageDefault.objects.get(code="extra")
    titles = [stage.title for stage in visit(world.office, address("stages")).context["stages"][:6]]

    send(world.office, address("remove_stage", added.pk))

    assert (titles[4:], StageDefault.objects.filter(kind="department").count()) == (["法律顾问审核", "党委审定"], 5)


def test_a_stage_without_a_title_is_not_added(world, send):
    assert send(world.office, address("stages"), title="").status_code == 422


@pytest.mark.parametrize(("asked", "kept"), [("8", 8), ("0", 5)])
def test_the_office_changes_how_long_a_stage_takes(world, send, asked, kept):
    stage = StageDefault.objects.get(kind="department", code="overseer")

    send(world.office, address("change_due_days", stage.pk), due_days=asked)

    stage.refresh_from_db()
    assert stage.due_days == kept


def test_stages_are_kept_by_the_office_alone(world, visit, send):
    stage = StageDefault.objects.get(kind="department", code="overseer")
    answers = [
        visit(world.head, address("stages")),
        send(world.head, address("change_due_days", stage.pk), due_days="9"),
        send(world.head, address("remove_stage", stage.pk)),
    ]

    assert [answer.status_code for answer in answers] == [403, 403, 403]
