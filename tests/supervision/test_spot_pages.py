"""Pages of spot checks and their records."""

import io

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from core.models import Attachment, Duty
from organization.roles import Role
from supervision import documents, queries, services
from supervision.models import RecordItem, SpotCheck, SpotCheckRecord
from tests import factories
from tests.risks import factories as risk_factories
from tests.supervision import factories as supervision_factories
from tests.supervision import spot_factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def office(client):
    return risk_factories.sign_in(client, factories.holder(Role.PARTY_OFFICE))


def sign_in(client, person):
    return risk_factories.sign_in(client, person)


def planned(**changed):
    today = timezone.localdate().isoformat()
    return {
        "title": "2026年度第二次重点抽查",
        "from_on": today,
        "to_on": today,
        "excluded_checks": "0",
        "size": "1",
        "weight_high": "3",
        "weight_medium": "2",
        "weight_low": "1",
        "seed_kind": "public",
        "seed_source": "2026年11月24日上证综指收盘点数",
        **changed,
    }


@pytest.mark.parametrize("size", [1, 3])
def test_the_list_asks_the_same_number_of_questions(client, office, size, django_assert_num_queries):
    for _number in range(size):
        spot_factories.under_way(spot_factories.points())

    with django_assert_num_queries(8):
        client.get("/supervision/spot-checks/")


@pytest.mark.parametrize("size", [1, 3])
def test_a_spot_checks_page_asks_the_same_number_of_questions(client, office, size, django_assert_num_queries):
    places = [spot_factories.points() for _number in range(size)]
    check = spot_factories.under_way(*places, size=size)

    with django_assert_num_queries(13):
        client.get(check.get_absolute_url())


def test_before_the_draw_the_page_says_so(client, office):
    checks = [spot_factories.frozen(), spot_factories.drawn()]

    assert ["尚未抽取" in client.get(each.get_absolute_url()).text for each in checks] == [True, False]


@pytest.mark.parametrize("size", [1, 3])
def test_a_records_page_asks_the_same_number_of_questions(client, size, django_assert_num_queries):
    record = spot_factories.record(spot_factories.points(size), size=size)
    sign_in(client, spot_factories.first_inspector(record))

    with django_assert_num_queries(15):
        client.get(record.get_absolute_url())


def test_a_spot_check_goes_from_plan_to_draw_page_by_page(client, office):
    where = spot_factories.points(3)
    made = client.post("/supervision/spot-checks/plan/", planned(size="2", departments=[where.pk]))
    check = SpotCheck.objects.get()
    url = check.get_absolute_url()

    assert made.url == url
    assert client.get(url).context["step"] == ("supervision:freeze_population", "固定抽查范围")
    for step, data in (("freeze", {}), ("seed", {"seed": "3456.78"}), ("draw", {})):
        assert client.get(f"{url}{step}/").status_code == 200
        assert client.post(f"{url}{step}/", data).url == url
    page = client.get(url)
    assert [row.thing.position for row in page.context["drawn"].rows] == [1, 2]
    assert page.context["step"] is None
    assert page.context["obstacle"].startswith(f"还有1个部门没有指定检查人员：{where}。")


def test_a_plan_begins_in_the_year_under_way(client, office):
    cycle = supervision_factories.open_cycle(factories.department())

    page = client.get("/supervision/spot-checks/plan/")

    assert page.context["form"]["cycle"].value() == cycle.pk


def test_a_random_seed_is_made_at_a_click(client, office):
    check = spot_factories.frozen()

    asked = client.get(f"{check.get_absolute_url()}seed/")
    client.post(f"{check.get_absolute_url()}seed/")

    check.refresh_from_db()
    assert (asked.context["label"], len(check.seed)) == ("生成种子", 32)


