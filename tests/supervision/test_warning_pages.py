"""Pages of warnings: who may read how much, the steps of one, and for whom they wait."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from supervision import queries, services
from supervision.models import RiskWarning
from tests import factories
from tests.risks import factories as risk_factories
from tests.supervision import factories as supervision_factories

pytestmark = pytest.mark.django_db
LIST = "/supervision/warnings/"
SECRET = "一名供应商业务员来电"
HANDED = {"handed_to": "市纪委监委", "handed_on": "2026-06-01", "handed_number": "江一院纪移〔2026〕1号"}


@pytest.fixture
def where():
    return factories.department("设备科")


def handle(warning, by=None, outcome="prevented", note="已规范", **fields):
    by = by or supervision_factories.keeper()
    return services.handle_warning(by=by, warning=warning, outcome=outcome, note=note, **fields)


def hand_over(warning):
    said = {**HANDED, "handed_on": timezone.localdate()}
    return handle(warning, outcome="handed_over", note="", **said)


def test_before_the_letter_the_department_knows_nothing(client, where):
    supervision_factories.judged(supervision_factories.warning(where))
    risk_factories.sign_in(client, supervision_factories.filer(where))
    warning = RiskWarning.objects.get()

    assert client.get(warning.get_absolute_url()).status_code == 404
    assert [row.thing for row in client.get(LIST).context["page"].rows] == []


def test_the_department_reads_the_letter_and_never_what_was_collected_or_judged(client, where):
    warning = supervision_factories.sent(supervision_factories.warning(where, what=SECRET))
    risk_factories.sign_in(client, supervision_factories.keeper())
    kept = client.get(warning.get_absolute_url()).text
    risk_factories.sign_in(client, supervision_factories.filer(where))

    page = client.get(warning.get_absolute_url()).text

    assert (SECRET in kept, warning.judgement in kept, warning.letter in kept) == (True, True, True)
    assert (SECRET in page, warning.judgement in page, warning.letter in page) == (False, False, True)
    assert SECRET not in client.get(f"{LIST}?export=csv").getvalue().decode()


@pytest.mark.parametrize(
    ("make", "state"), [(supervision_factories.sent, "noticed"), (supervision_factories.answered, "answered")]
)
def test_a_handing_over_is_not_told_to_whom_it_concerns(client, where, make, state):
    warning = hand_over(make(supervision_factories.warning(where)))
    keeper, filer = supervision_factories.keeper(), supervision_factories.filer(where)

    seen = {by: queries.warning_for(by, warning.pk) for by in (keeper, filer)}

    assert [(each.state_shown, each.outcome_shown, each.handed_to) for each in seen.values()] == [
        ("handled", "handed_over", "市纪委监委"),
        (state, "", ""),
    ]
    assert next(entry["did"] for entry in queries.warning_story(seen[keeper])) == "处理"
    risk_factories.sign_in(client, filer)
    page = client.get(warning.get_absolute_url())
    assert ("市纪委监委" in page.text, "移送" in page.text, "处理" in page.text) == (False, False, False)
    assert [row.thing for row in client.get(f"{LIST}?state=handled").context["page"].rows] == []
    assert [row.thing for row in client.get(f"{LIST}?state={state}").context["page"].rows] == [warning]
    assert queries.warning_counts(filer)["handled"] == 0


@pytest.mark.parametrize("size", [1, 3])
def test_the_list_asks_the_same_number_of_questions(client, where, size, django_assert_num_queries):
    risk_factories.sign_in(client, supervision_factories.keeper())
    for _number in range(size):
        supervision_factories.warning(where)

    with django_assert_num_queries(10):
        client.get(LIST)


@pytest.mark.parametrize("size", [1, 3])
def test_a_warnings_page_asks_the_same_number_of_questions(client, where, size, django_assert_num_queries):
    risk_factories.sign_in(client, supervision_factories.keeper())
    warning = supervision_factories.warning(where)
    for _time in range(size):
        supervision_factories.judged(warning)

    with django_assert_num_queries(12):
        client.get(warning.get_absolute_url())


def test_the_list_is_searched_filtered_and_counted(client, where):
    cycle = supervision_factories.open_cycle(where)
    risk_factories.sign_in(client, supervision_factories.keeper())
    sent = supervision_factories.sent(supervision_factories.warning(where, title="耗材采购"), level="second")
    other = supervision_factories.warning(title="值班补助")
    RiskWarning.objects.filter(pk=sent.pk).update(answer_due_on=timezone.localdate() - timedelta(days=1))

    def shown(query):
        return [row.thing.pk for row in client.get(f"{LIST}{query}").context["page"].rows]

    assert (shown("?q=hccg"), shown("?level=second"), shown(f"?department={where.pk}")) == ([sent.pk],) * 3
    assert (shown("?state=collected"), set(shown(f"?year={cycle.year}"))) == ([other.pk], {sent.pk, other.pk})
    counts = client.get(LIST).context["counts"]
    assert counts == {"collected": 1, "noticed": 1, "overdue": 1, "handled": 0}


def test_a_warning_goes_its_way_over_the_pages(client, where):
    keeper, filer, today = supervision_factories.keeper(), supervision_factories.filer(where), timezone.localdate()
    risk_factories.sign_in(client, keeper)
    first = client.post(f"{LIST}new/", {"department": where.pk})
    made = {"title": "采购占比上升", "what": "占比41%", "noticed_where": "indicator", "noticed_on": today}
    url = client.post(first.url, made).url
    labels = [[each["label"] for each in client.get(url).context["actions"]]]
    client.post(f"{url}judge/", {"level": "first", "judgement": "有苗头"})
    labels.append([each["label"] for each in client.get(url).context["actions"]])
    client.post(f"{url}send/", {"letter": "请核查", "answer_days": 5})
    client.force_login(filer)
    labels.append([each["label"] for each in client.get(url).context["actions"]])
    file = SimpleUploadedFile("核查表.pdf", b"%PDF-1.4", content_type="application/pdf")
    client.post(f"{url}answer/", {"answer": "已核查", "proof": [file]})
    client.force_login(keeper)
    client.post(f"{url}handle/", {"outcome": "prevented", "note": "已规范"})

    page = client.get(url)
    assert labels == [["研判"], ["发出风险提示", "重新研判", "处理"], ["反馈风险提示"]]
    assert (page.context["state_label"], page.context["outcome_label"]) == ("已处理", "已防控")
    assert [file.name for file in page.context["attachments"]] == ["核查表.pdf"]
    assert [entry["did"] for entry in page.context["story"]] == ["处理", "反馈", "发出风险提示", "研判", "登记预警"]


def test_what_is_wrong_is_said_beside_the_field(client, where):
    risk_factories.sign_in(client, supervision_factories.keeper())
    tomorrow = timezone.localdate() + timedelta(days=1)
    made = {"title": "占比", "what": "41%", "noticed_where": "daily", "noticed_on": tomorrow}
    answered = supervision_factories.answered(supervision_factories.warning(where))
    url = f"{answered.get_absolute_url()}handle/"

    pages = [
        client.post(f"{LIST}new/{where.code}/", made),
        client.post(url, {"outcome": "handed_over", "handed_on": "nonsense"}),
        client.post(url, {"outcome": "prevented"}),
        client.post(url, {"outcome": "unfounded", "note": "无"}),
    ]

    wrong = [["noticed_on"], ["handed_on", "handed_to", "handed_number"], ["note"], ["outcome"]]
    assert [list(page.context["form"].errors) for page in pages] == wrong
    assert [page.status_code for page in pages] == [422] * 4


def test_a_warning_turned_into_a_finding_asks_for_the_risk_point_it_has_not(client, where):
    risk_factories.sign_in(client, supervision_factories.keeper())
    register = risk_factories.register(where)
    point = risk_factories.point(register)
    risk_factories.in_force(register)
    with_point, without = (
        supervision_factories.answered(supervision_factories.warning(where, point=each)) for each in (point, None)
    )
    urls = [f"{each.get_absolute_url()}handle/" for each in (with_point, without)]
    said = {"outcome": "finding", "note": "理由不全", "due_days": 5}

    forms = [client.get(url).context["form"] for url in urls]
    refused = client.post(urls[1], said)
    client.post(urls[1], said | {"point": point.pk})

    assert [("point" in form.fields, "new_point" in form.fields) for form in forms] == [(False, False), (True, True)]
    assert list(refused.context["form"].errors) == ["point"]
    assert refused.context["form"]["note"].value() == "理由不全"
    without.refresh_from_db()
    assert without.finding.point == point


def test_who_keeps_no_findings_registers_none(client, where):
    risk_factories.sign_in(client, supervision_factories.filer(where))

    assert client.get(f"{LIST}new/{where.code}/").status_code == 404
    assert client.get(LIST).context["may_add"] is False


def waiting(by):
    return [(task.what.split("：")[0], task.is_overdue) for task in queries.warning_tasks(by).tasks]


def test_each_step_waits_for_those_who_take_it(where, django_assert_num_queries):
    keeper, filer = supervision_factories.keeper(), supervision_factories.filer(where)
    supervision_factories.warning(where)
    sent = supervision_factories.sent(supervision_factories.warning(where))
    RiskWarning.objects.filter(pk=sent.pk).update(answer_due_on=timezone.localdate() - timedelta(days=1))

    assert (waiting(keeper), waiting(filer)) == ([("研判预警", False)], [("反馈风险提示", True)])
    with django_assert_num_queries(2):
        queries.warning_tasks(keeper)


def test_answers_due_are_told_with_department_and_day(where, django_assert_num_queries):
    sent = supervision_factories.sent(supervision_factories.warning(where))
    supervision_factories.answered(supervision_factories.warning(where))

    with django_assert_num_queries(1):
        rows = [(each.pk, str(each.department)) for each in queries.warnings_due(sent.answer_due_on)]

    assert rows == [(sent.pk, "设备科")]
