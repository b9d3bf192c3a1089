"""更正: the wording of a list in force put right by the Party office, laid over what was approved, told to the committee."""

import pytest

from approvals import queries, services
from approvals.models import Correction, SubmissionItem, SubmissionRow
from controls import queries as controls_queries
from controls import services as controls_services
from controls.models import ControlTable, Measure
from core.models import AuditEvent
from core.registry import registry
from core.rules import Denied, Stale
from disclosure.models import Publication
from powers import queries as powers_queries
from powers import services as power_services
from powers.models import Power, PowerList
from risks import queries as risk_queries
from risks import services as risk_services
from risks.models import RiskPoint, RiskRegister
from tests import guards, proof
from tests.approvals import factories
from tests.powers import factories as power_factories

pytestmark = pytest.mark.django_db

WHY = "录入错误"
TABLES = {"powers": "powers_powerlist", "risks": "risks_riskregister", "controls": "controls_controltable"}


@pytest.fixture(autouse=True)
def _own_heads(settings, tmp_path):
    settings.AUDIT_HEAD_DIR = str(tmp_path / "heads")


@pytest.fixture
def approved():
    return proof.approved_world()


@pytest.fixture
def world(approved):
    return approved[0]


def place(kind):
    """The list, the row and the first text that may be corrected, of the approved list of a kind."""
    model, row = {
        "powers": (PowerList, Power),
        "risks": (RiskRegister, RiskPoint),
        "controls": (ControlTable, RiskPoint),
    }[kind]
    shown = model.objects.get(state="in_force")
    key = str(row.objects.order_by("pk")[0].lineage_id)
    return shown.pk, key


def wording(kind, field):
    list_id, key = place(kind)
    return next(each for each in registry.list_handlers[kind].wordings(list_id, key) if each.field == field)


def correct(world, kind="powers", field="content", after="对药品采购计划进行审核批准。", **changed):
    list_id, key = place(kind)
    asked = {"before": wording(kind, field).text, "reason": WHY, "by": world.office, **changed}
    return services.correct(kind=kind, list_id=list_id, key=key, field=field, after=after, **asked)


def fields(kind):
    list_id, key = place(kind)
    return [each.field for each in registry.list_handlers[kind].wordings(list_id, key)]


def test_each_text_of_each_kind_can_be_corrected_and_nothing_is_broken(world):
    for kind in ("powers", "risks", "controls"):
        for field in fields(kind):
            correct(world, kind, field, after=f"{wording(kind, field).text}改")

    assert Correction.objects.count() == sum(len(fields(kind)) for kind in ("powers", "risks", "controls"))
    assert proof.told() == []


# -- who may, what --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("role", ["filer", "head", "overseer", "secrecy", "discipline", "member", "chair"])
def test_nobody_but_the_party_office_corrects(world, role):
    with pytest.raises(Denied, match="更正文字由党办办理"):
        correct(world, by=getattr(world, role))

    assert Correction.objects.count() == 0


def test_a_stand_in_of_the_office_does_not_correct(world):
    with pytest.raises(Denied, match="更正文字由党办办理"):
        correct(world, by=factories.stand_in(world.office))


def test_a_row_about_ones_own_post_is_left_to_others(world):
    factories.give_post(world.office, Power.objects.get().responsible_post)

    with pytest.raises(Denied, match="涉及本人岗位"):
        correct(world)

    assert correct(world, by=factories.second(world, "party_office")).pk


def test_a_row_one_filed_is_left_to_others(world):
    services_of_filer = factories.second(world, "party_office")
    SubmissionRow.objects.get(item__list_kind="powers").filers.add(services_of_filer)

    with pytest.raises(Denied, match="本人填报"):
        correct(world, by=services_of_filer)


