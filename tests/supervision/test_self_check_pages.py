"""Pages of self-checks and reports: who sees what, from the first answer to the receipt, in a constant number of questions."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from core import services as core_services
from core.models import Attachment, Duty
from organization import services as organization_services
from organization.roles import Role
from supervision.models import Finding, SelfCheck
from supervision.services import hospital_reports, prints, self_check_answers, self_checks
from tests import factories
from tests.risks import factories as risk_factories
from tests.supervision import factories as supervision_factories
from tests.supervision import self_check_factories as own

pytestmark = pytest.mark.django_db
ADDRESS = "/supervision/self-checks/"


def shown(client, query=""):
    return [row.thing for row in client.get(f"{ADDRESS}{query}").context["page"].rows]


def everybody(made):
    return {
        "filer": made.filer,
        "head": made.head,
        "office": made.office,
        "overseer": factories.holder(Role.OVERSEER, made.where),
        "discipline": factories.holder(Role.DISCIPLINE),
        "chair": factories.holder(Role.COMMITTEE_CHAIR),
        "leader": factories.holder(Role.LEADERSHIP),
        "stranger": factories.holder(Role.FILER, factories.department()),
        "secrecy": factories.holder(Role.SECRECY_REVIEWER),
        "sysadmin": factories.holder(Role.SYSADMIN),
    }


def test_who_sees_a_self_check_and_its_proof(client):
    made = own.world()
    own.fill(made)
    (answer,) = own.answers(made.check, content="carried_out")
    own.say(made.check, answer, "done", by=made.filer, files=[own.PDF])
    file = f"/files/{Attachment.objects.get().pk}/"
    answers = {}

    for name, person in everybody(made).items():
        risk_factories.sign_in(client, person)
        answers[name] = [client.get(address).status_code for address in (made.check.get_absolute_url(), file)]

    seen, hidden = [200, 200], [404, 404]
    assert answers == {
        **dict.fromkeys(["filer", "head", "office", "overseer", "discipline", "chair", "leader"], seen),
        **dict.fromkeys(["stranger", "secrecy"], hidden),
        "sysadmin": [403, 404],
    }


def test_printed_reports_open_for_those_who_see_them(client):
    made = own.world()
    own.received(made)
    report = hospital_reports.merge_reports(by=made.office, cycle=made.cycle)
    duties = [
        prints.ask_print(by=made.office, paper=paper, thing=thing, kind="docx")
        for paper, thing in (("self_check", made.check), ("hospital_report", report))
    ]
    core_services.sweep()
    files = [f"/files/{Duty.objects.get(pk=duty.pk).result_id}/" for duty in duties]
    addresses = [*(duty.get_absolute_url() for duty in duties), *files, report.get_absolute_url()]
    known, answers = everybody(made), {}

    for name in ("filer", "office", "discipline", "stranger"):
        risk_factories.sign_in(client, known[name])
        answers[name] = [client.get(address).status_code for address in addresses]

    assert answers == {
        "filer": [200, 404, 200, 404, 404],
        "office": [200] * 5,
        "discipline": [200] * 5,
        "stranger": [404] * 5,
    }


def test_a_department_goes_from_the_first_answer_to_the_receipt(client):
    made = own.world(measures=1)
    address = made.check.get_absolute_url()
    risk_factories.sign_in(client, made.filer)
    page = client.get(f"{address}answers/")
    data = {"row": ""}
    for _content, rows in page.context["contents"]:
        for row in rows:
            data |= {
                f"{row.form.prefix}-state": "done",
                f"{row.form.prefix}-note": "见台账",
                f"{row.form.prefix}-version": 1,
            }

    saved = client.post(f"{address}answers/", data)
    report = client.get(f"{address}report/")
    risk_factories.sign_in(client, made.head)
    question = client.get(f"{address}sign/")
    signed = client.post(f"{address}sign/", {"digest": question.context["form"]["digest"].value()})
    risk_factories.sign_in(client, made.office)
    waiting = client.get(address).context["may_receive"]
    client.post(f"{address}receive/")

    check = made.again()
    assert (saved.url, signed.url, waiting) == (address, address, made.office)
    assert len(report.context["sections"]) == 6
    assert (check.state, check.signed_by, check.received_by) == ("received", made.head, made.office)
    last = client.get(address)
    assert last.context["is_whole"] is True
    assert check.sha256 in last.text


def test_with_the_last_answer_the_filer_is_told_what_comes_next(client):
    made = own.world()
    own.fill(made)
    (last,) = own.answers(made.check, content="carried_out")
    own.say(made.check, last, "", by=made.filer, note="")
    risk_factories.sign_in(client, made.filer)

    before = client.get(made.check.get_absolute_url())
    told = client.post(f"{ADDRESS}answers/{last.pk}/", {"state": "done", "note": "见台账"}, follow=True)

    assert [page.context["is_filled"] for page in (before, told)] == [False, True]
    assert [str(message) for message in told.context["messages"]] == ["已保存。各项填报完毕，请科室负责人签署报送。"]
    assert (
        "填报完毕。下一步由科室负责人签署报送" in before.text,
        "填报完毕。下一步由科室负责人签署报送" in told.text,
    ) == (False, True)


def test_a_rows_button_keeps_everything_and_comes_back_to_the_row(client):
    made = own.world(measures=2)
    first, second = own.answers(made.check, content="carried_out")
    risk_factories.sign_in(client, made.filer)
    data = {
        "row": str(second.pk),
        f"a{first.pk}-state": "done",
        f"a{first.pk}-note": "见台账",
        f"a{second.pk}-state": "partly",
        f"a{second.pk}-files": [SimpleUploadedFile("验收.png", b"\x89PNG\r\n\x1a\nx")],
    }

    answer = client.post(f"{made.check.get_absolute_url()}answers/", data)

    assert answer.url == f"{made.check.get_absolute_url()}answers/#answer-{second.pk}"
    assert [row.state for row in own.answers(made.check, content="carried_out")] == ["done", "partly"]
    assert Attachment.objects.get().subject_id == str(second.pk)


@pytest.mark.parametrize(
    "file",
    [
        SimpleUploadedFile("x.exe", b"MZ"),
        SimpleUploadedFile("x.zip", b"PK\x03\x04"),
        SimpleUploadedFile("x.pdf", b"%PDF-" + b"0" * 5 * 1024 * 1024),
        SimpleUploadedFile("x.png", b"%PDF-1.7"),
    ],
)
def test_an_upload_that_may_not_be_kept_is_refused_and_nothing_is_lost(client, file):
    made = own.world()
    (answer,) = own.answers(made.check, content="carried_out")
    risk_factories.sign_in(client, made.filer)
    data = {f"a{answer.pk}-state": "done", f"a{answer.pk}-note": "见台账", f"a{answer.pk}-files": [file]}

    page = client.post(f"{made.check.get_absolute_url()}answers/", data)

    assert (page.status_code, [row.answer for row in page.context["faulty"]]) == (422, [answer])
    assert "见台账" in page.text
    assert Attachment.objects.count() == 0


def test_one_item_is_answered_alone_and_raised_as_a_finding(client):
    made = own.world()
    (answer,) = own.answers(made.check, content="carried_out")
    risk_factories.sign_in(client, made.filer)
    address = f"{ADDRESS}answers/{answer.pk}/"

    page = client.get(address)
    client.post(address, {"state": "not_done", "note": "没有双人验收", "version": 1})
    question = client.get(f"{address}finding/")
    raised = client.post(f"{address}finding/", {"text": "没有双人验收", "days": "5"})

    assert page.status_code == 200
    assert question.context["form"].initial["evidence"] == "没有双人验收"
    assert raised.url == f"{made.check.get_absolute_url()}#answer-{answer.pk}"
    assert Finding.objects.get().measure == answer.measure
    assert Finding.objects.get().code in client.get(made.check.get_absolute_url()).text


def test_the_forms_refuse_beside_the_field(client):
    made = own.world()
    own.fill(made, "partly")
    answer = own.answers(made.check)[0]
    risk_factories.sign_in(client, made.filer)

    finding = client.post(f"{ADDRESS}answers/{answer.pk}/finding/", {"text": "", "days": "0"})
    item = client.post(f"{ADDRESS}answers/{answer.pk}/", {"state": "maybe"})

    assert list(finding.context["form"].errors) == ["text", "days", "point"]
    assert (item.status_code, list(item.context["form"].errors)) == (422, ["state"])


def test_a_fault_in_a_question_asks_for_its_risk_point_and_one_in_a_measure_does_not(client):
    made = own.world()
    own.fill(made, "partly")
    measure = own.answers(made.check, content="carried_out")[0]
    question = next(answer for answer in own.answers(made.check) if answer.measure is None)
    risk_factories.sign_in(client, made.filer)
    url = f"{ADDRESS}answers/{question.pk}/finding/"

    forms = [client.get(each).context["form"] for each in (url, f"{ADDRESS}answers/{measure.pk}/finding/")]
    client.post(url, {"text": "查找不全", "days": "5", "point": measure.measure.point.pk})

    assert [list(form.fields) for form in forms] == [
        ["text", "point", "new_point", "evidence", "days"],
        ["text", "evidence", "days"],
    ]
    assert list(forms[0].fields["point"].queryset) == [measure.measure.point]
    assert Finding.objects.get().point == measure.measure.point


def test_the_office_returns_a_report_with_a_reason(client):
    made = own.world()
    own.signed(made)
    address = made.check.get_absolute_url()
    risk_factories.sign_in(client, made.office)

    empty = client.post(f"{address}return/", {"reason": ""})
    client.get(f"{address}return/")
    client.post(f"{address}return/", {"reason": "请补验收记录"})

    assert list(empty.context["form"].errors) == ["reason"]
    risk_factories.sign_in(client, made.filer)
    assert "请补验收记录" in client.get(address).text


def test_who_stands_in_is_told_for_whom(client):
    made = own.world()
    own.fill(made)
    today = timezone.localdate()
    organization_services.delegate(by=made.head, stand_in=made.filer, from_on=today, to_on=today, reason="外出")
    risk_factories.sign_in(client, made.filer)

    page = client.get(f"{made.check.get_absolute_url()}sign/")

    assert page.context["consequences"][0] == f"您正代{made.head}签署，记录中会写明。"


def test_the_report_is_edited_and_written_again_on_its_pages(client):
    made = own.world()
    address = f"{made.check.get_absolute_url()}report/"
    risk_factories.sign_in(client, made.filer)
    form = client.get(f"{address}edit/").context["form"]
    texts = {name: form[name].value() for name in form.fields}

    client.post(f"{address}edit/", texts | {"next": "每月互查一次。"})
    marked = [section.key for section in client.get(address).context["sections"] if section.is_written_by_hand]
    difference = client.get(f"{address}rewrite/").context["difference"]
    client.post(f"{address}rewrite/")

    assert marked == ["next"]
    assert [(row.key, row.fields[0][1]) for row in difference] == [("next", "每月互查一次。")]
    assert made.again().report == {}
    assert client.post(f"{address}edit/", {**texts, "next": ""}).status_code == 422


def test_measures_are_followed_and_progress_reported_by_a_button(client):
    made = own.world(due_on=own.in_days(3))
    own.fill(made)
    risk_factories.sign_in(client, made.filer)
    address = made.check.get_absolute_url()
    offered = client.get(address).context["progress"]

    client.post(f"{address}follow/")
    client.post(f"{address}progress/")

    assert len(offered) == 1
    assert client.get(address).context["progress"] == []


def test_following_is_offered_only_while_the_table_has_other_measures(client):
    made = own.world()
    risk_factories.sign_in(client, made.filer)
    address = made.check.get_absolute_url()
    before = client.get(address).context["may_follow"]

    own.table_in_force(made.where)

    offered = client.get(address).context["may_follow"]
    client.post(f"{address}follow/")
    assert (before, offered, client.get(address).context["may_follow"]) == (False, True, False)


def test_the_office_opens_the_year_from_the_list(client):
    where = factories.department()
    own.cycle(where)
    risk_factories.sign_in(client, factories.holder(Role.PARTY_OFFICE))

    page = client.get(ADDRESS)
    client.post(f"{ADDRESS}open/")
    client.post(f"{ADDRESS}open/")

    assert page.context["may_run"] is True
    assert "自查评估阶段开始时" in page.text
    assert (page.context["has_begun"], client.get(ADDRESS).context["has_begun"]) == (False, True)
    assert shown(client) == [SelfCheck.objects.get(department=where)]


def test_without_a_year_under_way_there_is_nothing(client):
    risk_factories.sign_in(client, factories.holder(Role.PARTY_OFFICE))

    page = client.get(ADDRESS)

    assert (page.context["cycle"], page.context["may_run"], page.context["report"]) == (None, False, None)
    assert client.post(f"{ADDRESS}open/").status_code == 404


def test_the_list_is_filtered_counted_and_exported(client):
    made = own.world()
    other = factories.department("检验科")
    made.cycle.participations.create(department=other)
    self_checks.open_self_checks(by=factories.system(), cycle=made.cycle)
    own.signed(made)
    late = SelfCheck.objects.get(department=other)
    SelfCheck.objects.filter(pk=late.pk).update(due_on=own.in_days(-1))
    risk_factories.sign_in(client, made.office)

    figures = client.get(ADDRESS).context["figures"]
    text = client.get(f"{ADDRESS}?export=csv").getvalue().decode("utf-8-sig")

    assert [figure["value"] for figure in figures] == [2, 1, 1, 0]
    assert figures[1]["tone"] == "red"
    assert shown(client, "?due=late") == [late]
    assert shown(client, "?due=working&q=jyk") == [late]
    assert shown(client, f"?state=submitted&department={made.where.pk}&year={made.cycle.year}") == [made.check]
    assert shown(client, "?year=2001") == []
    assert "药剂科" in text


@pytest.mark.parametrize("size", [3, 30])
def test_the_pages_of_a_self_check_ask_the_same_number_of_questions(client, size, django_assert_num_queries):
    made = own.world(measures=size)
    own.fill(made, "partly")
    for answer in own.answers(made.check, content="carried_out"):
        self_check_answers.raise_finding(by=made.filer, answer=answer, text="未落实", days=3)
        own.say(made.check, answer, "partly", by=made.filer, files=[own.PDF])
    risk_factories.sign_in(client, made.filer)
    address = made.check.get_absolute_url()

    with django_assert_num_queries(15):
        client.get(address)
    with django_assert_num_queries(13):
        client.get(f"{address}answers/")
    with django_assert_num_queries(14):
        client.get(f"{address}report/")


def test_signing_before_all_is_answered_says_what_is_missing(client):
    made = own.world()
    risk_factories.sign_in(client, made.head)

    page = client.get(f"{made.check.get_absolute_url()}sign/")

    assert page.status_code == 403
    assert "还没有填报" in page.text


def test_a_year_past_is_found_by_its_number(client):
    made = own.world()
    past = made.cycle.year - 1
    type(made.cycle).objects.filter(pk=made.cycle.pk).update(year=past)
    supervision_factories.open_cycle(factories.department())
    risk_factories.sign_in(client, made.office)

    assert shown(client) == []
    assert shown(client, f"?year={past}") == [made.check]
