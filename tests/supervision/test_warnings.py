"""预警: collected, judged, sent, answered, handled; who may read how much of it; and its letter."""

import io
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone
from docx import Document
from pypdf import PdfReader

from core import services as core_services
from core.models import Attachment, AuditEvent, Duty
from core.rules import Denied
from organization import queries as organization_queries
from organization import services as organization_services
from organization.models import Notice
from organization.roles import Role
from supervision import queries, services
from supervision.models import Finding, RiskWarning
from supervision.states.warnings import OUTCOMES, WARNING_MOVES, WarningOutcome, WarningState, WarningVerb
from tests import factories
from tests.controls import factories as control_factories
from tests.risks import factories as risk_factories
from tests.supervision import factories as supervision_factories

pytestmark = pytest.mark.django_db
LIST = "/supervision/warnings/"
SECRET = "一名供应商业务员来电"
HANDED = {"handed_to": "市纪委监委", "handed_on": "2026-06-01", "handed_number": "江一院纪移〔2026〕1号"}


@pytest.fixture
def where():
    return factories.department("设备科")


def told(person):
    return list(Notice.objects.filter(person=person).order_by("pk").values_list("text", flat=True))


def handle(warning, by=None, outcome="prevented", note="已规范", **fields):
    by = by or supervision_factories.keeper()
    return services.handle_warning(by=by, warning=warning, outcome=outcome, note=note, **fields)


def hand_over(warning):
    said = {**HANDED, "handed_on": timezone.localdate()}
    return handle(warning, outcome="handed_over", note="", **said)


def test_a_warning_is_numbered_through_the_year_and_told_to_who_judges(where):
    supervisor, filer = supervision_factories.supervisor(), supervision_factories.filer(where)

    first, second = supervision_factories.warning(where), supervision_factories.warning(where)

    year = timezone.localdate().year
    assert [first.code, second.code] == [f"YJ{year}-001", f"YJ{year}-002"]
    assert told(supervisor)[0] == f"登记了一条预警，请研判：{first}"
    assert (told(filer), first.letter_name) == ([], "")


def test_a_warning_says_what_and_is_registered_by_who_keeps_findings(where):
    with pytest.raises(Denied, match="事项和采集到的信息"):
        supervision_factories.warning(where, what=" ")
    with pytest.raises(Denied, match="由党办、纪检监察室登记"):
        supervision_factories.warning(where, by=supervision_factories.filer(where))


def test_a_letter_goes_to_the_department_with_a_day_for_its_answer(where):
    filer = supervision_factories.filer(where)

    sent = supervision_factories.sent(supervision_factories.warning(where), level="second", days=5)

    due = organization_queries.workdays_after(timezone.localdate(), 5)
    assert (sent.answer_due_on, sent.letter_name) == (due, "处置通知书")
    assert told(filer) == [f"收到处置通知书，请于{due}前反馈：{sent}"]


def test_what_is_sent_says_something_and_has_a_day(where):
    judged, keeper = supervision_factories.judged(supervision_factories.warning(where)), supervision_factories.keeper()

    with pytest.raises(Denied, match="写明风险提示"):
        services.send_warning(by=keeper, warning=judged, letter=" ", answer_days=5)
    with pytest.raises(Denied, match="1至250个工作日"):
        services.send_warning(by=keeper, warning=judged, letter="请核查", answer_days=0)
    with pytest.raises(Denied, match="写明研判意见"):
        services.judge_warning(by=keeper, warning=judged, level="first", judgement=" ")


def test_the_department_answers_and_who_keeps_the_register_is_told(where):
    keeper = supervision_factories.keeper()

    answered = supervision_factories.answered(supervision_factories.warning(where))

    assert (answered.state, answered.answered_on) == ("answered", timezone.localdate())
    assert told(keeper)[-1] == f"风险提示已反馈，请处理：{answered}"


def test_an_answer_is_the_departments_and_says_something(where):
    sent = supervision_factories.sent(supervision_factories.warning(where))

    with pytest.raises(Denied, match="由设备科反馈"):
        services.answer_warning(by=supervision_factories.keeper(), warning=sent, answer="已核查")
    with pytest.raises(Denied, match="写明核查情况"):
        services.answer_warning(by=supervision_factories.filer(where), warning=sent, answer=" ")


def test_handled_as_prevented_it_is_done(where):
    handled = handle(supervision_factories.answered(supervision_factories.warning(where)))

    assert (handled.state, handled.outcome, handled.outcome_note) == ("handled", "prevented", "已规范")


def test_turned_into_a_finding_it_opens_one_with_the_source_alert(where):
    point = risk_factories.point(risk_factories.register(where))
    answered = supervision_factories.answered(supervision_factories.warning(where, point=point))

    handled = handle(answered, outcome="finding", note="单一来源理由不全", due_days=10)

    finding = Finding.objects.get()
    assert (handled.finding, finding.source, finding.text) == (finding, "alert", "单一来源理由不全")
    assert (finding.point, finding.department, finding.due_days) == (point, where, 10)
    assert finding.evidence == f"由预警{handled.code}转来。"


