"""Daily checks: registered in a minute by anybody of the department, a problem raised on the spot, proof kept closed."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.utils import timezone

from controls.models import Measure
from core.models import Attachment
from core.rules import Denied
from organization import services as organization_services
from organization.roles import Role
from supervision.models import DailyCheck, Finding
from supervision.queries import daily_checks as queries
from supervision.services import daily_checks as services
from tests import factories
from tests.risks import factories as risk_factories
from tests.supervision import self_check_factories as own

pytestmark = pytest.mark.django_db
ADDRESS = "/supervision/daily-checks/"
NEW = "空安瓿回收无人核对，可能流失"


def add(where=None, *, by=None, **fields):
    where = where or factories.department()
    fields = {"checked_on": timezone.localdate(), "what": "抽查麻醉药品登记", "result": "normal", **fields}
    return services.add_daily_check(by=by or factories.system(), department=where, **fields)


def nurse(where):
    """Somebody of the department who holds no role."""
    return factories.person(where=where)


def test_anybody_of_the_department_registers_a_check():
    where = factories.department()
    person = nurse(where)

    check = add(where, by=person)

    assert (check.by, check.finding) == (person, None)
    assert list(queries.daily_checks_for(person)) == [check]


def test_a_problem_becomes_a_finding_on_the_spot_with_its_measure():
    where = factories.department()
    table = own.table_in_force(where)
    measure = table.measures.get()

    check = add(where, by=nurse(where), result="problem", note="登记少一支", measure=measure, days=3)

    assert (check.finding.source, check.finding.measure, check.finding.text) == ("self_check", measure, "登记少一支")
    assert check.finding.evidence == "抽查麻醉药品登记"


def test_stage_3_a_problem_on_no_measure_names_its_risk_point_or_a_new_one():
    where = factories.department()
    point = own.table_in_force(where).measures.get().point
    said = {"by": nurse(where), "result": "problem", "note": "登记少一支", "days": 3}

    with pytest.raises(Denied, match="请指明问题属于哪个风险点"):
        add(where, **said)
    found = [add(where, **said, **place).finding for place in ({"point": point}, {"new_point": NEW})]

    assert [(each.point, each.proposal and each.proposal.text) for each in found] == [(point, None), (None, NEW)]


def test_the_measure_says_where_a_problem_belongs_whatever_else_is_said():
    where = factories.department()
    measure = own.table_in_force(where).measures.get()

    check = add(where, result="problem", note="登记少一支", measure=measure, days=3, new_point=NEW)

    assert (check.finding.point, check.finding.proposal) == (measure.point, None)


def test_a_problem_put_right_on_the_spot_is_no_finding():
    check = add(result="problem", note="当场补记")

    assert (check.finding, Finding.objects.count()) == (None, 0)


def test_checks_are_refused_for_others_days_to_come_and_problems_without_words():
    where = factories.department()
    foreign = own.table_in_force(factories.department()).measures.get()

    with pytest.raises(Denied, match="本部门|不能登记"):
        add(where, by=nurse(factories.department()))
    with pytest.raises(Denied, match="不能晚于今天"):
        add(where, checked_on=own.in_days(1))
    with pytest.raises(Denied, match="须写明情况"):
        add(where, result="problem", note=" ")
    with pytest.raises(Denied, match="措施不是"):
        add(where, measure=foreign)
    with pytest.raises(Denied, match="风险点不是"):
        add(where, result="problem", note="少一支", days=3, point=foreign.point)


def test_others_see_only_checks_of_departments_they_may():
    check = add()

    office, discipline = factories.holder(Role.PARTY_OFFICE), factories.holder(Role.DISCIPLINE)
    leader = factories.holder(Role.LEADERSHIP)
    stranger = factories.holder(Role.FILER, factories.department())

    for person in (office, discipline, leader):
        assert list(queries.daily_checks_for(person)) == [check]
    assert list(queries.daily_checks_for(stranger)) == []
    assert queries.daily_check_for(stranger, check.pk) is None


def test_the_database_refuses_a_problem_without_words():
    check = add()

    for fields in ({"result": "problem"}, {"what": ""}):
        with pytest.raises(IntegrityError), transaction.atomic():
            DailyCheck.objects.filter(pk=check.pk).update(**fields)


def form_of(where, **changes):
    today = timezone.localdate()
    return {"department": where.pk, "what": "抽查登记", "result": "normal", "checked_on": today, **changes}


def registered(where, **changes):
    """What the form posts where a problem is registered as a finding."""
    return form_of(where, result="problem", note="少一支", days="3", **changes)


def test_a_nurse_registers_on_the_page_with_a_photograph(client):
    where = factories.department()
    person = risk_factories.sign_in(client, nurse(where))
    photo = SimpleUploadedFile("现场.jpg", b"\xff\xd8\xff\xe0photo")

    page = client.get(f"{ADDRESS}new/")
    answer = client.post(f"{ADDRESS}new/", registered(where, new_point=NEW, files=[photo]))

    check = DailyCheck.objects.get()
    shown = client.get(answer.url)
    assert page.context["form"]["department"].initial == where
    assert (answer.url, check.by, check.finding.text) == (check.get_absolute_url(), person, "少一支")
    assert [file.name for file in shown.context["attachments"]] == ["现场.jpg"]


def test_the_finding_is_linked_for_who_may_open_it_alone(client):
    where = factories.department()
    by, colleague = nurse(where), nurse(where)
    check = add(where, by=by, result="problem", note="少一支", days=3, new_point="账物不符无人发现")
    link = f'href="{check.finding.get_absolute_url()}"'

    shown = []
    for person in (by, colleague):
        risk_factories.sign_in(client, person)
        page = client.get(check.get_absolute_url()).text
        shown.append(
            (check.finding.code in page, link in page, client.get(check.finding.get_absolute_url()).status_code)
        )

    assert shown == [(True, True, 200), (True, False, 404)]


def test_the_form_fits_a_phone_and_asks_the_necessary_first(client):
    where = factories.department()
    risk_factories.sign_in(client, nurse(where))

    page = client.get(f"{ADDRESS}new/")

    assert list(page.context["form"].fields)[:4] == ["department", "what", "result", "note"]
    assert 'enctype="multipart/form-data"' in page.text
    assert 'type="radio"' in page.text


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"what": ""}, "what"),
        ({"result": "problem"}, "note"),
        ({"days": "3"}, "days"),
        ({"days": "3", "new_point": NEW}, "days"),
        ({"result": "problem", "note": "少一支", "new_point": NEW}, "days"),
        ({"result": "problem", "note": "少一支", "days": "3"}, "point"),
        ({"checked_on": "2999-01-01"}, "checked_on"),
        ({"files": [SimpleUploadedFile("病毒.exe", b"MZ")]}, "files"),
        ({"files": [SimpleUploadedFile("大.pdf", b"%PDF-" + b"0" * 5 * 1024 * 1024)]}, "files"),
        ({"files": [SimpleUploadedFile("假.pdf", b"\x89PNG\r\n\x1a\n")]}, "files"),
    ],
)
def test_what_is_wrong_is_said_beside_the_field(client, changes, field):
    where = factories.department()
    risk_factories.sign_in(client, nurse(where))

    answer = client.post(f"{ADDRESS}new/", form_of(where, **changes))

    assert (answer.status_code, list(answer.context["form"].errors)) == (422, [field])
    assert (DailyCheck.objects.count(), Attachment.objects.count()) == (0, 0)


def test_a_measure_of_another_department_is_refused_beside_the_field(client):
    where, other = factories.department(), factories.department()
    filer = factories.holder(Role.FILER, where)
    organization_services.grant(by=factories.system(), person=filer, role=Role.FILER, department=other)
    own.table_in_force(other)
    risk_factories.sign_in(client, filer)

    answer = client.post(f"{ADDRESS}new/", form_of(where, measure=Measure.objects.get().pk))

    assert list(answer.context["form"].errors) == ["measure"]


def test_the_risk_point_of_a_problem_is_chosen_from_those_of_the_own_departments(client):
    where, other = factories.department(), factories.department()
    filer = factories.holder(Role.FILER, where)
    organization_services.grant(by=factories.system(), person=filer, role=Role.FILER, department=other)
    mine, theirs, foreign = (
        own.table_in_force(each).measures.get().point for each in (where, other, factories.department())
    )
    risk_factories.sign_in(client, filer)

    answers = [client.post(f"{ADDRESS}new/", registered(where, point=each.pk)) for each in (theirs, foreign)]
    both = client.post(f"{ADDRESS}new/", registered(where, point=mine.pk, new_point=NEW))
    client.post(f"{ADDRESS}new/", registered(where, point=mine.pk))

    assert set(both.context["form"].fields["point"].queryset) == {mine, theirs}
    assert [list(each.context["form"].errors) for each in (*answers, both)] == [["point"], ["point"], ["new_point"]]
    assert both.context["form"]["new_point"].value() == NEW
    assert DailyCheck.objects.get().finding.point == mine


def test_who_is_of_no_department_may_not_register(client):
    risk_factories.sign_in(client, factories.person())

    assert client.get(f"{ADDRESS}new/").status_code == 403


def test_the_list_is_searched_and_filtered(client):
    risk_factories.sign_in(client, factories.holder(Role.PARTY_OFFICE))
    old = add(what="抽查收费", checked_on=own.in_days(-40))
    bad = add(result="problem", note="少一支")

    def shown(query=""):
        return [row.thing for row in client.get(f"{ADDRESS}{query}").context["page"].rows]

    assert shown() == [bad, old]
    assert shown("?q=ccsf") == [old]
    assert shown("?result=problem") == [bad]
    assert shown(f"?since={own.in_days(-1)}&until={own.in_days(0)}&department={bad.department_id}") == [bad]


@pytest.mark.parametrize("size", [1, 3])
def test_the_list_asks_the_same_number_of_questions(client, size, django_assert_num_queries):
    risk_factories.sign_in(client, factories.holder(Role.PARTY_OFFICE))
    for _number in range(size):
        add(result="problem", note="少一支", days=3, new_point=NEW)

    with django_assert_num_queries(9):
        client.get(ADDRESS)


def test_a_photograph_is_served_only_to_who_sees_the_check(client):
    where = factories.department()
    check = add(where, files=[own.PDF])
    address = f"/files/{Attachment.objects.get().pk}/"
    answers = {}
    for name, person in (
        ("own", nurse(where)),
        ("office", factories.holder(Role.PARTY_OFFICE)),
        ("stranger", factories.holder(Role.FILER, factories.department())),
        ("sysadmin", factories.holder(Role.SYSADMIN)),
    ):
        risk_factories.sign_in(client, person)
        answers[name] = client.get(address).status_code

    assert answers == {"own": 200, "office": 200, "stranger": 404, "sysadmin": 404}
    risk_factories.sign_in(client, factories.holder(Role.FILER, factories.department()))
    assert client.get(check.get_absolute_url()).status_code == 404
