"""What was approved stays provable: `verify_chain` finds what somebody with the database's password changed, and says which."""

from contextlib import nullcontext

import pytest
from django.core.management import call_command
from django.db import connection

from approvals.models import Decision
from config import proof as config_proof
from controls.models import Measure
from core import queries
from core import services as core_services
from core.models import AuditEvent, AuditHead
from core.registry import Breach, Verifier, registry
from disclosure.models import Publication
from organization import services as organization_services
from powers import services as power_services
from powers.models import LegalBasis
from tests import factories, guards, proof, threads
from tests.approvals import factories as approvals

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _own_heads(settings, tmp_path):
    settings.AUDIT_HEAD_DIR = str(tmp_path / "heads")


@pytest.fixture
def approved():
    return proof.approved_world()


def run(capsys, *arguments):
    """Exit code and words of the command."""
    try:
        call_command("verify_chain", *arguments)
    except SystemExit as ended:
        return ended.code, capsys.readouterr().out
    return 0, capsys.readouterr().out


def test_nothing_is_found_on_what_was_approved_through_the_services(approved, capsys):
    code, words = run(capsys)

    assert (code, "有误" in words) == (0, False)
    assert [line.split("：")[0] for line in words.splitlines()] == [
        *(f"[相符] {verifier.title}" for verifier in registry.proof()),
        "核对无误",
    ]


@pytest.mark.slow
def test_nothing_is_found_on_the_untouched_demo_hospital(lay_demo, capsys):
    lay_demo()

    code, words = run(capsys, "--all")

    assert (code, words.count("[相符]")) == (0, len(registry.verifiers)), words


ROWS = (
    ("powers_power", "content = '随意审批'", "power", "签署的职权内容是“对药品采购计划进行审批。”，现在是“随意审批”"),
    ("powers_flowstep", "limit_value = 9", "power", "流程图第1步"),
    ("risks_riskpoint", "grade = 'low'", "riskpoint", "签署的等级是"),
    ("controls_measure", "text = '口头提醒'", "riskpoint", "现在是“口头提醒”"),
)


OTHERS = (
    ("risks_collectivereview", "conclusion = '有分歧'", "清单的部门、版次、所依清单或集体评定与签署的不符"),
    ("powers_power", "code = 'YP-77'", "被改过：与签署的内容不符"),
    ("risks_riskpoint", "lineage_id = (SELECT lineage_id FROM powers_power)", "不在了：签署的内容里有它"),
)


@pytest.mark.parametrize(("table", "change", "words"), OTHERS)
def test_what_an_approved_list_says_besides_its_rows_is_told(approved, table, change, words):
    guards.tamper(table, f"UPDATE {table} SET {change}")

    assert any(words in text for text in proof.told("生效的清单"))


@pytest.mark.parametrize(("table", "change", "named", "words"), ROWS)
def test_an_approved_row_altered_by_sql_is_named_by_its_code(approved, table, change, named, words):
    guards.tamper(table, f"UPDATE {table} SET {change}")

    found = [text for text in proof.told("生效的清单") if words in text]

    assert found
    assert all(proof.codes()[named] in text for text in found)


def test_the_command_names_the_first_breach_counts_the_others_and_ends_with_1(approved, capsys):
    guards.tamper("powers_flowstep", "UPDATE powers_flowstep SET limit_value = 9")
    guards.tamper("risks_riskpoint", "UPDATE risks_riskpoint SET description = '没有风险'")

    code, words = run(capsys)

    assert code == 1
    assert "其后还有 2 处，用 --all 全部列出" in words
    assert words.splitlines()[-1] == "核对有误：3 处对不上。"


def test_all_breaches_are_listed_when_asked_for(approved, capsys):
    guards.tamper("risks_riskpoint", "UPDATE risks_riskpoint SET description = '没有风险'")

    _code, words = run(capsys, "--all")

    assert words.count("签署的风险点是“审批人收受供应商好处，指定中标”，现在是“没有风险”") == 2