def test_an_inspection_begins_and_ends_by_its_pages(client, office):
    check = spot_factories.drawn()
    record = check.records.get()
    people = spot_factories.inspectors()
    named = client.post(f"/supervision/spot-records/{record.pk}/inspectors/", {"people": [each.pk for each in people]})
    assert client.get(check.get_absolute_url()).context["step"] == ("supervision:begin_spot_check", "开始检查")
    client.post(f"{check.get_absolute_url()}begin/")
    told = client.get(check.get_absolute_url()).context["obstacle"]
    assert told == f"还有1份检查记录没有签字：{record.department}。全部签字后结束抽查。"
    spot_factories.signed(SpotCheckRecord.objects.get(pk=record.pk))

    client.post(f"{check.get_absolute_url()}close/")

    check.refresh_from_db()
    assert (named.url, check.state) == (record.get_absolute_url(), "closed")
    assert client.get(check.get_absolute_url()).context["step"] is None


def test_a_plan_is_changed_by_its_page(client, office):
    check = spot_factories.plan(spot_factories.points())
    url = f"{check.get_absolute_url()}change/"

    shown = client.get(url)
    client.post(url, planned(title="改过的名称"))

    check.refresh_from_db()
    assert shown.context["form"].initial["departments"] == [
        check.departments.model.objects.get(parent__isnull=False).pk
    ]
    assert (check.title, check.departments.count()) == ("改过的名称", 0)


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"to_on": "2020-01-01"}, "to_on"),
        ({"weight_high": "0", "weight_medium": "0", "weight_low": "0"}, "weight_high"),
        ({"seed_source": ""}, "seed_source"),
        ({"size": "0"}, "size"),
        ({"title": ""}, "title"),
    ],
)
def test_a_plan_says_what_is_wrong_beside_its_field(client, office, changed, field):
    page = client.post("/supervision/spot-checks/plan/", planned(**changed))

    assert (page.status_code, list(page.context["form"].errors)) == (422, [field])


def test_a_seed_of_two_lines_is_refused_beside_its_field(client, office):
    check = spot_factories.frozen(seed_kind="public", seed_source="上证综指收盘点数")

    page = client.post(f"{check.get_absolute_url()}seed/", {"seed": "1\t2"})

    assert page.context["form"].errors == {"seed": ["种子应是一行文字。"]}


def test_a_spot_check_is_cancelled_with_its_reason(client, office):
    check = spot_factories.drawn()

    client.get(f"{check.get_absolute_url()}cancel/")
    client.post(f"{check.get_absolute_url()}cancel/", {"reason": "范围有误"})

    assert "这次抽查已取消：范围有误" in client.get(check.get_absolute_url()).content.decode()


def test_the_list_is_filtered_and_shows_what_concerns_the_person(client):
    record = spot_factories.record()
    spot_factories.drawn()
    sign_in(client, spot_factories.first_inspector(record))

    assert [row.thing for row in client.get("/supervision/spot-checks/").context["page"].rows] == [record.check_of]
    assert client.get("/supervision/spot-checks/?state=closed").context["page"].rows == []


def test_a_department_sees_the_draw_and_its_own_point_alone(client):
    where, other = spot_factories.points(), spot_factories.points()
    check = spot_factories.under_way(where, other, size=2)
    sign_in(client, factories.holder(Role.DEPARTMENT_HEAD, where))

    page = client.get(check.get_absolute_url())

    assert page.context["tallies"] == []
    assert [row.thing.record.department for row in page.context["drawn"].rows] == [where]
    assert check.seed in page.content.decode()
    assert client.get(check.records.get(department=other).get_absolute_url()).status_code == 404


