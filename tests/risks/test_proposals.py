"""领导提 and 群众帮: who may put what to whom, the department's answer, and a hidden name that stays hidden."""

import json

import pytest

from core.models import AuditEvent
from core.rules import Denied
from organization.models import Notice
from organization.roles import ADMINISTRATORS, Role
from risks import queries, services
from risks.models import Proposal
from tests import factories
from tests.risks import factories as risk_factories

pytestmark = pytest.mark.django_db
SECRET = "隐名的钱药师"


@pytest.fixture
def where():
    return factories.department("设备科")


@pytest.fixture
def filer(where):
    return factories.holder(Role.FILER, where, "设备科填报人")


@pytest.fixture
def hidden(where, filer):
    """A colleague's suggestion with the name hidden from the department: first the secret, then the search for it."""
    colleague = factories.person(SECRET, where=factories.department())
    return services.suggest(by=colleague, post=factories.post(where), text="设备验收只有一人签字", is_name_hidden=True)


def test_a_leader_proposes_to_a_department_they_oversee(where, filer):
    overseer = factories.holder(Role.OVERSEER, where)

    proposal = services.propose(by=overseer, department=where, text="验收走过场")

    assert (proposal.finder, proposal.department, proposal.by) == ("leader", where, overseer)
    assert list(Notice.objects.filter(kind="risks.proposal").values_list("person", flat=True)) == [filer.pk]


@pytest.mark.parametrize("role", [Role.PARTY_OFFICE, Role.DISCIPLINE, Role.LEADERSHIP])
def test_the_offices_and_leaders_propose_to_every_department(where, role):
    assert services.propose(by=factories.holder(role), department=where, text="验收走过场").finder == "leader"


@pytest.mark.parametrize("role", [Role.FILER, Role.DEPARTMENT_HEAD, Role.OVERSEER, Role.COMMITTEE_MEMBER])
def test_nobody_proposes_as_a_leader_where_they_lead_nothing(where, role):
    with pytest.raises(Denied, match="以领导身份"):
        services.propose(by=factories.holder(role, factories.department()), department=where, text="验收走过场")


@pytest.mark.parametrize("role", [role for role in Role.values if role not in ADMINISTRATORS])
def test_anyone_in_the_business_suggests(where, role):
    suggestion = services.suggest(by=factories.holder(role, factories.department()), department=where, text="走过场")

    assert suggestion.finder == "colleagues"


@pytest.mark.parametrize("role", ADMINISTRATORS)
def test_administrators_suggest_nothing(where, role):
    with pytest.raises(Denied, match="不能提业务建议"):
        services.suggest(by=factories.holder(role), department=where, text="走过场")


@pytest.mark.parametrize(
    ("said", "refusal"), [({"text": "  "}, "请写明发现的风险"), ({"text": "走过场", "department": None}, "请指明")]
)
def test_a_suggestion_without_text_or_target_is_denied(where, said, refusal):
    with pytest.raises(Denied, match=refusal):
        services.suggest(by=factories.holder(Role.FILER), **{"department": where, **said})


def test_a_suggestion_about_a_post_goes_to_its_department(where):
    post = factories.post(where)

    assert services.suggest(by=factories.holder(Role.FILER), post=post, text="走过场").department == where


def test_a_suggestion_about_a_leadership_post_goes_to_the_leaderships_keepers(where):
    office = factories.holder(Role.PARTY_OFFICE)
    post = factories.post(factories.root(), is_leadership=True)

    suggestion = services.suggest(by=factories.holder(Role.FILER, where), post=post, text="插手招标")

    assert (suggestion.is_leadership, suggestion.department) == (True, factories.root())
    assert Notice.objects.get(kind="risks.proposal").person == office


def test_a_suggestion_names_the_power_of_its_step(where):
    step = risk_factories.step(where)

    assert (
        services.suggest(by=factories.holder(Role.FILER), post=step.post, step=step, text="走").power == step.flow.power
    )


def test_adopting_files_a_point_found_as_it_was_put(where, filer):
    overseer = factories.holder(Role.OVERSEER, where)
    proposal = services.propose(by=overseer, post=factories.post(where), text="验收走过场")

    point = services.adopt(
        by=filer, proposal=proposal, post=proposal.post, type="post_duty", description="验收人一人签字", reply="已列入"
    )

    proposal.refresh_from_db()
    assert (point.finder, point.filed_by, point.register.department) == ("leader", filer, where)
    assert (proposal.state, proposal.point, proposal.answered_by) == ("adopted", point, filer)
    assert Notice.objects.get(kind="risks.answer").person == overseer