def test_handed_over_only_to_whom_when_and_under_which_number_is_kept(where):
    judged = supervision_factories.judged(supervision_factories.warning(where))

    handled = hand_over(judged)

    assert (handled.handed_to, handled.handed_number, handled.outcome_note) == (
        "市纪委监委",
        HANDED["handed_number"],
        "",
    )
    details = AuditEvent.objects.get(verb="supervision.handle_warning").details
    assert details == {"state": "handled", "outcome": "handed_over"}


@pytest.mark.parametrize("missing", HANDED)
def test_a_handing_over_names_whom_when_and_number(where, missing):
    judged = supervision_factories.judged(supervision_factories.warning(where))
    said = {**HANDED, "handed_on": timezone.localdate(), missing: None if missing == "handed_on" else " "}

    with pytest.raises(Denied, match="移送机关、日期和文号"):
        handle(judged, outcome="handed_over", **said)


def test_an_outcome_needs_a_note(where):
    with pytest.raises(Denied, match="写明处理说明"):
        handle(supervision_factories.answered(supervision_factories.warning(where)), note=" ")


@pytest.mark.parametrize("outcome", WarningOutcome.values)
@pytest.mark.parametrize("state", OUTCOMES)
def test_every_outcome_of_every_state(where, state, outcome):
    make = {
        WarningState.ANALYSED: supervision_factories.judged,
        WarningState.NOTICED: supervision_factories.sent,
        WarningState.ANSWERED: supervision_factories.answered,
    }
    warning = make[state](supervision_factories.warning(where))
    said = {**HANDED, "handed_on": timezone.localdate()} if outcome == "handed_over" else {}

    if outcome in OUTCOMES[state]:
        assert handle(warning, outcome=outcome, **said).outcome == outcome
    else:
        with pytest.raises(Denied, match="不能这样处理"):
            handle(warning, outcome=outcome, **said)


def do(verb, warning):
    keeper = supervision_factories.keeper()
    if verb == WarningVerb.JUDGE:
        services.judge_warning(by=keeper, warning=warning, level="first", judgement="有苗头")
    elif verb == WarningVerb.SEND:
        services.send_warning(by=keeper, warning=warning, letter="请核查", answer_days=5)
    elif verb == WarningVerb.ANSWER:
        filer = supervision_factories.filer(warning.department)
        services.answer_warning(by=filer, warning=warning, answer="已核查")
    else:
        handle(warning, outcome="finding")


@pytest.mark.parametrize(
    ("state", "verb"), [(state, verb) for state in WarningState.values for verb in WarningVerb.values]
)
def test_every_row_of_the_table_of_warnings(where, state, verb):
    make = {
        WarningState.COLLECTED: lambda warning: warning,
        WarningState.ANALYSED: supervision_factories.judged,
        WarningState.NOTICED: supervision_factories.sent,
        WarningState.ANSWERED: supervision_factories.answered,
        WarningState.HANDLED: lambda warning: handle(supervision_factories.answered(warning)),
    }
    warning = make[state](supervision_factories.warning(where))

    if (state, verb) not in WARNING_MOVES:
        with pytest.raises(Denied, match="不能"):
            do(verb, warning)
        assert RiskWarning.objects.get().state == state
    else:
        do(verb, warning)
        assert RiskWarning.objects.get().state == WARNING_MOVES[state, verb]


def test_whom_it_concerns_judges_nothing_of_it(where):
    own = factories.person(where=where)
    organization_services.grant(by=factories.system(), person=own, role=Role.PARTY_OFFICE, department=factories.root())
    warning = supervision_factories.warning(where)

    with pytest.raises(Denied, match="涉及您或您所在部门"):
        services.judge_warning(by=own, warning=warning, level="first", judgement="没有问题")
    assert [each.pk for each in queries.warnings_to_judge(own)] == []


def leaders_warning():
    point = risk_factories.point(risk_factories.leadership_register())
    leader = factories.holder(Role.LEADERSHIP)
    control_factories.hold(leader, point.post)
    by = supervision_factories.supervisor()
    return supervision_factories.warning(factories.root(), by=by, point=point), leader, by


