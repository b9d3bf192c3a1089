"""保密审查: no text becomes public before each point was looked at and each found piece was settled."""

import pytest

from approvals import services as approval_services
from core import services as core_services
from core.models import AuditEvent
from core.rules import Denied
from disclosure.models import OpenSettings
from disclosure.queries import drafts as draft_queries
from disclosure.queries import open_settings
from disclosure.queries import secrecy as queries
from disclosure.services import drafts, publishing, secrecy
from disclosure.states import SECRECY_QUESTIONS, SecrecyPoint
from organization import queries as organization_queries
from tests import factories as people
from tests.approvals import factories as approvals
from tests.disclosure import draft_factories as factories
from tests.disclosure import factories as power_factories

pytestmark = pytest.mark.django_db
PHONE = "联系电话 13800138000，请来电。"


@pytest.fixture
def made():
    return approvals.world()


def agree(made, submission):
    return approval_services.decide(by=made.secrecy, submission=submission, verdict="agree")


def answered(made, submission, settlement="open", reason="依法公开", points=tuple(SecrecyPoint.values)):
    settled = {piece.key: (settlement, reason) for piece in secrecy.pieces_of(submission)}
    return secrecy.check(by=made.secrecy, submission=submission, answers=dict.fromkeys(points, ""), settled=settled)


def test_the_stage_is_not_passed_before_the_check_is_filled_in(made):
    submission = factories.at_secrecy(made)

    with pytest.raises(Denied, match="还没有填写"):
        agree(made, submission)


def test_the_stage_is_not_passed_with_a_point_left_out(made):
    submission = factories.at_secrecy(made)
    answered(made, submission, points=[SecrecyPoint.PERSONAL])

    with pytest.raises(Denied, match="5 点没有确认"):
        agree(made, submission)


def test_the_stage_is_not_passed_with_a_piece_left_open(made):
    submission = factories.at_secrecy(made, body=PHONE)
    answered(made, submission, settlement="")

    with pytest.raises(Denied, match="1 处疑似个人信息没有处理"):
        agree(made, submission)


def test_what_must_be_covered_goes_back(made):
    submission = factories.at_secrecy(made, body=PHONE)
    answered(made, submission, settlement="mask")

    with pytest.raises(Denied, match="1 处个人信息应遮盖"):
        agree(made, submission)
    returned = approval_services.decide(by=made.secrecy, submission=submission, verdict="return", reason="遮盖电话")
    assert returned.state == "returned"


def test_what_is_lawfully_public_says_why(made):
    submission = factories.at_secrecy(made, body=PHONE)

    with pytest.raises(Denied, match="请写明理由"):
        answered(made, submission, reason=" ")
    check = answered(made, submission)

    assert [(each["kind"], each["excerpt"], each["settlement"]) for each in check.findings] == [
        ("phone", "联系电话 138******00，请来电。", "open")
    ]
    assert agree(made, submission).stage.code == "overseer"


def test_the_number_itself_is_kept_nowhere_in_the_check(made):
    submission = factories.at_secrecy(made, body=PHONE)

    check = answered(made, submission)

    assert "13800138000" not in str(check.findings)
    told = AuditEvent.objects.get(verb="disclosure.check_secrecy")
    assert (told.details["findings"]["open"], told.subject_code) == (1, draft_queries.draft_of(submission).code)


def test_pieces_in_files_are_found_with_their_place(made):
    draft = factories.draft(made)
    drafts.attach(by=made.filer, draft=draft, files=[factories.word("名单", "患者：张建国，住12床")])

    pieces = secrecy.pieces_of_draft(draft)

    assert [(piece.kind, piece.place, piece.excerpt) for piece in pieces] == [
        ("name", "附件“附件.docx”正文第 2 段", "患者：张**，住"),
        ("bed", "附件“附件.docx”正文第 2 段", "患者：张**，住1*床"),
    ]


def test_phones_that_the_hospital_publishes_itself_are_none(made):
    hospital = organization_queries.hospital()
    hospital.phone = "0571-88001234"
    core_services.save(hospital, people.system())
    OpenSettings.objects.create(report_phone="0571-88001235（工作日 8:00—12:00）")

    pieces = secrecy.pieces_of_draft(factories.draft(made, body="电话：0571-88001234，举报 0571-88001235"))

    assert (pieces, open_settings.published_contacts()) == ([], ["0571-88001234", "0571-88001235"])


def test_the_check_is_filled_in_by_the_holder_of_the_stage_there_alone(made):
    early = factories.submitted(made)
    with pytest.raises(Denied, match="只在“保密审查”环节"):
        factories.check(made, early)
    submission = approval_services.decide(by=made.office, submission=early, verdict="agree")

    with pytest.raises(Denied, match="当前环节"):
        secrecy.check(by=made.office, submission=submission, answers={}, settled={})
    with pytest.raises(Denied, match="没有保密审查表"):
        secrecy.check(by=made.secrecy, submission=approvals.draft(made), answers={}, settled={})


def test_a_check_of_another_round_counts_for_nothing(made):
    first = factories.at_secrecy(made)
    factories.check(made, first)
    approval_services.decide(by=made.secrecy, submission=first, verdict="return", reason="改标题")
    second = factories.at_secrecy(made, draft_queries.draft_of(first))

    with pytest.raises(Denied, match="还没有填写"):
        agree(made, second)


def test_a_check_of_another_text_counts_for_nothing(made):
    submission = factories.at_secrecy(made)
    check = factories.check(made, submission)
    type(check).objects.update(content_hash="0" * 64)

    with pytest.raises(Denied, match="还没有填写"):
        agree(made, submission)


def test_nothing_is_scheduled_without_the_check_even_where_the_stage_fell(made):
    submission = factories.at_overseer(made)
    submission.secrecy_check.delete()
    handler = publishing.DraftHandler()

    with pytest.raises(Denied, match="还没有填写"):
        handler.move(submission.items.get().list_id, event="pass", by=made.overseer, sha256=submission.sha256)


def test_the_leader_too_is_told_of_a_missing_check(made):
    submission = factories.at_overseer(made)
    submission.secrecy_check.delete()

    with pytest.raises(Denied, match="还没有填写"):
        approval_services.decide(by=made.overseer, submission=submission, verdict="agree")


def test_the_panel_stands_beside_publications_only(made):
    submission = factories.at_secrecy(made)
    template, context = queries.secrecy_panel(submission, made.secrecy)

    assert (template, context["lacking"]) == ("disclosure/secrecy_panel.html", ["保密审查表还没有填写。"])
    power_factories.power(made)
    assert queries.secrecy_panel(power_factories.at_office(made), made.office) is None
    assert secrecy.pieces_of(approvals.draft(approvals.another_department(made))) == []


def test_every_point_says_what_is_asserted():
    assert SECRECY_QUESTIONS.keys() == set(SecrecyPoint)