@pytest.mark.parametrize("kind", ["powers", "risks", "controls"])
def test_only_a_list_in_force_is_corrected(world, kind):
    list_id, key = place(kind)
    field = fields(kind)[0]
    guards.tamper(TABLES[kind], f"UPDATE {TABLES[kind]} SET state = 'superseded', superseded_at = in_force_at")

    with pytest.raises(Denied, match="处于“已被替代”状态，不能更正"):
        services.correct(
            by=world.office, kind=kind, list_id=list_id, key=key, field=field, before="", after="别的", reason=WHY
        )


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"after": "  "}, "请填写更正后的文字"),
        ({"after": "对药品采购计划进行审批。 "}, "文字没有变化"),
        ({"after": "对3类药品采购计划进行审批。"}, "数字有变化，不是文字更正"),
        ({"field": "name", "after": "药" * 81}, "最多 80 个字，现有 81 个字"),
        ({"reason": " "}, "请填写更正的理由"),
        ({"kind": "powers", "field": "content", "after": "好", "before": "不是这段"}, None),
    ],
)
def test_what_is_no_correction_is_refused(world, changed, words):
    with pytest.raises(Denied if words else Stale, match=words or "这段文字已被更正"):
        correct(world, **changed)

    assert Correction.objects.count() == 0


@pytest.mark.parametrize("field", ["category", "is_major", "promised_limit", "fee_basis", "bases/YJ-01/title", "code"])
def test_what_is_no_wording_is_not_offered_and_refused(world, field):
    list_id, key = place("powers")

    with pytest.raises(Denied, match="没有这段可以更正的文字"):
        services.correct(
            by=world.office, kind="powers", list_id=list_id, key=key, field=field, before="", after="别的", reason=WHY
        )


@pytest.mark.parametrize(("kind", "list_id"), [("powers", 0), ("cases", 1)])
def test_a_list_that_is_not_there_is_not_corrected(world, kind, list_id):
    key = place("powers")[1]

    with pytest.raises(Denied, match="没有这份已生效的清单"):
        services.correct(
            by=world.office, kind=kind, list_id=list_id, key=key, field="name", before="", after="别的", reason=WHY
        )


def test_a_row_that_the_list_does_not_have_is_not_corrected(world):
    list_id, key = place("powers")[0], str(Measure.objects.get().lineage_id)

    with pytest.raises(Denied, match="清单中没有这一项"):
        services.correct(
            by=world.office, kind="powers", list_id=list_id, key=key, field="name", before="", after="别的", reason=WHY
        )


def test_a_row_that_was_never_approved_says_nothing_in_force(world):
    with pytest.raises(LookupError):
        queries.corrected_content("powers", place("powers")[0], str(Measure.objects.get().lineage_id))


def test_two_materials_never_get_one_name():
    made = factories.world()
    working = power_factories.power_list(made.department, by=made.filer)
    materials = [power_services.MaterialEntry("申请表"), power_services.MaterialEntry("申情表")]
    power = factories.power(made, working, materials=materials)
    prepared = services.prepare(by=made.filer, department=made.department)
    submission = services.submit(by=made.head, submission=prepared)
    factories.resolve(made, factories.at(made, "committee", submission))
    place_of = {"kind": "powers", "list_id": working.pk, "key": str(power.lineage_id), "reason": WHY, "by": made.office}

    with pytest.raises(Denied, match="已有名为“申请表”的申请材料"):
        services.correct(**place_of, field="materials/1/name", before="申情表", after="申请表")
    services.correct(**place_of, field="materials/1/name", before="申情表", after="申领表")

    assert list(power.materials.order_by("position").values_list("name", flat=True)) == ["申请表", "申领表"]


# -- what it does ---------------------------------------------------------------------------------------------------------


