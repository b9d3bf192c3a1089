"""Signing for a table in force: who signs for what, what is recorded from paper, what stays provable."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from controls import calculations, queries, services
from controls.models import ControlTable, TableReceipt
from core.models import Attachment, AuditEvent
from core.queries import attachment_for
from core.rules import Denied
from organization import services as organization_services
from organization.models import Tenure
from organization.roles import Role
from tests import factories, guards, proof
from tests.controls import factories as controls

pytestmark = pytest.mark.django_db
PDF = {"data": b"%PDF-1.7 sheet", "name": "签收单.pdf", "content_type": "application/pdf"}


def today(days=0):
    return timezone.localdate() + timedelta(days=days)


def record(table, tenure, *, by=None, **fields):
    by = by or factories.holder(Role.FILER, table.department)
    usual = {"signed_on": today(), "paper_place": "党办文件柜"}
    return services.record_paper_receipt(by=by, table=table, tenure=tenure, **{**usual, **fields})


def amended(table):
    """The next edition of the table, in force."""
    return controls.in_force(services.open_table(by=factories.system(), department=table.department))


def test_a_holder_signs_for_all_own_posts_of_the_table_at_once():
    post, person = controls.held_post()
    other, _same = controls.held_post(post.department, person=person)
    table = controls.table_in_force(post, other)

    receipts = services.sign_table(by=person, table=table)

    assert [(each.post, each.person, each.sha256, each.signed_on) for each in receipts] == [
        (post, person, table.sha256, today()),
        (other, person, table.sha256, today()),
    ]
    events = AuditEvent.objects.filter(verb="controls.sign_table").order_by("sequence")
    assert [(event.subject_id, event.details["facts"]) for event in events] == [
        (str(each.pk), calculations.receipt_facts(each)) for each in receipts
    ]


def test_who_has_signed_does_not_sign_again():
    post, person = controls.held_post()
    table = controls.table_in_force(post)
    services.sign_table(by=person, table=table)

    with pytest.raises(Denied, match="您已签收这份一览表"):
        services.sign_table(by=person, table=table)

    assert TableReceipt.objects.count() == 1


def test_signing_is_denied_to_who_holds_no_post_of_the_table():
    table = controls.table_in_force()
    _post, stranger = controls.held_post(table.department)

    with pytest.raises(Denied, match="不须签收"):
        services.sign_table(by=stranger, table=table)


def test_signing_is_denied_before_the_table_is_in_force():
    post, person = controls.held_post()
    table = controls.table(post.department)

    with pytest.raises(Denied, match="处于“草稿”状态，不须签收"):
        services.sign_table(by=person, table=table)


def test_a_new_edition_asks_for_a_new_receipt():
    post, person = controls.held_post()
    table = controls.table_in_force(post)
    services.sign_table(by=person, table=table)

    newer = amended(table)

    assert queries.receipt_counts(person, newer) == {"due": 1, "signed": 0, "mine": 1}
    assert queries.receipt_counts(person, ControlTable.objects.get(pk=table.pk)) == {}


def test_a_new_holder_is_asked_and_who_left_stays_told():
    post, before = controls.held_post()
    table = controls.table_in_force(post)
    services.sign_table(by=before, table=table)
    after = factories.person()
    organization_services.end_tenure(by=factories.system(), tenure=Tenure.objects.get(post=post), to_on=today(-1))
    organization_services.begin_tenure(by=factories.system(), person=after, post=post, from_on=today())

    (shown,) = queries.receipts_by_post(table)

    assert [(tenure.person, receipt) for tenure, receipt in shown.holders] == [(after, None)]
    assert ([receipt.person for receipt in shown.former], shown.is_signed) == ([before], False)
    assert queries.receipt_counts(after, table) == {"due": 1, "signed": 0, "mine": 1}


def test_a_post_without_holder_is_told_as_not_signed():
    (shown,) = queries.receipts_by_post(controls.table_in_force())

    assert (shown.holders, shown.former, shown.is_signed) == ([], [], False)


def test_a_receipt_of_a_post_no_longer_in_the_table_stays_told():
    post, person = controls.held_post()
    table = controls.table_in_force(post)
    services.sign_table(by=person, table=table)
    table.register.points.get().measures.all().delete()
    table.register.points.all().delete()

    assert [(each.post, len(each.former)) for each in queries.receipts_by_post(table)] == [(post, 1)]


def test_the_department_records_what_was_signed_on_paper():
    post = factories.post()
    table, tenure = controls.table_in_force(post), controls.paper_holder(post)
    filer = factories.holder(Role.FILER, post.department)

    receipt = record(table, tenure, by=filer, paper_place=" 科室文件柜 ")

    assert (receipt.person, receipt.is_on_paper, receipt.recorded_by) == (tenure.person, True, filer)
    assert (receipt.paper_place, receipt.scan_sha256) == ("科室文件柜", "")
    event = AuditEvent.objects.get(verb="controls.record_paper_receipt")
    assert event.details["facts"] == calculations.receipt_facts(receipt)


def test_a_scan_is_kept_for_those_who_see_the_receipts():
    post = factories.post()
    table, tenure = controls.table_in_force(post), controls.paper_holder(post)
    office = factories.holder(Role.PARTY_OFFICE)

    receipt = record(table, tenure, by=office, paper_place="", scan=PDF)

    scan = Attachment.objects.get(subject_type="controls.tablereceipt")
    stranger = factories.holder(Role.FILER, factories.department())
    assert (scan.sha256, queries.scans_of(table)) == (receipt.scan_sha256, {receipt.pk: scan.pk})
    assert (attachment_for(office, scan.pk), attachment_for(stranger, scan.pk)) == (scan, None)


def test_a_scan_of_no_receipt_is_nobodys():
    office = factories.holder(Role.PARTY_OFFICE)

    assert queries.may_read_scan(Attachment(subject_id="0"), office) is False


def test_recording_is_denied_without_paper():
    post = factories.post()
    table, tenure = controls.table_in_force(post), controls.paper_holder(post)

    with pytest.raises(Denied, match="请写明原件存放处"):
        record(table, tenure, paper_place=" ")


def test_recording_is_denied_for_who_can_log_in():
    post, _person = controls.held_post()
    table = controls.table_in_force(post)

    with pytest.raises(Denied, match="须本人签收"):
        record(table, Tenure.objects.get(post=post))


def test_recording_is_denied_twice():
    post = factories.post()
    table, tenure = controls.table_in_force(post), controls.paper_holder(post)
    record(table, tenure)

    with pytest.raises(Denied, match="已签收"):
        record(table, tenure)


@pytest.mark.parametrize("days", [-1, 1])
def test_recording_is_denied_for_a_day_outside_of_the_tables_time(days):
    post = factories.post()
    table, tenure = controls.table_in_force(post), controls.paper_holder(post)

    with pytest.raises(Denied, match="签收日期须在一览表生效"):
        record(table, tenure, signed_on=today(days))


def test_recording_is_denied_for_a_post_that_is_not_in_the_table():
    table, tenure = controls.table_in_force(), controls.paper_holder(factories.post())

    with pytest.raises(Denied, match="不在这份一览表所列的岗位任职"):
        record(table, tenure)


def test_recording_is_denied_to_another_department():
    post = factories.post()
    table, tenure = controls.table_in_force(post), controls.paper_holder(post)

    with pytest.raises(Denied, match="您不能填报"):
        record(table, tenure, by=factories.holder(Role.FILER, factories.department()))


def test_of_the_leadership_the_party_office_alone_records():
    post = factories.post(factories.root(), is_leadership=True)
    table, tenure = controls.table_in_force(post, is_leadership=True), controls.paper_holder(post)

    with pytest.raises(Denied, match="由党办登记"):
        record(table, tenure, by=factories.holder(Role.LEADERSHIP))
    receipt = record(table, tenure, by=factories.holder(Role.PARTY_OFFICE))

    assert receipt.person == tenure.person


@pytest.mark.parametrize(
    ("fields", "name"),
    [
        ({"sha256": ""}, "table_receipt_has_content"),
        ({"is_on_paper": True}, "table_receipt_on_paper_has_recorder_and_paper"),
        ({"paper_place": "党办"}, "table_receipt_on_paper_has_recorder_and_paper"),
    ],
)
def test_what_must_never_be_false_is_refused_by_the_database(fields, name):
    post, person = controls.held_post()
    usual = {"table": controls.table_in_force(post), "post": post, "person": person, "sha256": "0" * 64}

    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        TableReceipt.objects.create(**{**usual, "signed_on": today(), **fields})


def test_the_desk_shows_what_waits_to_be_signed_and_nothing_else(django_assert_num_queries):
    post, person = controls.held_post()
    controls.table_in_force()
    table = controls.table_in_force(post)

    with django_assert_num_queries(1):
        group = queries.receipt_tasks(person)
    services.sign_table(by=person, table=table)

    assert [(task.what, task.url) for task in group.tasks] == [
        (f"签收岗位权力风险防控一览表：{table.edition}", f"/controls/tables/{table.pk}/sign/")
    ]
    assert bool(queries.receipt_tasks(person)) is False


def test_the_desk_names_the_leaderships_table_so():
    post = factories.post(factories.root(), is_leadership=True)
    leader = factories.holder(Role.LEADERSHIP)
    controls.hold(leader, post)
    controls.table_in_force(post, is_leadership=True)

    assert [task.who for task in queries.receipt_tasks(leader).tasks] == ["班子成员"]


def test_the_print_tells_who_signed_and_leaves_a_line_while_somebody_has_not():
    post, person = controls.held_post()
    other, _late = controls.held_post(post.department)
    table = controls.table_in_force(post, other)
    services.sign_table(by=person, table=table)

    first, second = queries.printed(table, by=None).posts

    assert (first.receipts, first.has_line) == (f"{person} {today()}", False)
    assert (second.receipts, second.has_line) == ("", True)


def test_a_draft_prints_no_receipts():
    (post,) = queries.printed(controls.table(), by=None).posts

    assert (post.receipts, post.has_line) == ("", True)


def test_receipts_in_words_name_nobody_twice_and_count_the_many():
    day = date(2026, 1, 8)

    assert (
        calculations.receipts_in_words("药库管理岗", [("药库管理岗", day), ("王玥", day)])
        == "2026-01-08、王玥 2026-01-08"
    )
    assert calculations.receipts_in_words("护士", [("甲", day)] * 5) == f"{'、'.join(['甲 2026-01-08'] * 4)}等 5 人"


@pytest.fixture
def receipt():
    post, person = controls.held_post()
    return services.sign_table(by=person, table=controls.table_in_force(post))[0]


def test_receipts_given_through_the_services_hold(receipt):
    assert proof.told("签收") == []


@pytest.mark.parametrize(
    ("statement", "words"),
    [
        ("UPDATE controls_tablereceipt SET signed_on = '2026-01-01'", "被改过：与审计记录第"),
        ("DELETE FROM controls_tablereceipt", "不在了：审计记录第"),
    ],
)
def test_a_receipt_changed_behind_the_system_is_told(receipt, statement, words):
    guards.tamper("controls_tablereceipt", statement)

    (told,) = proof.told("签收")
    assert words in told


def test_a_receipt_put_in_behind_the_system_is_told(receipt):
    TableReceipt.objects.create(
        table=receipt.table, post=factories.post(), person=receipt.person, sha256="0" * 64, signed_on=today()
    )

    (told,) = proof.told("签收")
    assert "不是经系统作出的" in told