def test_an_inspector_fills_registers_and_finishes_by_the_pages(client):
    record = spot_factories.record(spot_factories.measured())
    sign_in(client, spot_factories.first_inspector(record))
    base, point, items = record.get_absolute_url(), record.points.get(), spot_factories.items(record)
    answers = {f"answer_{item.pk}": "yes" for item in items}
    wrong = {f"answer_{items[0].pk}": "no", f"note_{items[0].pk}": "缺三个月"}
    proof = {f"files_{items[0].pk}": SimpleUploadedFile("台账.pdf", b"%PDF-1.7")}

    assert client.get(f"/supervision/spot-records/points/{point.pk}/").status_code == 200
    assert client.get(base).context["next_point"] == point
    filled = client.post(f"/supervision/spot-records/points/{point.pk}/", {**answers, **wrong, **proof})
    client.post(f"{base}facts/", {"checked_on": timezone.localdate().isoformat(), "place": "药库"})
    assert client.get(base).context["next_point"] is None
    assert client.get(f"/supervision/spot-records/items/{items[0].pk}/finding/").status_code == 200
    client.post(f"/supervision/spot-records/items/{items[0].pk}/finding/", {"text": "台账不全", "days": "20"})
    assert client.get(base).context["obstacle"] is None
    assert client.get(f"{base}finish/").status_code == 200
    client.post(f"{base}finish/")

    record.refresh_from_db()
    assert filled.url == f"{base}#point-{point.pk}"
    assert record.state == "finished"
    assert client.get(base).context["progress"] == {"total": 5, "answered": 5, "wrong": 1, "findings": 1}
    assert "台账.pdf" in client.get(base).content.decode()


def test_a_checklist_says_what_is_wrong_beside_its_item(client):
    record = spot_factories.record()
    sign_in(client, spot_factories.first_inspector(record))
    point, item = record.points.get(), spot_factories.items(record)[0]

    page = client.post(f"/supervision/spot-records/points/{point.pk}/", {f"answer_{item.pk}": "no"})

    assert page.context["form"].errors == {f"note_{item.pk}": ["不符合的，请写明看到了什么。"]}


def test_an_item_with_a_finding_stays_as_it_is(client):
    record = spot_factories.record()
    by = sign_in(client, spot_factories.first_inspector(record))
    spot_factories.answer(record, "no", "不符")
    item = spot_factories.items(record)[0]
    services.open_item_finding(by=by, item=item, text="不符", days=5)

    page = client.post(f"/supervision/spot-records/points/{item.point_id}/", {f"answer_{item.pk}": "yes"})

    assert page.context["form"].errors == {f"answer_{item.pk}": ["这一项已登记问题，结果不能再改。"]}


def test_a_record_is_taken_back_by_its_page(client):
    record = spot_factories.finished(spot_factories.record())
    sign_in(client, spot_factories.first_inspector(record))

    client.post(f"{record.get_absolute_url()}take-back/")

    record.refresh_from_db()
    assert record.state == "open"


def test_inspectors_and_head_sign_by_their_pages(client):
    record = spot_factories.finished(spot_factories.record())
    for inspector in record.inspectors.order_by("pk"):
        sign_in(client, inspector.person)
        client.get(f"/supervision/spot-records/inspectors/{inspector.pk}/sign/")
        client.post(f"/supervision/spot-records/inspectors/{inspector.pk}/sign/")
    sign_in(client, spot_factories.head_of(record))
    client.get(f"{record.get_absolute_url()}opinion/")
    client.post(f"{record.get_absolute_url()}opinion/", {"opinion": "属实"})

    record.refresh_from_db()
    assert (record.state, record.is_opinion_on_paper) == ("signed", False)


def test_the_party_office_records_signatures_on_paper(client, office):
    record = spot_factories.finished(spot_factories.record())
    today = timezone.localdate().isoformat()
    for inspector in record.inspectors.order_by("pk"):
        client.get(f"/supervision/spot-records/inspectors/{inspector.pk}/sign/")
        client.post(f"/supervision/spot-records/inspectors/{inspector.pk}/sign/", {"signed_on": today})
    words = {"opinion": "属实", "signer": "科主任", "signed_on": today}
    client.post(f"{record.get_absolute_url()}paper-opinion/", words)

    record.refresh_from_db()
    assert (record.state, record.is_opinion_on_paper) == ("signed", True)


@pytest.mark.parametrize("path", ["inspectors/{0}/sign/", "{1}/paper-opinion/", "{1}/facts/"])
def test_days_to_come_are_refused_beside_the_field(client, office, path):
    record = spot_factories.record()
    if "facts" not in path:
        spot_factories.finished(record)
    url = path.format(record.inspectors.order_by("pk")[0].pk, record.pk)
    data = {"signed_on": "2999-01-01", "checked_on": "2999-01-01", "opinion": "属实", "signer": "科主任"}

    page = client.post(f"/supervision/spot-records/{url}", data)

    assert len(page.context["form"].errors) == 1