def test_names_that_change_outside_the_approved_content_are_no_breach(approved):
    made, _submission = approved
    by, department = factories.system(), made.department
    organization_services.change_department(
        by=by, department=department, name="药学部", kind=department.kind, overseer_post=None
    )
    for post in department.posts.all():
        organization_services.change_post(
            by=by, post=post, name=f"新{post.name}", is_leadership=False, is_key=False, rotation_years=None
        )
    basis = LegalBasis.objects.get()
    power_services.change_basis(by=by, basis=basis, title="药品管理办法（修订）")

    assert proof.told() == []


def test_a_regulation_renamed_is_no_breach_and_another_one_is():
    made = approvals.world()
    by = factories.system()
    regulation = power_services.add_regulation(
        by=by, name="药品采购制度", kind="democratic_decision", department=made.department
    )
    other = power_services.add_regulation(
        by=by, name="廉洁制度", kind="democratic_decision", department=made.department
    )
    proof.approve(made, text=f"按制度 {regulation.code} 办理")
    assert Measure.objects.get().regulation == regulation

    power_services.change_regulation(by=by, regulation=regulation, name="药品采购管理制度")
    renamed = proof.told()
    guards.tamper("controls_measure", "UPDATE controls_measure SET regulation_id = %s", other.pk)

    assert renamed == []
    assert any("签署的" in text and "现在是“廉洁制度”" in text for text in proof.told("生效的清单"))


def test_a_row_added_to_a_list_in_force_is_told(approved):
    _made, submission = approved
    list_id = submission.items.get(list_kind="powers").list_id
    columns = ", ".join(
        column.name
        for column in connection.introspection.get_table_description(connection.cursor(), "powers_power")
        if column.name not in ("id", "lineage_id", "code")
    )
    guards.tamper("core_lineage", "INSERT INTO core_lineage VALUES (%s, 'power', 'YP-99', '2026-01-01')", "9" * 32)
    guards.tamper(
        "powers_power",
        f"INSERT INTO powers_power (lineage_id, code, {columns}) SELECT %s, 'YP-99', {columns} FROM powers_power"
        " WHERE power_list_id = %s",
        "9" * 32,
        list_id,
    )

    assert any("YP-99 是后加的" in text for text in proof.told("生效的清单"))


def test_a_measure_pointed_at_another_post_is_told_though_the_name_is_the_same(approved):
    other = factories.post(factories.department(), name="药库管理员")
    guards.tamper("controls_measure", "UPDATE controls_measure SET responsible_post_id = %s", other.pk)

    assert any("责任岗位" in text for text in proof.told("生效的清单"))


def test_a_list_put_into_force_by_sql_is_told(approved):
    made = approvals.another_department(approved[0])
    working = approvals.power_list(made, powers=1)
    guards.tamper(
        "powers_powerlist",
        "UPDATE powers_powerlist SET state = 'in_force', in_force_at = '2026-01-01', sha256 = 'x' WHERE id = %s",
        working.pk,
    )

    assert [text for text in proof.told("生效的清单") if str(working) in text] == [
        f"职权目录 {working}：已生效，但没有审定通过的报审：不是经审批生效的"
    ]


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ("sha256 = 'abc'", "内容哈希 abc 不是审定时的"),
        ("state = 'draft', in_force_at = NULL, sha256 = ''", "状态被改过"),
    ],
)
def test_the_stamp_of_an_approved_list_altered_is_told(approved, change, words):
    guards.tamper("risks_riskregister", f"UPDATE risks_riskregister SET {change}")

    assert any(words in text for text in proof.told("生效的清单"))


def test_an_approved_list_that_is_gone_is_told(approved):
    with guards.off("approvals_submissionitem") as cursor:
        cursor.execute("UPDATE approvals_submissionitem SET list_id = 999 WHERE list_kind = 'powers'")

    assert any("职权目录（第 999 号）不在了" in text for text in proof.told("生效的清单"))


DECISIONS = (
    (
        "UPDATE approvals_decision SET verdict = 'reject', reason = '?' WHERE verdict = 'no_objection'",
        "意见、理由与审计记录",
    ),
    ("UPDATE approvals_decision SET at = '2020-01-01' WHERE verdict = 'no_objection'", "时间与审计记录"),
    ("UPDATE approvals_decision SET on_behalf_of_id = by_id WHERE verdict = 'no_objection'", "被代理人与审计记录"),
    ("DELETE FROM approvals_decision WHERE verdict = 'no_objection'", "的“无不同意见”不在了：审计记录第"),
)