def test_declining_sends_the_reply_to_who_proposed(where, filer, hidden):
    services.decline(by=filer, proposal=hidden, reply="已改为三方验收")

    notice = Notice.objects.get(kind="risks.answer")
    assert (notice.person.name, notice.text) == (SECRET, "您提出的风险点建议未采纳。已改为三方验收")


def test_declining_without_a_reply_is_denied(filer, hidden):
    with pytest.raises(Denied, match="须答复理由"):
        services.decline(by=filer, proposal=hidden, reply=" ")


def test_a_proposal_is_answered_once(filer, hidden):
    services.decline(by=filer, proposal=hidden, reply="风险已不存在")

    with pytest.raises(Denied, match="由设备科填报人处理：未采纳"):
        services.adopt(by=filer, proposal=hidden, post=hidden.post, type="post_duty", description="走过场")


def test_another_department_answers_nothing(hidden):
    stranger = factories.holder(Role.FILER, factories.department())

    with pytest.raises(Denied, match="由设备科处理"):
        services.decline(by=stranger, proposal=hidden, reply="与我科无关")


def test_a_leader_answers_only_what_is_about_their_own_post():
    from datetime import date

    from organization import services as organization_services

    leader = factories.holder(Role.LEADERSHIP)
    own, other = (factories.post(factories.root(), is_leadership=True) for _ in range(2))
    organization_services.begin_tenure(by=factories.system(), person=leader, post=own, from_on=date(2024, 1, 1))
    mine, others = (services.suggest(by=factories.holder(Role.FILER), post=post, text="插手") for post in (own, other))

    with pytest.raises(Denied, match="这条建议由"):
        services.decline(by=leader, proposal=others, reply="不属实")
    assert services.decline(by=leader, proposal=mine, reply="不属实").state == "declined"
    assert list(queries.proposals_received(leader)) == [mine]


def test_both_sides_see_a_proposal_and_nobody_else(where, filer, hidden):
    stranger = factories.holder(Role.FILER, factories.department())

    seen = {person: list(queries.proposals_for(person)) for person in (filer, hidden.by, stranger)}

    assert seen == {filer: [hidden], hidden.by: [hidden], stranger: []}
    assert [list(queries.proposals_waiting(person)) for person in (filer, stranger)] == [[hidden], []]
    assert [list(queries.proposals_made(person)) for person in (filer, hidden.by)] == [[], [hidden]]


def test_a_name_that_is_not_hidden_is_shown(where, filer):
    colleague = factories.person("孙护士", where=factories.department())
    services.suggest(by=colleague, department=where, text="走过场")

    assert queries.proposals_received(filer).get().proposer == "孙护士"


def test_a_hidden_name_is_loaded_for_nobody_but_the_one_who_hid_it(filer, hidden):
    office, discipline = factories.holder(Role.PARTY_OFFICE), factories.holder(Role.DISCIPLINE)

    shown = {person: queries.proposal_for(person, hidden.pk) for person in (filer, office, discipline, hidden.by)}

    assert [row.proposer for row in shown.values()] == ["（建议人要求隐去姓名）"] * 3 + [SECRET]
    assert [row.is_nameable for row in shown.values()] == [False, False, True, False]
    assert ["by_id" in row.__dict__ for row in shown.values()] == [False] * 4


DEPARTMENT_PAGES = [
    "/risks/proposals/",
    "/risks/proposals/?export=csv",
    "/risks/proposals/?q=钱",
    "/risks/proposals/?sort=proposer",
    "/risks/proposals/{proposal}/",
    "/risks/proposals/{proposal}/adopt/",
    "/risks/proposals/{proposal}/decline/",
    "/risks/points/{point}/",
    "/risks/points/{point}/edit/",
    "/risks/registers/{register}/",
    "/risks/registers/{register}/?export=csv",
    "/risks/registers/{register}/review/",
    "/risks/registers/{register}/changes/",
    "/risks/points/",
    "/risks/",
    "/desk/",
    "/desk/notices/",
]