def test_two_inspectors_are_asked_for_beside_the_field(client, office):
    record = spot_factories.record()
    near = factories.person(where=record.department)

    one = client.post(f"{record.get_absolute_url()}inspectors/", {"people": [factories.person().pk]})
    two = client.post(f"{record.get_absolute_url()}inspectors/", {"people": [factories.person().pk, near.pk]})

    assert one.context["form"].errors == {"people": ["每个被查部门须有两名以上检查人员。"]}
    assert list(two.context["form"].errors) == ["people"]


def test_the_sheet_is_asked_for_handed_in_previewed_and_taken_over(client):
    record = spot_factories.record()
    sign_in(client, spot_factories.first_inspector(record))
    base = record.get_absolute_url()

    assert client.get(f"{base}print/").status_code == 200
    assert client.post(f"{base}print/", {"kind": "xlsx"}).url == Duty.objects.get().get_absolute_url()
    assert client.get(f"{base}sheet/").status_code == 200
    preview = client.post(f"{base}sheet/", {"file": filled(record)}).url
    shown = client.get(preview)
    taken = client.post(preview)

    assert (shown.status_code, len(shown.context["plan"].changes), taken.url) == (200, 5, base)
    assert set(RecordItem.objects.values_list("answer", flat=True)) == {"yes"}


def filled(record, answer="符合", name="检查记录表.xlsx"):
    data = documents.draw_paper("record", queries.printed_record(record), kind="xlsx")
    book = openpyxl.load_workbook(io.BytesIO(data))
    for row in range(6, 11):
        book.active.cell(row, 6, answer)
    file = io.BytesIO()
    book.save(file)
    return SimpleUploadedFile(name, file.getvalue())


def test_the_preview_shows_faults_and_writes_nothing(client):
    record = spot_factories.record()
    sign_in(client, spot_factories.first_inspector(record))

    preview = client.post(f"{record.get_absolute_url()}sheet/", {"file": filled(record, "大概")}).url
    page = client.get(preview)

    assert (page.status_code, len(page.context["plan"].faults)) == (422, 5)
    assert client.post(preview).status_code == 403
    assert set(RecordItem.objects.values_list("answer", flat=True)) == {""}


def test_another_kind_of_file_is_refused_beside_the_field(client):
    record = spot_factories.record()
    sign_in(client, spot_factories.first_inspector(record))

    page = client.post(f"{record.get_absolute_url()}sheet/", {"file": SimpleUploadedFile("表.pdf", b"%PDF-1.7")})

    assert page.context["form"].errors == {"file": ["请只上传一份填好的检查记录表（.xlsx）。"]}
    assert not Attachment.objects.filter(subject_type=queries.SHEET_SUBJECT).exists()


def test_clause_2_5_2_whoever_sees_the_check_is_offered_its_population(client):
    record = spot_factories.record()
    sign_in(client, spot_factories.head_of(record))
    url = f"/files/{record.check_of.population_id}/"

    page = client.get(record.check_of.get_absolute_url())

    assert (f'href="{url}"' in page.text, client.get(url).status_code) == (True, 200)


@pytest.mark.parametrize("role", [Role.FILER, Role.DISCIPLINE, Role.LEADERSHIP])
def test_plans_and_checklists_are_refused_to_others(client, role):
    sign_in(client, factories.holder(role))

    assert client.get("/supervision/spot-checks/plan/").status_code == 403
    assert client.get("/supervision/checklist/").status_code == 403
    assert client.get("/supervision/spot-checks/").context["may_plan"] is False


def test_spot_checks_wait_at_the_desk(client):
    record = spot_factories.record()
    sign_in(client, spot_factories.first_inspector(record))

    assert f"填写检查记录：{record.department}" in client.get("/desk/").content.decode()