@pytest.mark.parametrize(("statement", "words"), DECISIONS)
def test_a_decision_altered_or_taken_out_by_sql_is_named(approved, statement, words):
    made, submission = approved
    guards.tamper("approvals_decision", statement)

    (found,) = proof.told("审批意见")

    assert found.startswith(f"{submission}（报审第 {submission.pk} 号）：{made.discipline}的“")
    assert words in found


def test_a_decision_put_in_by_sql_is_named(approved):
    made, submission = approved
    Decision.objects.create(
        submission=submission, verdict="agree", by=made.member, submission_version=submission.version + 1
    )

    assert proof.told("审批意见") == [
        f"{submission}（报审第 {submission.pk} 号）：{made.member}的“同意”在审计记录里没有：不是经系统作出的"
    ]


def test_a_state_altered_by_sql_is_told(approved):
    guards.tamper("approvals_submission", "UPDATE approvals_submission SET state = 'ended'")

    (found,) = proof.told("审批意见")

    assert "状态是“已终止”" in found
    assert "应为“已通过”：状态被改过" in found


def test_a_submission_taken_out_with_all_it_holds_is_told(approved):
    submission = approvals.draft(approvals.another_department(approved[0]))
    number = submission.pk
    submission.items.all().delete()
    submission.stages.all().delete()
    submission.delete()

    (found,) = proof.told("审批意见")

    assert found.startswith(f"报审第 {number} 号（")


FROZEN = (
    ("approvals_submissionrow", "UPDATE {t} SET label = label, code = 'YP-77' WHERE code LIKE 'YP-__'", "一行被改过"),
    ("approvals_submissionrow", "UPDATE {t} SET key = 'x' WHERE code LIKE 'YP-__'", "一行是后加的"),
    ("approvals_submissionrow", "UPDATE {t} SET key = 'x' WHERE code LIKE 'YP-__'", "一行不在了"),
    ("approvals_submissionitem", "UPDATE {t} SET schema = 1, sha256 = 'abc'", "签署时冻结的内容被改过"),
    ("approvals_submissionitem", "UPDATE {t} SET sha256 = 'abc'", "清单有增减，或哈希被改过"),
    ("approvals_submission", "UPDATE {t} SET sha256 = 'abc'", "清单有增减，或哈希被改过"),
)


@pytest.mark.parametrize(("table", "statement", "words"), FROZEN)
def test_frozen_content_altered_by_sql_is_told(approved, table, statement, words):
    guards.tamper(table, statement.format(t=table))

    assert any(words in text for text in proof.told("签署的内容"))


def test_a_hash_made_to_fit_everywhere_is_still_not_the_trails(approved):
    with guards.off("approvals_submission") as cursor:
        cursor.execute("UPDATE approvals_submission SET sha256 = 'abc'")

    assert any("内容哈希与审计记录第" in text for text in proof.told("审批意见"))


PUBLICATIONS = (
    ("UPDATE {t} SET title = '别的名称'", "编码、名称、类别或部门与公开内容不符"),
    ("UPDATE {t} SET published_at = '2020-01-01'", "被改过：序号、时间、内容哈希与所记的哈希不符"),
    ("UPDATE {t} SET content_hash = 'x'", "公开内容被改过"),
    ("UPDATE {t} SET sequence = 3", "第 1 号至第 2 号：不在了"),
    ("UPDATE {t} SET previous_hash = 'x'", "没有接在前一号之后"),
    ("UPDATE {t} SET code = 'YP-77'", "审计记录里此处没有这次公开"),
    ("DELETE FROM {t}", "等），公开事项里没有：尾部被截去"),
)


@pytest.mark.parametrize(("statement", "words"), PUBLICATIONS)
def test_a_publication_altered_or_cut_off_by_sql_is_told(approved, statement, words):
    table = Publication._meta.db_table
    guards.tamper(table, statement.format(t=table))

    assert any(words in text for text in proof.told("公开事项"))