def test_both_texts_the_reason_and_who_are_kept_and_what_was_approved_stays(world, approved):
    submission = approved[1]
    filer = Power.objects.get().filed_by
    frozen = dict(SubmissionItem.objects.values_list("pk", "content"))

    made = correct(world)

    power = Power.objects.get()
    assert (power.content, made.before, made.after) == (
        "对药品采购计划进行审核批准。",
        "对药品采购计划进行审批。",
        "对药品采购计划进行审核批准。",
    )
    assert (made.code, made.label, made.reason, made.by) == (power.code, "职权内容", WHY, world.office)
    assert dict(SubmissionItem.objects.values_list("pk", "content")) == frozen
    assert power.power_list.sha256 == submission.sha256
    assert (power.filed_by, power.history.latest().history_user) == (filer, world.office)
    assert AuditEvent.objects.get(verb="approvals.correct").details["facts"]["after"] == made.after


def test_a_word_put_right_makes_no_grade_due(world):
    correct(world)

    (point,) = risk_queries.with_due(RiskPoint.objects.all())
    assert (point.is_power_changed, point.power_hash) == (False, Power.objects.get().content_hash)


def test_a_table_shows_what_was_corrected_in_its_register(world):
    correct(world, "risks", "description", after="审批人收受供应商好处，指定中标者")

    table, groups = ControlTable.objects.get(), controls_queries.post_groups(ControlTable.objects.get())
    approval = controls_queries.approval_of(world.office, table, groups)
    assert ([each.label for each in approval.corrections], approval.changes) == (["风险点"], [])


def test_a_power_renamed_by_a_correction_is_no_change_of_the_lists_that_name_it(world):
    correct(world, "powers", "name", after=wording("powers", "name").text.replace("审批", "核准"))
    step = next(field for field in fields("powers") if field.startswith("flows/internal") and "/name" in field)
    point_step = RiskPoint.objects.get().step
    correct(world, "powers", f"flows/internal/steps/{point_step.code}/name", after=f"{point_step.name}甲")

    point = risk_queries.point_for(world.office, RiskPoint.objects.get().pk)
    table = ControlTable.objects.get()
    shown = controls_queries.approval_of(world.office, table, controls_queries.post_groups(table))
    assert (step, risk_queries.approval_of(world.office, point).changes, shown.changes) == (step, [], [])
    assert proof.told() == []


def test_a_second_correction_of_the_same_text_and_one_back_hold(world):
    correct(world, after="对药品采购计划进行审核。")
    correct(world, after="对药品采购计划进行审批。")

    assert (Correction.objects.count(), proof.told()) == (2, [])


def test_who_was_faster_is_not_overwritten(world):
    seen = wording("powers", "content").text
    correct(world)

    with pytest.raises(Stale, match="这段文字已被更正"):
        correct(world, before=seen, after="对药品采购计划进行核准。")

    assert Correction.objects.count() == 1


# -- drafts ---------------------------------------------------------------------------------------------------------------


def test_a_draft_that_has_the_old_text_follows(world):
    draft = power_services.open_list(by=world.filer, department=world.department)

    correct(world)

    power = draft.powers.get()
    assert (power.content, power.filed_by) == ("对药品采购计划进行审核批准。", Power.objects.earliest("pk").filed_by)
    assert powers_queries.change_counts(draft) == {"new": 0, "changed": 0, "same": 1}
    assert AuditEvent.objects.get(verb="approvals.correct").details["draft"] == draft.pk


def test_a_draft_that_says_something_else_by_now_is_left(world):
    draft = power_services.open_list(by=world.filer, department=world.department)
    power_services.change_power(by=world.filer, power=draft.powers.get(), content="另外的内容。")

    correct(world)

    assert draft.powers.get().content == "另外的内容。"


@pytest.mark.parametrize(("kind", "field"), [("risks", "description"), ("controls", None)])
def test_drafts_of_registers_and_tables_follow_too(world, kind, field):
    field = field or fields("controls")[0]
    before = wording(kind, field).text
    risk_services.open_register(by=world.filer, department=world.department)
    controls_services.open_table(by=world.filer, department=world.department)
    key = place(kind)[1]

    correct(world, kind, field, after=f"{before}改")

    handler = registry.list_handlers[kind]
    draft = handler.working_list(world.department.pk, is_leadership=False)
    assert [each.text for each in handler.wordings(draft.pk, key) if each.field == field] == [f"{before}改"]