def test_a_leaders_warning_is_for_the_leader_and_the_discipline_office():
    warning, leader, supervisor = leaders_warning()
    before = [[each.pk for each in queries.warnings_for(by)] for by in (leader, supervision_factories.keeper())]
    organization_services.grant(by=factories.system(), person=leader, role=Role.DISCIPLINE, department=factories.root())

    with pytest.raises(Denied, match="涉及您"):
        services.judge_warning(by=leader, warning=warning, level="first", judgement="没有问题")
    services.judge_warning(by=supervisor, warning=warning, level="first", judgement="有苗头")
    sent = services.send_warning(by=supervisor, warning=warning, letter="请说明", answer_days=5)

    assert before == [[], []]
    assert [each.pk for each in queries.warnings_to_answer(leader)] == [sent.pk]
    assert queries.people_addressed(sent) == [leader]
    assert queries.printed_warning(sent).addressee == str(warning.point.post)
    assert (queries.warning_for(leader, sent.pk).what, queries.warning_for(supervisor, sent.pk).what) == ("", sent.what)
    services.answer_warning(by=leader, warning=sent, answer="已说明")


# Who reads how much of it


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

    with django_assert_num_queries(15):
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
    client.post(f"{url}answer/", {"answer": "已核查", "files": [file]})
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


# The letter


def print_as(client, warning, kind):
    client.post(f"{warning.get_absolute_url()}print/{kind}/")
    core_services.sweep()
    duty = Duty.objects.filter(kind="supervision.print_warning").order_by("-pk")[0]
    assert (duty.state, duty.error) == ("done", "")
    return duty.result


def words_of(attachment):
    data = attachment.file.read()
    if attachment.name.endswith("pdf"):
        return "".join(page.extract_text() for page in PdfReader(io.BytesIO(data)).pages)
    return "\n".join(line.text for line in Document(io.BytesIO(data)).paragraphs)


@pytest.mark.parametrize("kind", ["docx", "pdf"])
def test_the_letter_says_what_was_sent_and_nothing_of_what_was_collected(client, where, kind):
    point = risk_factories.point(risk_factories.register(where), description="收受供应商好处，规避招标")
    warning = supervision_factories.warning(where, what=SECRET, point=point, title="单一来源采购占比上升")
    sent = supervision_factories.sent(warning, level="second" if kind == "pdf" else "first")
    risk_factories.sign_in(client, supervision_factories.keeper())

    words = words_of(print_as(client, sent, kind)).replace("\n", "")

    name = "处置通知书" if kind == "pdf" else "防控通知书"
    day = sent.answer_due_on
    for text in (
        f"关于单一来源采购占比上升的廉洁风险{name}",
        "设备科：",
        "请核查单一来源的理由。",
        "收受供应商好处，规避招标。",
        f"请于{day.year}年{day.month}月{day.day}日前将核查情况",
        sent.code,
    ):
        assert text.replace(" ", "") in words.replace(" ", "")
    assert (SECRET in words, sent.judgement in words, "附件" in words) == (False, False, False)


def test_the_letter_is_printed_once_sent_by_both_sides_and_for_nobody_else(client, where):
    warning = supervision_factories.judged(supervision_factories.warning(where))
    keeper, filer = supervision_factories.keeper(), supervision_factories.filer(where)
    overseer = factories.holder(Role.OVERSEER, where)

    with pytest.raises(Denied, match="还没有发出"):
        services.ask_warning_print(by=keeper, warning=warning, kind="pdf")
    sent = services.send_warning(by=keeper, warning=warning, letter="请核查", answer_days=5)
    with pytest.raises(Denied, match="发出部门和收到的部门"):
        services.ask_warning_print(by=overseer, warning=sent, kind="docx")
    client.force_login(filer)
    made = print_as(client, sent, "docx")
    duty = Duty.objects.get(kind="supervision.print_warning")
    watched = []
    for by in (keeper, filer, overseer, factories.holder(Role.FILER, factories.department())):
        client.force_login(by)
        answers = [
            client.get(url).status_code for url in (reverse("core:attachment", args=[made.pk]), duty.get_absolute_url())
        ]
        watched.append(answers)

    assert watched == [[200, 200], [200, 200], [404, 404], [404, 404]]


def test_a_letter_asked_twice_is_one_job_and_one_changed_meanwhile_is_not_drawn(where):
    keeper = supervision_factories.keeper()
    sent = supervision_factories.sent(supervision_factories.warning(where))
    first, second = (services.ask_warning_print(by=keeper, warning=sent, kind="docx") for _time in range(2))
    RiskWarning.objects.update(letter="改过的")

    with pytest.raises(Denied, match="内容又有改动"):
        services.print_warning(first, lambda *_told: None)
    assert (first, Attachment.objects.count()) == (second, 0)


def test_files_of_an_answer_are_opened_by_who_sees_the_warning(client, where):
    from core.documents.uploads import Upload

    file = Upload(b"%PDF-1.4", "核查表.pdf", "application/pdf")
    supervision_factories.answered(supervision_factories.warning(where), files=[file])
    url = reverse("core:attachment", args=[Attachment.objects.get().pk])
    client.force_login(supervision_factories.keeper())
    seen = client.get(url).status_code
    client.force_login(supervision_factories.filer(factories.department()))

    assert (seen, client.get(url).status_code) == (200, 404)