TRAIL = (
    ("UPDATE {t} SET actor_name = '别人' WHERE sequence = 3", "第 3 条", "被改过：重新计算的哈希与所记的不符"),
    ("UPDATE {t} SET details = '{{}}' WHERE verb = 'approvals.submit'", "报审", "内容被改过"),
    ("UPDATE {t} SET previous_hash = 'x' WHERE sequence = 3", "第 3 条", "没有接在第 2 条之后"),
    ("DELETE FROM {t} WHERE sequence BETWEEN 3 AND 4", "第 3 条至第 4 条", "不在了：序号应当连续"),
    ("DELETE FROM {t} WHERE sequence > 5", "审计记录的结尾", "审计记录只到第 5 条"),
    ("DELETE FROM {t}", "审计记录的结尾", "整个表被清空"),
)


@pytest.mark.parametrize(("statement", "place", "words"), TRAIL)
def test_an_event_altered_taken_out_or_a_tail_cut_off_is_told(approved, statement, place, words):
    guards.tamper("core_auditevent", statement.format(t="core_auditevent"))

    first = proof.told("审计记录")[0]

    assert place in first.partition("：")[0]
    assert words in first


@pytest.mark.parametrize(
    ("change", "words"),
    [("sequence = 1", "链尾被改过，或有记录不是系统写入的"), ("hash = 'x'", "的哈希与链尾登记的不符")],
)
def test_a_head_altered_is_told(approved, change, words):
    AuditHead.objects.get()
    guards.tamper("core_audithead", f"UPDATE core_audithead SET {change}")

    assert any(words in text for text in proof.told("审计记录"))


def test_a_tail_cut_off_with_its_head_put_back_is_found_by_the_head_outside(approved, settings):
    core_services.write_head(by=factories.system())
    last = AuditEvent.objects.get(sequence=5)
    with guards.off("core_auditevent") as cursor:
        cursor.execute("DELETE FROM core_auditevent WHERE sequence > 5")
    AuditHead.objects.update(sequence=5, hash=last.hash)

    assert proof.told("审计记录") == []
    assert any("库里只到第 5 条：尾部被截去" in text for text in proof.told("链尾"))


def test_a_table_emptied_with_its_head_is_found_by_the_head_outside(approved):
    core_services.write_head(by=factories.system())
    with guards.off("core_auditevent") as cursor:
        cursor.execute("DELETE FROM core_auditevent")
    AuditHead.objects.update(sequence=0, hash="")

    assert any("库里的审计记录是空的：整个表被清空" in text for text in proof.told("链尾"))
    assert any("在审计记录里没有" in text for text in proof.told("审批意见"))


def test_what_cannot_be_read_at_all_is_a_breach_too(approved, capsys, monkeypatch):
    def stop(checked):
        yield from ()
        raise KeyError("rows")

    monkeypatch.setitem(registry.verifiers, "test", Verifier("别的", 99, stop))

    code, words = run(capsys)

    assert (code, "别的：核对到这里中断" in words) == (1, True)


def test_a_head_is_written_only_over_what_holds(approved, capsys):
    _code, fine = run(capsys, "--write-head")
    guards.tamper("risks_riskpoint", "UPDATE risks_riskpoint SET description = '没有风险'")
    _code, broken = run(capsys, "--write-head")

    assert ("已在库外留存链尾" in fine, "已在库外留存链尾" in broken) == (True, False)


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(("view", "code"), [(config_proof.one_view, 0), (nullcontext, 1)])
def test_what_is_written_while_the_chain_is_read_is_no_breach_in_one_view(monkeypatch, view, code, capsys):
    """The twin reads without one view: the event that somebody writes meanwhile looks like one put in by hand."""
    core_services.record(by=factories.system(), verb="core.deed")

    def read_and_write(checked):
        yield from queries.trail_breaches(checked)
        threads.at_once(lambda: core_services.record(by=factories.system(), verb="core.deed"))
        yield from queries.trail_breaches(checked)
        if AuditEvent.objects.count() != before:
            yield Breach("审计记录", "读的时候增加了一条")

    before = AuditEvent.objects.count()
    monkeypatch.setattr(config_proof, "one_view", view)
    monkeypatch.setattr(registry, "verifiers", {"test": Verifier("审计记录", 1, read_and_write)})

    assert run(capsys)[0] == code
