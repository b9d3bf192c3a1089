"""Pages of findings: the list, registering one, and the steps of one."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from organization.roles import Role
from risks import services as risk_services
from risks.models import Proposal
from supervision import queries, services
from supervision.models import Finding
from tests import factories
from tests.controls import factories as control_factories
from tests.risks import factories as risk_factories
from tests.supervision import factories as supervision_factories

pytestmark = pytest.mark.django_db
KEY = "6f1b3f0e-5f1c-4c57-9a55-0f4f5f1c4c58"
LIST = "/supervision/findings/"


@pytest.fixture
def where():
    return factories.department("药剂科")


@pytest.fixture
def keeper(client):
    return risk_factories.sign_in(client, supervision_factories.keeper())


def shown(client, query=""):
    return [row.thing for row in client.get(f"{LIST}{query}").context["page"].rows]


def page(client, finding, step=""):
    return client.get(f"{LIST}{finding.pk}/{step}")


@pytest.mark.parametrize("size", [1, 3])
def test_the_list_asks_the_same_number_of_questions(client, keeper, size, django_assert_num_queries):
    for _number in range(size):
        supervision_factories.finding()

    with django_assert_num_queries(10):
        client.get(LIST)


@pytest.fixture
def extended(where):
    """A finding under way whose deadline was asked to move so often, the last time unanswered."""

    def make(size):
        finding = supervision_factories.planned(supervision_factories.finding(where))
        for number in range(size):
            asked = services.ask_extension(
                by=finding.rectification.answerer, finding=finding, days=5, reason="等药事会"
            )
            if number + 1 < size:
                verdict = {"verdict": "refuse", "answer": "不必"}
                services.answer_extension(by=supervision_factories.supervisor(), extension=asked, **verdict)
        return finding

    return make


@pytest.mark.parametrize("size", [1, 3])
@pytest.mark.parametrize(("who", "count"), [("supervisor", 15), ("keeper", 13), ("filer", 15)])
def test_a_findings_page_asks_the_same_number_of_questions(
    client, where, extended, who, count, size, django_assert_num_queries
):
    made = supervision_factories.filer(where) if who == "filer" else getattr(supervision_factories, who)()
    risk_factories.sign_in(client, made)
    finding = extended(size)

    with django_assert_num_queries(count):
        page(client, finding)


def test_the_list_is_searched_filtered_counted_and_sorted(client, keeper, where):
    late = supervision_factories.missed(supervision_factories.finding(where, text="退药无复核"))
    measure = control_factories.measure()
    audit = supervision_factories.finding(measure.table.department, source="inspection", measure=measure)
    closed = supervision_factories.closed(supervision_factories.finding())

    assert shown(client, "?q=tywfh") == [late]
    assert shown(client, "?overdue=on") == [late]
    assert shown(client, "?source=inspection&state=open") == [audit]
    assert shown(client, f"?measure={measure.code}") == [audit]
    assert shown(client, f"?point={measure.point.code}&grade={measure.point.grade}") == [audit]
    assert shown(client, f"?department={where.pk}") == [late]
    assert shown(client, "?state=closed") == [closed]
    assert shown(client, "?state=living&sort=due_on") == [late, audit]
    figures = client.get(LIST).context["figures"]
    assert [(each["value"], each["tone"]) for each in figures] == [(2, ""), (1, "red"), (0, 0), (1, "")]


def test_the_year_of_a_finding_is_the_cycle_under_way(client, keeper, where):
    supervision_factories.finding(where)
    cycle = supervision_factories.open_cycle(where)
    mine = supervision_factories.finding(where)

    assert shown(client, f"?year={cycle.year}") == [mine]


def test_the_export_holds_what_is_shown(client, keeper, where):
    finding = supervision_factories.finding(where)

    text = client.get(f"{LIST}?export=csv").getvalue().decode("utf-8-sig")

    assert text.splitlines()[1].startswith(f"{finding.text},{finding.code},审计,药剂科,,待整改,")


def test_an_empty_list_says_what_to_do(client, keeper):
    assert "由党办、纪检监察室登记" in client.get(LIST).text


def in_force(where):
    table = control_factories.table(where)
    measure = control_factories.measure(table)
    control_factories.in_force(table)
    return measure


def form_of(**changes):
    today = timezone.localdate()
    said = {"source": "audit", "found_on": today, "text": "退药无复核签字", "due_days": 10}
    return {**said, **changes}


def test_a_keeper_registers_a_finding_of_a_department(client, keeper, where):
    measure = in_force(where)
    first = client.post(f"{LIST}new/", {"department": where.pk, "form_key": KEY})
    file = SimpleUploadedFile("登记本.pdf", b"%PDF-1.4", content_type="application/pdf")

    answer = client.post(first.url, form_of(measure=measure.pk, proof=[file]))

    finding = Finding.objects.get()
    assert (first.url, answer.url) == (f"{LIST}new/{where.code}/", finding.get_absolute_url())
    assert (finding.point, finding.measure, finding.found_by, finding.due_days) == (measure.point, measure, keeper, 10)
    opened = page(client, finding)
    assert [file.name for file in opened.context["page"].evidence] == ["登记本.pdf"]
    assert "10 个工作日" in opened.text


def test_a_filer_goes_straight_to_their_own_department_and_finds_by_self_check(client, where):
    risk_factories.sign_in(client, supervision_factories.filer(where))
    measure = in_force(where)

    answer = client.get(f"{LIST}new/")
    form = client.get(answer.url).context["form"]
    client.post(answer.url, form_of(source="self_check", point=measure.point.pk))

    assert answer.url == f"{LIST}new/{where.code}/"
    assert list(form.fields["source"].choices) == [("self_check", "自查")]
    assert Finding.objects.get().point == measure.point


def test_who_may_register_nothing_finds_no_form(client, where):
    risk_factories.sign_in(client, factories.holder(Role.COMMITTEE_MEMBER))

    assert client.get(f"{LIST}new/{where.code}/").status_code == 404
    assert client.get(LIST).context["may_add"] is False
    assert list(client.get(f"{LIST}new/").context["form"].fields["department"].queryset) == []


def test_what_is_wrong_is_said_beside_the_field(client, keeper, where):
    measure, other = in_force(where), risk_factories.point(risk_factories.register(factories.department()))
    tomorrow = timezone.localdate() + timedelta(days=1)
    wrong = [
        ({}, ["point"]),
        ({"point": measure.point.pk, "new_point": "新的"}, ["new_point"]),
        ({"point": other.pk}, ["point"]),
        ({"point": measure.point.pk, "found_on": tomorrow}, ["found_on"]),
        ({"point": measure.point.pk, "is_reply_owed": "on"}, ["reply_due_on"]),
        ({"point": measure.point.pk, "due_days": 0}, ["due_days"]),
    ]

    answers = [client.post(f"{LIST}new/{where.code}/", form_of(**changes)) for changes, _fields in wrong]

    assert [answer.status_code for answer in answers] == [422] * len(wrong)
    assert [list(answer.context["form"].errors) for answer in answers] == [fields for _changes, fields in wrong]
    assert not Finding.objects.exists()


def test_a_measure_against_another_point_is_refused(client, keeper, where):
    table = control_factories.table(where)
    measure = control_factories.measure(table)
    second = risk_factories.point(table.register)
    control_factories.in_force(table)

    answer = client.post(f"{LIST}new/{where.code}/", form_of(point=second.pk, measure=measure.pk))

    assert list(answer.context["form"].errors) == ["measure"]


def test_a_new_risk_point_is_proposed_to_the_department(client, keeper, where):
    client.post(f"{LIST}new/{where.code}/", form_of(new_point="退药无复核，可能被用于套取药品"))

    finding, proposal = Finding.objects.get(), Proposal.objects.get()
    assert (finding.proposal, finding.point) == (proposal, None)
    assert (proposal.department, proposal.finder, proposal.by) == (where, "leader", keeper)


def test_a_filers_new_risk_point_is_a_colleagues(where):
    filer = supervision_factories.filer(where)

    finding = supervision_factories.finding(where, by=filer, source="self_check", new_point="退药无复核")

    assert finding.proposal.finder == "colleagues"


def test_a_proposed_point_that_was_adopted_counts_the_finding(client, keeper, where):
    finding = supervision_factories.finding(where, new_point="退药无复核")
    register = risk_factories.register(where)
    point = risk_services.adopt(
        by=supervision_factories.filer(where),
        proposal=finding.proposal,
        post=factories.post(where),
        type="post_duty",
        description="退药无复核",
        register=register,
    )

    assert list(queries.findings_on(keeper, points=[point.lineage_id])) == [finding]
    assert shown(client, f"?point={point.code}") == [finding]


def test_a_reply_owed_is_kept_with_its_day(client, keeper, where):
    day = timezone.localdate() + timedelta(days=30)

    client.post(f"{LIST}new/{where.code}/", form_of(new_point="新", is_reply_owed="on", reply_due_on=day))
    finding = Finding.objects.get()
    answer = client.post(f"{LIST}{finding.pk}/reply/", {"text": "已整改", "replied_on": timezone.localdate()})

    assert (finding.is_reply_owed, finding.reply_due_on) == (True, day)
    assert answer.url == finding.get_absolute_url()
    assert page(client, finding).context["finding"].reply_text == "已整改"


def test_a_report_without_proof_says_so_beside_the_field_and_keeps_what_was_typed(client, where):
    filer = supervision_factories.filer(where)
    finding = supervision_factories.planned(supervision_factories.finding(where), by=filer)
    risk_factories.sign_in(client, filer)
    report = {
        "report": "已双签",
        "version": client.get(f"{LIST}{finding.pk}/report/").context["form"]["version"].value(),
    }

    lacking = client.post(f"{LIST}{finding.pk}/report/", report)
    told = client.post(f"{LIST}{finding.pk}/report/", {**report, "proof_note": "登记本存药房档案柜"})

    form = lacking.context["form"]
    said = {"proof_note": ["请上传佐证材料，或写明佐证存放在哪里。"]}
    assert (lacking.status_code, form.errors, form["report"].value()) == (422, said, "已双签")
    assert (told.status_code, "佐证存放处：登记本存药房档案柜" in page(client, finding).text) == (302, True)


def test_a_finding_is_put_right_over_its_pages(client, where):
    filer, keeper = supervision_factories.filer(where), supervision_factories.keeper()
    finding, post = supervision_factories.finding(where, due_on=None), factories.post(where)
    risk_factories.sign_in(client, filer)
    plan = client.get(f"{LIST}{finding.pk}/plan/").context["form"]
    said = {"owner_post": post.pk, "answerer": filer.pk, "measures": "双签", "due_days": 10}
    client.post(f"{LIST}{finding.pk}/plan/", {**said, "version": plan["version"].value()})
    again = client.get(f"{LIST}{finding.pk}/plan/").context["form"]
    steps = [each["label"] for each in page(client, finding).context["actions"]]
    file = SimpleUploadedFile("登记本.pdf", b"%PDF-1.4", content_type="application/pdf")
    client.post(f"{LIST}{finding.pk}/report/", {"report": "已双签", "proof": [file]})
    risk_factories.sign_in(client, keeper)
    action = page(client, finding).context["actions"]
    client.post(f"{LIST}{finding.pk}/recheck/", {"is_passed": "yes", "note": "已到位", "on": timezone.localdate()})

    shown_page = page(client, finding)
    assert (again.initial["measures"], "due_days" in again.fields) == ("双签", False)
    assert steps == ["报告整改完成", "修改整改措施", "申请延期"]
    assert action == [{"label": "复查", "url": f"{LIST}{finding.pk}/recheck/", "is_primary": True, "is_post": False}]
    assert shown_page.context["finding"].state == "rechecked"
    assert [each["label"] for each in shown_page.context["actions"]] == ["提请销号"]
    assert [file.name for file in shown_page.context["page"].proof] == ["登记本.pdf"]
    assert [entry["did"] for entry in shown_page.context["page"].story] == [
        "复查通过",
        "报告整改完成",
        "制定整改措施",
        "登记问题",
    ]


def test_a_failed_recheck_asks_for_a_new_deadline(client, keeper, where):
    finding = supervision_factories.reported(supervision_factories.finding(where))
    said = {"is_passed": "no", "note": "仍缺签字", "on": timezone.localdate()}

    answer = client.post(f"{LIST}{finding.pk}/recheck/", said)
    client.post(f"{LIST}{finding.pk}/recheck/", {**said, "due_days": 5})

    assert list(answer.context["form"].errors) == ["due_days"]
    assert (Finding.objects.get().state, Finding.objects.get().due_days) == ("under_way", 5)


def test_an_extension_is_asked_and_answered_over_its_pages(client, where):
    finding = supervision_factories.planned(supervision_factories.finding(where))
    client.force_login(finding.rectification.answerer)
    client.post(f"{LIST}{finding.pk}/extend/", {"days": 5, "reason": "等药事会"})
    asked = finding.extensions.get()
    client.force_login(supervision_factories.supervisor())
    offered = page(client, finding).context["actions"]
    lead = client.get(f"/supervision/extensions/{asked.pk}/answer/").context["lead"]

    answer = client.post(f"/supervision/extensions/{asked.pk}/answer/", {"verdict": "grant", "answer": "同意"})

    url = f"/supervision/extensions/{asked.pk}/answer/"
    assert offered == [{"label": "批复延期", "url": url, "is_primary": True, "is_post": False}]
    assert answer.url == finding.get_absolute_url()
    assert lead == f"{asked.by}申请由{asked.from_on}延至{asked.to_on}（5个工作日）：等药事会"
    assert Finding.objects.get().due_on == asked.to_on
    assert page(client, finding).context["actions"] == []


def test_an_extension_of_what_one_may_not_see_is_not_there(client, where):
    finding = supervision_factories.planned(supervision_factories.finding(where))
    asked = services.ask_extension(by=finding.rectification.answerer, finding=finding, days=5, reason="等药事会")
    risk_factories.sign_in(client, supervision_factories.filer(factories.department()))

    assert client.get(f"/supervision/extensions/{asked.pk}/answer/").status_code == 404


def test_a_double_click_plans_once(client, where):
    filer = supervision_factories.filer(where)
    finding, post = supervision_factories.finding(where), factories.post(where)
    risk_factories.sign_in(client, filer)
    said = {"owner_post": post.pk, "answerer": filer.pk, "measures": "双签", "form_key": KEY}

    answers = [client.post(f"{LIST}{finding.pk}/plan/", said).url for _click in range(2)]

    assert answers == [finding.get_absolute_url()] * 2
    assert finding.history.count() == 2


def test_the_leaderships_points_are_offered_where_the_root_is_chosen(client):
    register = risk_factories.leadership_register()
    point = risk_factories.point(register)
    risk_factories.in_force(register)
    risk_factories.sign_in(client, supervision_factories.supervisor())

    form = client.get(f"{LIST}new/{factories.root().code}/").context["form"]

    assert list(form.fields["point"].queryset) == [point]