def test_a_draft_under_review_is_left(world):
    draft = power_services.open_list(by=world.filer, department=world.department)
    services.submit(by=world.head, submission=services.prepare(by=world.filer, department=world.department))

    correct(world)

    assert draft.powers.get().content == "对药品采购计划进行审批。"
    assert proof.told() == []


# -- proof ----------------------------------------------------------------------------------------------------------------

ALTERED = (
    ("UPDATE {t} SET after = '随意审批'", "更正为与审计记录"),
    ("UPDATE {t} SET reason = '?'", "理由与审计记录"),
    ("UPDATE {t} SET field = 'name'", "更正的条目与审计记录"),
    ("DELETE FROM {t}", "不在了：审计记录第"),
)


@pytest.mark.parametrize(("statement", "words"), ALTERED)
def test_a_correction_altered_or_taken_out_by_sql_is_named(world, statement, words):
    made = correct(world)
    guards.tamper("approvals_correction", statement.format(t="approvals_correction"))

    (found,) = [text for text in proof.told() if text.startswith("更正第")]

    assert found.startswith(f"更正第 {made.pk} 号（{made.code}）")
    assert words in found


def test_a_correction_taken_out_leaves_the_list_otherwise_than_approved(world):
    correct(world)
    guards.tamper("approvals_correction", "DELETE FROM approvals_correction")

    (found,) = proof.told("生效的清单")

    assert "签署的职权内容是“对药品采购计划进行审批。”，现在是“对药品采购计划进行审核批准。”" in found


def test_a_correction_put_in_by_sql_is_named(world):
    list_id, key = place("powers")
    put_in = Correction.objects.create(
        list_kind="powers",
        list_id=list_id,
        department=world.department,
        year=2026,
        number=1,
        key=key,
        code="YP-01",
        field="content",
        label="职权内容",
        before="对药品采购计划进行审批。",
        after="随意审批",
        reason=WHY,
        by=world.office,
    )
    guards.tamper("powers_power", "UPDATE powers_power SET content = '随意审批'")

    assert proof.told("生效的清单") == []
    assert proof.told("更正") == [f"更正第 {put_in.pk} 号（YP-01）：在审计记录里没有：不是经系统作出的"]


@pytest.mark.parametrize("text", ["随意审批", "对药品采购计划进行审批。"])
def test_a_corrected_text_altered_by_sql_is_found_even_when_it_is_put_back(world, text):
    correct(world)
    guards.tamper("powers_power", "UPDATE powers_power SET content = %s", text)

    (found,) = proof.told("生效的清单")

    assert f"签署的职权内容是“对药品采购计划进行审核批准。”，现在是“{text}”" in found


def test_what_was_published_anew_is_no_breach_and_the_public_reads_the_corrected_text(world):
    before = list(Publication.objects.values_list("sequence", "state"))

    correct(world)

    old, new = Publication.objects.order_by("sequence")
    assert before == [(old.sequence, "published")]
    assert (old.state, new.state, new.previous_hash) == ("replaced", "published", old.hash)
    assert new.content["content"] == "对药品采购计划进行审核批准。"
    assert proof.told() == []


def test_a_text_that_the_public_does_not_read_is_not_published_anew(world):
    internal = next(field for field in fields("powers") if field.startswith("flows/internal"))
    correct(world, "powers", internal, after="新名")
    correct(world, "risks", "description", after="审批人收受供应商好处，指定中标者")

    assert Publication.objects.count() == 1


def test_a_power_that_is_not_public_stays_so():
    factories.passed(made := factories.world(), powers=1)

    correct(made)

    assert Publication.objects.count() == 0
