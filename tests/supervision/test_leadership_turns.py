"""Whose turn it is at the leadership's self-check: stand-ins, what is returned, what still wants proof, who is told."""

import pytest
from django.utils import timezone

from core.rules import Denied
from organization import services as organization_services
from organization.models import Notice
from organization.roles import Role
from supervision import queries as all_queries
from supervision import services
from supervision.models import Reminder
from supervision.queries import self_checks as queries
from supervision.queries.reminded_reports import due_receipts
from supervision.queries.self_check_tasks import waiting_tasks
from supervision.services import self_check_answers, self_checks
from tests import factories
from tests.risks import factories as risk_factories
from tests.supervision import self_check_factories as own
from tests.supervision.leadership_checks import appoint, fill, made

__all__ = ["made"]

pytestmark = pytest.mark.django_db

REASON = "措施二没有说明"


def stand_in(holder):
    """Somebody without a role who stands in for the holder today."""
    deputy, today = factories.person(), timezone.localdate()
    organization_services.delegate(by=holder, stand_in=deputy, from_on=today, to_on=today, reason="外出")
    return deputy


def grant(person, role, where):
    organization_services.grant(by=factories.system(), person=person, role=role, department=where)


def tasks_of(by):
    return [(task.what, task.note) for task in waiting_tasks(by).tasks]


def returned(made):
    fill(made)
    self_checks.sign(by=made.chair, check=made.check)
    Notice.objects.all().delete()
    return self_checks.return_back(by=made.discipline, check=made.check, reason=REASON)


def test_who_stands_in_for_the_secretary_signs_on_the_page_and_for_the_discipline_office_receives(made, client):
    fill(made)
    for_chair, for_discipline = stand_in(made.chair), stand_in(made.discipline)
    url = made.check.get_absolute_url()

    risk_factories.sign_in(client, for_chair)
    seen = [client.get(f"{url}{path}").status_code for path in ("", "report/", "sign/")]
    client.post(f"{url}sign/")
    signed = made.again()
    risk_factories.sign_in(client, for_discipline)
    client.post(f"{url}receive/")

    assert seen == [200, 200, 200]
    assert (signed.state, signed.signed_by, signed.signed_for) == ("submitted", for_chair, made.chair)
    assert (made.again().state, made.again().received_by) == ("received", for_discipline)


def test_the_secretary_who_heads_the_committees_department_is_reminded_to_sign(made):
    grant(made.chair, Role.DEPARTMENT_HEAD, made.root)
    fill(made)
    day = made.check.due_on
    organization_services.set_calendar_day(by=factories.system(), day=day, is_workday=True, note="当日上班")

    services.send_reminders(on=day)

    told = Reminder.objects.filter(key=f"self_check:{made.check.pk}:sign")
    assert set(told.values_list("person", flat=True)) == {made.chair.pk, made.office.pk}


def test_what_was_returned_is_the_offices_to_work_over_and_the_secretarys_to_sign_again(made):
    check = returned(made)

    told = Notice.objects.filter(kind="supervision.self_checks").values_list("person", flat=True)
    [due] = [each for each in all_queries.due_self_checks(own.in_days(0), own.in_days(30)) if "班子成员" in each.text]
    assert set(told) == {person.pk for person in [*made.leaders, made.office]}
    assert tasks_of(made.office) == [(f"填报自查：{check}", REASON)]
    assert tasks_of(made.chair) == [(f"签署自查报告：{check}", REASON)]
    assert due.actions == ("decide", "submit_leadership")


def test_what_a_leader_said_without_proof_is_still_theirs_to_do(made):
    fill(made)
    first, second = made.leaders
    item = made.item_of(first)
    type(item).objects.filter(pk=item.pk).update(note="")

    [due] = [each for each in all_queries.due_self_checks(own.in_days(0), own.in_days(30)) if "班子成员" in each.text]
    assert [note for _what, note in tasks_of(first)] == ["本人岗位还有1条"]
    assert ([note for _what, note in tasks_of(made.office)], tasks_of(second)) == (["签署前还有项目须补全"], [])
    assert due.people == {first.pk}


def test_a_leader_of_the_discipline_office_is_not_asked_to_receive(made):
    secretary = factories.holder(Role.DISCIPLINE)
    appoint(secretary, factories.post(made.root, "纪委书记", is_leadership=True))
    fill(made)
    self_checks.sign(by=made.chair, check=made.check)

    told = Notice.objects.filter(text__endswith="已签署，请接收。").values_list("person", flat=True)
    [due] = due_receipts(own.in_days(0), own.in_days(30))
    assert (list(told), tasks_of(secretary)) == ([made.discipline.pk], [])
    assert secretary.pk in due.but_not


def test_where_nobody_could_receive_the_secretary_is_told_before_signing(made, client):
    appoint(made.discipline, factories.post(made.root, "纪委书记", is_leadership=True))
    fill(made)
    risk_factories.sign_in(client, made.chair)

    asked = client.get(f"{made.check.get_absolute_url()}sign/").text

    assert "目前没有人可以接收" in asked


def test_a_leader_who_sees_the_whole_check_reports_the_progress_of_the_own_measures_alone(made):
    leader = made.leaders[0]
    grant(leader, Role.COMMITTEE_CHAIR, made.root)
    fill(made)

    assert queries.sees_whole(leader, made.check)
    assert self_check_answers.report_progress(by=leader, check=made.check) == 1


def test_only_who_sees_all_of_it_is_told_how_many_problems_there_are(made):
    fill(made, "not_done")
    leader = made.leaders[0]
    self_check_answers.raise_finding(by=leader, answer=made.item_of(leader), text="没有公示", days=10)

    counts = {
        by: [
            (row.problems, row.open_problems)
            for row in queries.with_counts(queries.self_checks_for(by))
            if row.is_leadership
        ]
        for by in (made.leaders[1], made.office)
    }

    assert counts == {made.leaders[1]: [(None, None)], made.office: [(1, 1)]}


def test_nobody_but_the_secretary_or_their_stand_in_signs(made):
    fill(made)

    with pytest.raises(Denied, match="由党委书记签署"):
        self_checks.sign(by=stand_in(made.office), check=made.check)
