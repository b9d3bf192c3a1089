"""The pages of 更正: choosing a text, seeing what changes, the list of all, the year's put to the committee."""

import html
import uuid
from itertools import pairwise

import pytest
from django.urls import reverse
from django.utils import timezone

from approvals import queries, services
from approvals.models import Correction, CorrectionReport
from controls.models import ControlTable, Measure
from core.models import AuditEvent
from core.rules import Denied, Stale
from powers import services as power_services
from powers.models import Power
from risks.models import RiskPoint, RiskRegister
from tests import factories as base
from tests import guards, proof, worlds
from tests.approvals import factories

pytestmark = pytest.mark.django_db

BEFORE, AFTER, WHY = "对药品采购计划进行审批。", "对药品采购计划进行审核批准。", "漏字"


def passed():
    made = factories.world()
    factories.passed(made, powers=1)
    return made


@pytest.fixture
def world():
    return worlds.laid(passed)


@pytest.fixture
def power(world):
    return Power.objects.get()


def address(power, field="content"):
    place = reverse("approvals:correct", args=["powers", power.power_list_id, power.lineage_id])
    return f"{place}?field={field}" if field else place


def typed(after=AFTER, **fields):
    return {"before": BEFORE, "after": after, "reason": WHY, "checked": after, **fields}


def correct(world, power, after=AFTER, before=BEFORE):
    place = {"kind": "powers", "list_id": power.power_list_id, "key": str(power.lineage_id)}
    return services.correct(by=world.office, **place, field="content", before=before, after=after, reason=WHY)


def corrected(world, power, count):
    texts = [BEFORE, *(f"{BEFORE}{'改' * number}" for number in range(1, count + 1))]
    return [correct(world, power, after, before) for before, after in pairwise(texts)]


def words(answer):
    return html.unescape(answer.content.decode())


# -- putting right --------------------------------------------------------------------------------------------------------


def test_from_the_list_to_the_row_to_the_text(world, visit, power):
    row = address(power, "")
    chosen = reverse("approvals:correct_list", args=["powers", power.power_list_id])

    assert f'href="{chosen}"' in words(visit(world.office, power.power_list.get_absolute_url()))
    assert f'href="{row}"' in words(visit(world.office, chosen))
    assert f'href="{row}"' in words(visit(world.office, power.get_absolute_url()))
    assert f'href="{address(power)}"' in words(visit(world.office, row))
    assert BEFORE in words(visit(world.office, address(power)))


@pytest.mark.parametrize("role", ["filer", "head", "discipline", "chair"])
def test_nobody_else_is_offered_it_or_gets_the_pages(world, visit, power, role):
    person = getattr(world, role)

    assert "更正文字" not in words(visit(person, power.get_absolute_url()))
    for place in (address(power), reverse("approvals:correct_list", args=["powers", power.power_list_id])):
        assert visit(person, place).status_code == 403


def test_the_filer_is_told_when_to_amend_and_when_not(world, visit, power):
    page = words(visit(world.filer, power.power_list.get_absolute_url()))

    assert "改内容请开新版；只改错别字、漏字用更正。" in page
    assert "开立新版" in page


def test_a_list_or_row_that_is_not_there_is_not_found(world, visit, power):
    no_list = reverse("approvals:correct_list", args=["powers", 0])
    no_row = reverse("approvals:correct", args=["powers", power.power_list_id, uuid.uuid4()])

    assert [visit(world.office, place).status_code for place in (no_list, no_row)] == [404, 404]


def test_a_draft_is_not_corrected_here(world, visit, power):
    draft = power_services.open_list(by=world.filer, department=world.department)

    assert visit(world.office, reverse("approvals:correct_list", args=["powers", draft.pk])).status_code == 404


def test_the_change_is_shown_before_it_is_made(world, send, power):
    answer = send(world.office, address(power), **typed(checked=""))

    assert answer.status_code == 200
    assert "<ins>" in words(answer)
    assert "请确认只改文字、不改内容" in words(answer)
    assert Correction.objects.count() == 0


def test_another_text_than_the_one_shown_is_shown_first(world, send, power):
    send(world.office, address(power), **typed(after="对药品采购计划进行核准。", checked=AFTER))

    assert Correction.objects.count() == 0


def test_what_was_shown_is_made_and_leads_to_the_row(world, send, visit, power):
    answer = send(world.office, address(power), **typed())

    assert answer.url == power.get_absolute_url()
    assert Correction.objects.get().after == AFTER
    page = words(visit(world.filer, power.get_absolute_url()))
    assert "审定后更正 1 处文字" in page
    assert "审定后有变动" not in page
    assert WHY in page


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"after": ""}, "请填写更正后的文字。"),
        ({"after": BEFORE}, "文字没有变化。"),
        ({"after": "第2次审批"}, "数字有变化"),
        ({"reason": ""}, "请写明为什么更正"),
        ({"before": "别人改过的"}, "这段文字已被更正"),
    ],
)
def test_what_is_wrong_is_said_beside_the_field_and_what_was_typed_stays(world, send, power, fields, said):
    answer = send(world.office, address(power), **typed(**{"after": "对采购计划进行审批甲", **fields}))

    assert answer.status_code == 422
    assert said in words(answer)
    assert fields.get("after", "对采购计划进行审批甲") in words(answer)
    assert Correction.objects.count() == 0


