"""迎检: the notice, the materials shown, feedback with its findings, the reply; its pages and who sees them."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.utils import timezone

from core import services as core_services
from core.models import Attachment
from core.registry import registry
from core.rules import Denied, Stale
from organization.models import Notice
from organization.roles import Role
from supervision.models import Finding, Inspection, InspectionMaterial
from supervision.queries import inspections as queries
from supervision.queries import self_check_tasks
from supervision.rules import inspections as rules
from supervision.services import inspections as services
from supervision.states.inspections import INSPECTION_MOVES, InspectionState, InspectionVerb
from tests import factories
from tests.risks import factories as risk_factories
from tests.supervision import self_check_factories as own

pytestmark = pytest.mark.django_db
ADDRESS = "/supervision/inspections/"
NEW = "验收由申购人一人签字，可能虚报数量"


@pytest.fixture
def office():
    return factories.holder(Role.PARTY_OFFICE)


def today():
    return timezone.localdate()


def with_feedback(office, **fields):
    made = own.inspection(by=office)
    return services.record_feedback(
        by=office, inspection=made, **{"feedback": "两个部门记录不全", "on": today(), **fields}
    )


def test_clause_2_5_2_the_hospital_prepares_for_the_inspection_from_above(office):
    """预防腐败体系建设领导小组办公室将于5月上旬对各单位抽查，我院应积极准备接受抽查。"""
    where = factories.department("药剂科")
    filer = factories.holder(Role.FILER, where)
    made = own.inspection(by=office, files=[own.PDF])
    shown = services.add_material(by=office, inspection=made, title="一览表汇编", url="/controls/")
    asked = services.add_material(by=office, inspection=made, title="验收记录", department=where)

    services.give_material(by=filer, material=asked, files=[own.PDF])
    services.begin_inspection(by=office, inspection=made)
    services.record_feedback(by=office, inspection=made, feedback="验收记录不全", on=today(), files=[own.PDF])
    finding = services.open_inspection_finding(
        by=office, inspection=made, department=where, text="验收记录不全", days=10, new_point=NEW
    )
    done = services.record_reply(by=office, inspection=made, reply="已补齐", on=today(), files=[own.PDF])

    assert done.state == "replied"
    assert [(each.title, each.given_by) for each in queries.materials_of(office, made)] == [
        (shown.title, office),
        (asked.title, filer),
    ]
    assert {kind: len(files) for kind, files in queries.inspection_files(made).items()} == {
        "notice": 1,
        "feedback": 1,
        "reply": 1,
    }
    assert (finding.source, finding.department, list(queries.findings_of_inspection(office, made))) == (
        "inspection",
        where,
        [finding],
    )


def test_every_move_and_no_other(office):
    for state in InspectionState:
        for verb in InspectionVerb:
            if (state, verb) in INSPECTION_MOVES:
                rules.move(office, Inspection(state=state), verb)
            else:
                with pytest.raises(Denied):
                    rules.move(office, Inspection(state=state), verb)


def test_only_who_runs_the_year_keeps_inspections(office):
    made = own.inspection(by=office)
    discipline = factories.holder(Role.DISCIPLINE)

    with pytest.raises(Denied):
        own.inspection(by=discipline)
    with pytest.raises(Denied):
        services.begin_inspection(by=discipline, inspection=made)


def test_the_department_is_asked_for_its_material_until_it_is_there(office):
    where = factories.department()
    filer = factories.holder(Role.FILER, where)
    made = own.inspection(by=office)

    material = services.add_material(by=office, inspection=made, title="验收记录", department=where)

    (task,) = self_check_tasks.waiting_tasks(filer).tasks
    assert Notice.objects.get(person=filer).url == made.get_absolute_url()
    assert (task.due_on, task.is_overdue, task.note) == (made.arrives_on, False, str(made))
    services.give_material(by=filer, material=material, url="/controls/")
    assert self_check_tasks.waiting_tasks(filer).tasks == ()


def test_a_material_is_brought_by_its_department_or_the_office(office):
    made = own.inspection(by=office)
    theirs = services.add_material(by=office, inspection=made, title="甲", department=factories.department("检验科"))
    nobodys = services.add_material(by=office, inspection=made, title="乙")
    stranger = factories.holder(Role.FILER, factories.department())

    with pytest.raises(Denied, match="检验科"):
        services.give_material(by=stranger, material=theirs, url="/controls/")
    with pytest.raises(Denied, match="党办"):
        services.give_material(by=stranger, material=nobodys, url="/controls/")
    with pytest.raises(Denied, match="请选择文件"):
        services.give_material(by=office, material=theirs)
    with pytest.raises(Denied, match="以“/”开头"):
        services.give_material(by=office, material=theirs, url="http://example.org/")
    assert services.give_material(by=factories.system(), material=nobodys, url="/controls/").url == "/controls/"


def test_after_feedback_notice_and_materials_stay(office):
    made = own.inspection(by=office)
    material = services.add_material(by=office, inspection=made, title="甲")
    services.record_feedback(by=office, inspection=made, feedback="无", on=today())
    same = {name: getattr(made, name) for name in services.FIELDS}

    with pytest.raises(Denied):
        services.change_inspection(by=office, inspection=made, **same)
    with pytest.raises(Denied):
        services.give_material(by=office, material=material, url="/controls/")
    assert queries.materials_to_give(office, Inspection.objects.get(), is_keeper=True) == set()


def test_days_and_words_are_asked_for(office):
    made = own.inspection(by=office)

    with pytest.raises(Denied, match="到检日期"):
        own.inspection(by=office, arrives_on=own.in_days(-1))
    with pytest.raises(Denied, match="反馈意见"):
        services.record_feedback(by=office, inspection=made, feedback=" ", on=today())
    with pytest.raises(Denied, match="日期须在"):
        services.record_feedback(by=office, inspection=made, feedback="无", on=own.in_days(1))
    with pytest.raises(Denied, match="还没有登记反馈"):
        services.open_inspection_finding(
            by=office, inspection=made, department=factories.department(), text="x", days=1
        )
    services.record_feedback(by=office, inspection=made, feedback="无", on=today())
    with pytest.raises(Denied, match="回复内容"):
        services.record_reply(by=office, inspection=made, reply="", on=today())
    with pytest.raises(Denied, match="日期须在"):
        services.record_reply(by=office, inspection=made, reply="好", on=own.in_days(-1))


def test_the_notice_is_put_right_unless_somebody_was_faster(office):
    made = own.inspection(by=office)
    fields = {name: getattr(made, name) for name in services.FIELDS} | {"title": "专项检查"}

    changed = services.change_inspection(by=office, inspection=made, files=[own.PDF], **fields)

    assert (changed.title, Attachment.objects.get().subject_type) == ("专项检查", "supervision.inspectionnotice")
    with pytest.raises(Stale):
        services.change_inspection(by=office, inspection=made, version=-1, **fields)


def test_the_database_refuses_feedback_without_words_and_foreign_addresses(office):
    made = own.inspection(by=office)
    material = services.add_material(by=office, inspection=made, title="甲")

    for fields in ({"state": "answering"}, {"state": "replied"}, {"feedback": "x"}, {"arrives_on": own.in_days(-9)}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Inspection.objects.filter(pk=made.pk).update(**fields)
    for fields in ({"url": "http://example.org/"}, {"title": ""}, {"given_by": office}):
        with pytest.raises(IntegrityError), transaction.atomic():
            InspectionMaterial.objects.filter(pk=material.pk).update(**fields)


def people():
    where = factories.department("药剂科")
    return where, {
        "office": factories.holder(Role.PARTY_OFFICE),
        "discipline": factories.holder(Role.DISCIPLINE),
        "chair": factories.holder(Role.COMMITTEE_CHAIR),
        "preparing": factories.holder(Role.FILER, where),
        "stranger": factories.holder(Role.FILER, factories.department()),
    }


def test_who_prepares_and_who_has_the_overview_see_it_others_do_not(client):
    where, known = people()
    made = own.inspection(by=known["office"], files=[own.PDF])
    material = services.add_material(by=known["office"], inspection=made, title="甲", department=where, files=[own.PDF])
    files = [f"/files/{pk}/" for pk in Attachment.objects.order_by("pk").values_list("pk", flat=True)]

    answers = {}
    for name, person in known.items():
        risk_factories.sign_in(client, person)
        addresses = [made.get_absolute_url(), *files]
        answers[name] = [client.get(address).status_code for address in addresses]
        answers[name].append(client.get(f"{ADDRESS}materials/{material.pk}/").status_code)

    assert answers == {
        "office": [200, 200, 200, 200],
        "discipline": [200, 200, 200, 403],
        "chair": [200, 200, 200, 403],
        "preparing": [200, 200, 200, 200],
        "stranger": [404, 404, 404, 404],
    }


def test_a_department_sees_its_own_materials_and_findings_alone(client):
    where, known = people()
    office, preparing, other = known["office"], known["preparing"], factories.department("检验科")
    made = own.inspection(by=office)
    asked = services.add_material(by=office, inspection=made, title="甲", department=where, files=[own.PDF])
    others = services.add_material(by=office, inspection=made, title="乙", department=other, files=[own.PDF])
    services.record_feedback(by=office, inspection=made, feedback="两个部门记录不全", on=today())
    found = [
        services.open_inspection_finding(
            by=office, inspection=made, department=each, text="不全", days=5, new_point=NEW
        )
        for each in (where, other)
    ]
    file = Attachment.objects.get(subject_type=queries.MATERIAL, subject_id=str(others.pk))

    assert [queries.materials_of(by, made) for by in (preparing, office)] == [[asked], [asked, others]]
    assert [list(queries.findings_of_inspection(by, made)) for by in (preparing, office)] == [found[:1], found]
    assert [queries.may_read_material_file(file, by) for by in (preparing, office)] == [False, True]
    assert (found[0].due_days, found[0].due_from) == (5, today())


def test_the_office_goes_through_an_inspection_on_its_pages(client, office):
    where = factories.department()
    risk_factories.sign_in(client, office)
    pdf = SimpleUploadedFile("通知.pdf", b"%PDF-1.7 notice")
    notice = {
        "body": "上级纪委",
        "title": "专项抽查",
        "notice_on": today(),
        "arrives_on": own.in_days(3),
        "files": [pdf],
    }

    made_url = client.post(f"{ADDRESS}new/", notice).url
    client.post(f"{made_url}edit/", notice | {"title": "重点抽查", "files": []})
    client.post(f"{made_url}materials/new/", {"title": "一览表", "url": "/controls/?state=in_force"})
    client.post(f"{made_url}materials/new/", {"title": "记录", "department": where.pk})
    client.post(f"{ADDRESS}materials/{InspectionMaterial.objects.latest('pk').pk}/", {"url": "/risks/"})
    client.post(f"{made_url}begin/")
    client.post(f"{made_url}feedback/", {"feedback": "记录不全", "on": today()})
    finding_url = client.post(f"{made_url}finding/", {"department": where.pk}).url
    client.post(finding_url, {"text": "记录不全", "days": "10", "new_point": NEW})
    client.post(f"{made_url}reply/", {"reply": "已补齐", "on": today()})

    page = client.get(made_url)
    shown = page.context
    assert (shown["inspection"].title, shown["inspection"].state, shown["ready"]) == ("重点抽查", "replied", 2)
    assert [finding.text for finding in shown["findings"]] == ["记录不全"]
    assert [file.name for file in shown["files"]["notice"]] == ["通知.pdf"]
    assert "已补齐" in page.text


@pytest.mark.parametrize(
    ("step", "data", "field"),
    [
        ("edit/", {"body": "", "title": "a", "notice_on": "2026-05-02", "arrives_on": "2026-05-03"}, "body"),
        ("edit/", {"body": "b", "title": "a", "notice_on": "2026-05-02", "arrives_on": "2026-05-01"}, "arrives_on"),
        ("materials/new/", {"title": ""}, "title"),
        ("materials/new/", {"title": "甲", "url": "/nowhere-at-all/"}, "url"),
        ("feedback/", {"on": own.in_days(0)}, "feedback"),
        ("feedback/", {"on": own.in_days(-1), "feedback": "无"}, "on"),
    ],
)
def test_what_is_wrong_is_said_beside_the_field(client, office, step, data, field):
    risk_factories.sign_in(client, office)
    made = own.inspection(by=office)

    answer = client.post(f"{made.get_absolute_url()}{step}", data)

    assert (answer.status_code, list(answer.context["form"].errors)) == (422, [field])


def test_a_material_needs_a_file_or_a_page(client, office):
    risk_factories.sign_in(client, office)
    made = own.inspection(by=office)
    material = services.add_material(by=office, inspection=made, title="甲")

    answer = client.post(f"{ADDRESS}materials/{material.pk}/", {})

    assert list(answer.context["form"].errors) == ["files"]


def test_stage_3_a_finding_of_the_feedback_names_a_risk_point_of_the_department(client, office):
    where, elsewhere = factories.department(), factories.department()
    point, foreign = (own.table_in_force(each).measures.get().point for each in (where, elsewhere))
    risk_factories.sign_in(client, office)
    made = with_feedback(office)
    url = f"{made.get_absolute_url()}finding/{where.code}/"

    nowhere = client.post(url, {"text": "记录不全", "days": "10"})
    foreign = client.post(url, {"text": "记录不全", "days": "10", "point": foreign.pk})
    client.post(url, {"text": "记录不全", "days": "10", "point": point.pk})

    assert [list(each.context["form"].errors) for each in (nowhere, foreign)] == [["point"], ["point"]]
    assert nowhere.context["form"]["text"].value() == "记录不全"
    assert Finding.objects.get().point == point
    assert client.get(f"{made.get_absolute_url()}finding/NOWHERE/").status_code == 404


def test_forms_are_shown_and_steps_refused_where_they_do_not_fit(client, office):
    risk_factories.sign_in(client, office)
    made = with_feedback(office)
    pages = {
        step: client.get(f"{made.get_absolute_url()}{step}").status_code for step in ("reply/", "finding/", "edit/")
    }

    assert pages == {"reply/": 200, "finding/": 200, "edit/": 403}
    assert client.get(f"{ADDRESS}new/").status_code == 200


def test_the_list_shows_how_many_materials_are_ready(client, office):
    risk_factories.sign_in(client, office)
    made = own.inspection(by=office)
    services.add_material(by=office, inspection=made, title="甲", url="/controls/")
    services.add_material(by=office, inspection=made, title="乙")

    (row,) = client.get(f"{ADDRESS}?state=preparing&year={made.arrives_on.year}&q=zdcc").context["page"].rows

    assert (row.thing, row.rest[3].value) == (made, "1/2")


@pytest.mark.parametrize("size", [1, 3])
def test_the_list_asks_the_same_number_of_questions(client, office, size, django_assert_num_queries):
    risk_factories.sign_in(client, office)
    for _number in range(size):
        own.inspection(by=office)

    with django_assert_num_queries(7):
        client.get(ADDRESS)


@pytest.mark.parametrize("size", [1, 3])
def test_a_page_asks_the_same_number_of_questions(client, office, size, django_assert_num_queries):
    risk_factories.sign_in(client, office)
    made = own.inspection(by=office)
    for number in range(size):
        services.add_material(by=office, inspection=made, title=f"材料{number}", files=[own.PDF])
    services.record_feedback(by=office, inspection=made, feedback="无", on=today())
    for _number in range(size):
        services.open_inspection_finding(
            by=office, inspection=made, department=factories.department(), text="x", days=1, new_point=NEW
        )

    with django_assert_num_queries(12):
        client.get(made.get_absolute_url())


def test_files_of_the_app_have_a_reader_each():
    core_services.sweep()

    assert {name for name in registry.attachment_readers if name.startswith("supervision.")} >= {
        "supervision.selfcheckanswer",
        "supervision.dailycheck",
        "supervision.inspectionnotice",
        "supervision.inspectionfeedback",
        "supervision.inspectionreply",
        "supervision.inspectionmaterial",
    }