@pytest.mark.parametrize("role", [Role.FILER, Role.DEPARTMENT_HEAD, Role.OVERSEER, Role.PARTY_OFFICE])
@pytest.mark.parametrize("is_adopted", [False, True])
def test_a_hidden_name_is_on_no_page_list_export_or_history(client, where, filer, hidden, role, is_adopted):
    person = factories.holder(role, factories.root() if role == Role.PARTY_OFFICE else where)
    point = risk_factories.point(post=hidden.post)
    if is_adopted:
        point = services.adopt(by=filer, proposal=hidden, post=hidden.post, type="post_duty", description="一人签字")
    client.force_login(person)
    places = {"proposal": hidden.pk, "point": point.pk, "register": point.register_id}

    bodies = {}
    for address in DEPARTMENT_PAGES:
        response = client.get(address.format(**places))
        body = b"".join(response.streaming_content) if response.streaming else response.content
        bodies[address] = body.decode()

    assert [address for address, body in bodies.items() if SECRET in body] == []
    assert "设备验收只有一人签字" in bodies["/risks/proposals/"]


def test_a_hidden_name_is_in_no_details_and_no_department_may_read_the_trail(client, filer, hidden):
    client.force_login(filer)

    details = json.dumps([event.details for event in AuditEvent.objects.all()], ensure_ascii=False)

    assert SECRET not in details
    assert client.get("/organization/trail/").status_code in (403, 404)


def test_the_discipline_office_looks_at_a_hidden_name_and_the_look_is_recorded(client, hidden):
    discipline = factories.holder(Role.DISCIPLINE)
    client.force_login(discipline)

    before = client.get(f"/risks/proposals/{hidden.pk}/").content.decode()
    after = client.post(f"/risks/proposals/{hidden.pk}/name/").content.decode()

    assert (SECRET in before, SECRET in after) == (False, True)
    assert AuditEvent.objects.filter(verb="risks.reveal_proposer", actor_id=str(discipline.pk)).count() == 1


@pytest.mark.parametrize("role", [role for role in Role.values if role != Role.DISCIPLINE])
def test_nobody_else_looks_at_a_hidden_name(hidden, role):
    with pytest.raises(Denied, match="只有纪检监察室可以查看"):
        services.reveal_proposer(by=factories.holder(role), proposal=hidden)


def test_who_asked_to_be_hidden_still_sees_their_own_proposal(client, hidden):
    client.force_login(hidden.by)

    page = client.get("/risks/proposals/mine/").context["page"]

    assert [row.thing for row in page.rows] == [hidden]


def test_a_leader_can_not_hide(client, where):
    overseer = factories.holder(Role.OVERSEER, where)
    client.force_login(overseer)

    response = client.post(
        "/risks/proposals/new/", {"finder": "leader", "department": where.pk, "text": "走过场", "is_name_hidden": "on"}
    )

    assert list(response.context["form"].errors) == ["is_name_hidden"]


def test_a_suggestion_is_put_and_adopted_from_the_pages(client, where, filer):
    colleague = factories.holder(Role.FILER, factories.department())
    post = factories.post(where)
    client.force_login(colleague)
    client.post("/risks/proposals/new/", {"post": post.pk, "text": "验收走过场", "is_name_hidden": "on"})
    proposal = Proposal.objects.get()
    client.force_login(filer)
    data = {"post": post.pk, "anchor": "", "type": "post_duty", "description": "验收一人签字", "reply": "已列入"}

    response = client.post(f"/risks/proposals/{proposal.pk}/adopt/", data)

    proposal.refresh_from_db()
    assert response.url == f"/risks/points/{proposal.point_id}/edit/"
    assert (proposal.is_name_hidden, proposal.state, proposal.point.finder) == (True, "adopted", "colleagues")


def test_a_suggestion_is_declined_from_the_pages(client, filer, hidden):
    client.force_login(filer)

    response = client.post(f"/risks/proposals/{hidden.pk}/decline/", {"reply": "已改为三方验收"})

    hidden.refresh_from_db()
    assert (response.url, hidden.state) == (f"/risks/proposals/{hidden.pk}/", "declined")


def test_open_proposals_wait_at_the_desk_of_who_answers(filer, hidden):
    group = queries.waiting_tasks(filer)

    assert [(task.url, task.who) for task in group.tasks] == [
        (f"/risks/proposals/{hidden.pk}/", "（建议人要求隐去姓名）")
    ]