def test_a_double_click_makes_one_correction(world, send, power):
    key = str(uuid.uuid4())

    first, second = (send(world.office, address(power), **typed(form_key=key)) for _click in range(2))

    assert (first.url, second.url, Correction.objects.count()) == (power.get_absolute_url(), first.url, 1)


@pytest.mark.parametrize(("is_submitted", "said"), [(False, "将一并更正"), (True, "不会随之更正")])
def test_the_page_says_what_becomes_of_a_draft(world, visit, power, is_submitted, said):
    power_services.open_list(by=world.filer, department=world.department)
    if is_submitted:
        services.submit(by=world.head, submission=services.prepare(by=world.filer, department=world.department))

    assert said in words(visit(world.office, address(power)))


def test_register_and_table_offer_both_ways_and_a_tables_row_leads_to_the_register(visit):
    made, _submission = proof.approved_world()
    register, table, point = RiskRegister.objects.get(), ControlTable.objects.get(), RiskPoint.objects.get()
    places = [register, table, point]

    pages = [words(visit(made.office, place.get_absolute_url())) for place in places]
    row = words(visit(made.office, reverse("approvals:correct", args=["controls", table.pk, point.lineage_id])))

    assert [("更正文字" in page, "开新版" in page) for page in pages] == [(True, True)] * 3
    assert reverse("approvals:correct", args=["risks", register.pk, point.lineage_id]) in row
    assert "更正文字" in words(visit(made.office, Measure.objects.get().get_absolute_url()))


def test_the_table_and_its_print_say_what_was_put_right(visit):
    from controls import queries as controls_queries

    made, _submission = proof.approved_world()
    table, measure = ControlTable.objects.get(), Measure.objects.get()
    place = {"kind": "controls", "list_id": table.pk, "key": str(measure.point_lineage_id)}
    field = f"measures/{measure.code}/text"
    before = controls_queries.printed(table, by=None).corrected
    services.correct(by=made.office, **place, field=field, before=measure.text, after=f"{measure.text}甲", reason=WHY)

    today = timezone.localdate()
    assert (before, controls_queries.printed(table, by=None).corrected) == (
        "",
        f"本表审定后更正文字 1 处，最近 {today}。",
    )
    assert "审定后更正 1 处文字" in words(visit(made.filer, table.get_absolute_url()))


def test_the_page_of_a_hash_says_what_was_put_right(world, visit, power):
    sha256 = power.power_list.sha256
    correct(world, power)

    page = words(visit(world.office, f"/approvals/verify/{sha256}/"))

    assert ("一致：系统今天留存" in page, "审定后更正 1 处文字" in page) == (True, True)


# -- the list of all ------------------------------------------------------------------------------------------------------

LIST = "/approvals/corrections/"


@pytest.mark.parametrize("role", ["office", "discipline", "member", "chair", "filer", "head"])
def test_the_list_is_read_by_who_sees_the_list_corrected(world, visit, power, role):
    correct(world, power)

    assert f"{WHY}<" in words(visit(getattr(world, role), LIST))


def test_another_departments_people_see_none_of_it(world, visit, power):
    made = correct(world, power)
    stranger = base.holder("filer", base.department())

    assert AFTER not in words(visit(stranger, LIST))
    assert visit(stranger, made.get_absolute_url()).status_code == 404


def test_a_departments_people_see_nothing_of_the_leaderships(world, power):
    made = correct(world, power)
    guards.tamper("approvals_correction", "UPDATE approvals_correction SET is_leadership = true WHERE id = %s", made.pk)

    seen = {role: queries.correction_for(getattr(world, role), made.pk) is not None for role in ("filer", "office")}

    assert seen == {"filer": False, "office": True}


def test_a_line_leads_to_its_row(world, visit, power):
    assert visit(world.filer, correct(world, power).get_absolute_url()).url == power.get_absolute_url()


@pytest.mark.parametrize(
    ("asked", "count"),
    [
        ({}, 2),
        ({"q": "漏字 改改"}, 1),
        ({"q": "没有"}, 0),
        ({"year": 2001}, 0),
        ({"list_kind": "risks"}, 0),
        ({"list_kind": "powers", "sort": "at"}, 2),
        ({"sort": "-department"}, 2),
    ],
)
def test_the_list_is_searched_and_filtered(world, visit, power, asked, count):
    corrected(world, power, 2)

    assert words(visit(world.office, LIST, **asked)).count(f"{power.code} 职权内容") == count


def test_the_list_is_exported(world, visit, power):
    correct(world, power)

    answer = visit(world.office, LIST, export="csv")

    assert AFTER in b"".join(answer.streaming_content if answer.streaming else [answer.content]).decode("utf-8-sig")


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_asks_a_constant_number_of_queries(world, visit, power, client, django_assert_num_queries, count):
    corrected(world, power, count)
    visit(world.office, LIST)

    with django_assert_num_queries(12):
        page = client.get(LIST)
    assert words(page).count(f"{power.code} 职权内容") == count


@pytest.mark.parametrize("count", [1, 3])
def test_choosing_a_text_asks_a_constant_number_of_queries(
    world, visit, power, client, django_assert_num_queries, count
):
    corrected(world, power, count)
    visit(world.office, address(power))

    with django_assert_num_queries(17):
        client.get(address(power))


# -- the year's, put to the committee -------------------------------------------------------------------------------------


def at(monkeypatch, month, year=2026):
    from datetime import date

    monkeypatch.setattr(timezone, "localdate", lambda *_moment: date(year, month, 15))


def test_the_office_is_reminded_in_december_and_january_until_it_is_done(world, power, monkeypatch):
    year = correct(world, power).at.year
    counts = []
    for month, of in ((11, year), (12, year), (1, year + 1), (2, year + 1)):
        at(monkeypatch, month, of)
        counts.append([len(queries.report_tasks(person).tasks) for person in (world.office, world.filer)])
    at(monkeypatch, 12, year)
    services.report_corrections(by=world.office, year=year, count=1)

    assert counts == [[0, 0], [1, 0], [1, 0], [0, 0]]
    assert queries.report_tasks(world.office).tasks == ()


def test_the_reminder_says_how_many_in_three_queries(world, power, monkeypatch, django_assert_num_queries):
    year = corrected(world, power, 2)[0].at.year
    at(monkeypatch, 12, year)

    with django_assert_num_queries(3):
        (task,) = queries.report_tasks(world.office).tasks
    assert task.note == "本年度更正 2 处，尚未报党委会"


def test_the_years_list_is_put_to_a_meeting_and_read_there(world, visit, send, power):
    meeting = factories.planned(world, [])
    year = correct(world, power).at.year
    place = reverse("approvals:report_corrections", args=[year])
    assert f'href="{place}"' in words(visit(world.office, LIST))

    answer = send(world.office, place, meeting=meeting.pk, count=1)

    report = CorrectionReport.objects.get()
    assert (answer.url, report.count, report.meeting) == (report.get_absolute_url(), 1, meeting)
    assert f'href="{answer.url}"' in words(visit(world.office, meeting.get_absolute_url()))
    assert WHY in words(visit(world.member, answer.url))
    assert f'href="{place}"' not in words(visit(world.office, LIST))
    assert AuditEvent.objects.get(verb="approvals.report_corrections").details["facts"]["count"] == 1


def test_a_report_tells_of_what_there_was_then_and_later_ones_make_another(world, power):
    year = corrected(world, power, 2)[0].at.year
    services.report_corrections(by=world.office, year=year, count=2)
    second = correct(world, power, after="对药品采购计划进行审定。", before=f"{BEFORE}改改")
    services.report_corrections(by=world.office, year=year, count=3)

    told = [list(queries.reported(report)) for report in CorrectionReport.objects.order_by("count")]

    assert [len(each) for each in told] == [2, 3]
    assert (second in told[0], second in told[1]) == (False, True)


def test_nothing_is_put_to_the_committee_twice_empty_or_unseen(world, power):
    year = timezone.localdate().year
    with pytest.raises(Denied, match="这一年没有更正"):
        services.report_corrections(by=world.office, year=year, count=0)
    correct(world, power)
    with pytest.raises(Stale, match="又有更正"):
        services.report_corrections(by=world.office, year=year, count=0)
    services.report_corrections(by=world.office, year=year, count=1)
    with pytest.raises(Denied, match="已经报过党委会"):
        services.report_corrections(by=world.office, year=year, count=1)


@pytest.mark.parametrize("role", ["filer", "head", "discipline", "member", "chair"])
def test_nobody_else_puts_it_to_the_committee(world, power, role):
    year = correct(world, power).at.year

    with pytest.raises(Denied, match="由党办报党委会"):
        services.report_corrections(by=getattr(world, role), year=year, count=1)


def test_a_departments_people_do_not_read_the_report(world, visit, power):
    report = services.report_corrections(by=world.office, year=correct(world, power).at.year, count=1)

    answers = [visit(person, report.get_absolute_url()).status_code for person in (world.filer, world.member)]

    assert answers == [404, 200]


def test_a_report_altered_or_taken_out_by_sql_is_named(world, power, settings, tmp_path):
    settings.AUDIT_HEAD_DIR = str(tmp_path / "heads")
    report = services.report_corrections(by=world.office, year=correct(world, power).at.year, count=1)
    assert proof.told() == []

    guards.tamper("approvals_correctionreport", "UPDATE approvals_correctionreport SET count = 2")
    altered = proof.told("更正")
    guards.tamper("approvals_correctionreport", "DELETE FROM approvals_correctionreport")

    assert [("处数与审计记录" in text) for text in altered] == [True]
    assert [("不在了：审计记录第" in text) for text in proof.told("更正")] == [True]
    assert report.count == 1
