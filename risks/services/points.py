"""Filing, changing and removing risk points of an edition that is being worked on."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from core import calculations
from core import queries as core_queries
from core import services as core_services
from core.models import Lineage
from core.rules import Denied, Stale
from organization.models import Person, Post
from powers.models import FlowStep, Power
from risks import queries, rules
from risks.models import GradeOpinion, GradeRule, Proposal, RiskPoint, RiskRegister
from risks.services import grades, registers
from risks.states import Finder, OpinionSource, RiskType

ANCHORS = ("power", "power_lineage", "step", "step_lineage")
KIND = "risk_point"
PINYIN_LENGTH = 20
"""So much of a description is found by pinyin; the rest by its characters."""


@dataclass(frozen=True, slots=True)
class PointEntry:
    """One risk point as a workbook has it; `scores` are importance, frequency, probability."""

    register: RiskRegister
    code: str
    post: Post
    type: str
    description: str
    finder: str = Finder.SELF
    power: Power | None = None
    step: FlowStep | None = None
    manifestation: str = ""
    indicator: str = ""
    scores: tuple[int | None, int | None, int | None] = (None, None, None)
    lineage: Lineage | None = field(default=None)


@transaction.atomic
def file_point(
    *,
    by: Person,
    post: Post,
    type: str,
    description: str,
    register: RiskRegister | None = None,
    power: Power | None = None,
    step: FlowStep | None = None,
    code: str = "",
    finder: str = Finder.SELF,
    proposal: Proposal | None = None,
    **fields: Any,
) -> RiskPoint:
    """File a new risk point on a post, in the register of the post's department (班子成员: the leadership's).

    Without `register` the edition being worked on is taken, or a new one opened. A step brings its power. `proposal` is
    what is adopted by it and says how it was found. `fields` are manifestation and indicator. Raises `Denied` when a 业务流程 point has no step, when the post belongs to
    another department (propose instead), or when the register is under review.
    """
    department, is_leadership = queries.scope_of(post)
    register = register or queries.working_register(department, is_leadership=is_leadership)
    if register is None:
        register = registers.open_register(by=by, department=department, is_leadership=is_leadership)
    rules.file_point(by, register, post)
    finder = proposal.finder if proposal else finder
    rules.say_how_found(by, finder, known=proposal.finder if proposal else Finder.SELF)
    locked = core_services.lock_editable(RiskRegister, register.pk)
    anchor = registers.rest_on(locked, power, step, by)
    _must_have_step(type, anchor)
    prefix = f"{anchor['power'].code if anchor['power'] else post.code}-F"
    lineage = core_services.new_lineage(KIND, code) if code else core_services.next_lineage(KIND, prefix)
    point = RiskPoint(register=locked, post=post, type=type, description=description, finder=finder, **anchor, **fields)
    point.lineage, point.code = lineage, lineage.code
    _sign(point, by)
    point.rule = queries.rule_in_force()
    _save(point, by)
    _record(point, by, "risks.file_point", {"type": str(type), "finder": str(point.finder)})
    return point


def _must_have_step(type: str, anchor: dict[str, Any]) -> None:
    if type == RiskType.PROCESS and anchor["step"] is None:
        raise Denied(
            _("业务流程风险必须指明所在的职权和环节。"), help=_("请选择环节；不在流程中的风险请改选其他类型。")
        )


@transaction.atomic(savepoint=False)
def file_points(*, by: Person, entries: Sequence[PointEntry]) -> None:
    """File many points at once, as loading a workbook does: set-wise, a few thousand in memory at a time.

    Scores become an opinion of `by`. Each register is asked and locked once; an entry with a `lineage` continues a
    thing of an earlier edition under its code. One audit event a register.
    """
    for entry in entries:
        rules.say_how_found(by, entry.finder)
    locked = core_services.lock_editable_lists(RiskRegister, [entry.register.pk for entry in entries])
    for register in locked.values():
        rules.change_register(by, register)
    rule = queries.rule_in_force()
    codes: dict[int, list[str]] = {pk: [] for pk in locked}
    for start in range(0, len(entries), core_services.BATCH):
        for point in _file(entries[start : start + core_services.BATCH], locked, rule, by):
            codes[point.register_id].append(point.code)
    _record_many(codes, locked, by)


def _file(
    entries: Sequence[PointEntry], locked: Mapping[int, RiskRegister], rule: GradeRule, by: Person
) -> list[RiskPoint]:
    made_lineages = {entry.code: Lineage(kind=KIND, code=entry.code) for entry in entries if entry.lineage is None}
    Lineage.objects.bulk_create(made_lineages.values())
    made, opinions = [], []
    for entry in entries:
        point = _entered(entry, locked[entry.register.pk], entry.lineage or made_lineages[entry.code], by)
        opinion = _opinion(point, entry, by)
        own = [opinion] if opinion else []
        grades.apply(point, own, rule)
        point.rule = rule
        made.append(point)
        opinions += own
    core_services.create_all(RiskPoint, made, by)
    core_services.create_all(GradeOpinion, opinions, by)
    return made


def _entered(entry: PointEntry, register: RiskRegister, lineage: Lineage, by: Person) -> RiskPoint:
    anchor = registers.rest_on(register, entry.power, entry.step, by)
    _must_have_step(entry.type, anchor)
    point = RiskPoint(
        register=register,
        lineage=lineage,
        code=entry.code,
        post=entry.post,
        type=entry.type,
        finder=entry.finder,
        description=entry.description,
        manifestation=entry.manifestation,
        indicator=entry.indicator,
        filed_by=by,
        **anchor,
    )
    point.search_text = _search_text(point)
    return point


def _opinion(point: RiskPoint, entry: PointEntry, by: Person) -> GradeOpinion | None:
    if not any(entry.scores):
        return None
    importance, frequency, probability = entry.scores
    return GradeOpinion(
        point=point,
        by=by,
        source=OpinionSource.WORKBOOK,
        importance=importance,
        frequency=frequency,
        probability=probability,
    )


def _record_many(codes: Mapping[int, list[str]], locked: Mapping[int, RiskRegister], by: Person) -> None:
    entries = [
        core_services.AuditEntry(
            "risks.file_points",
            register,
            department_code=register.department.code,
            details={"count": len(codes[pk]), "codes": codes[pk]},
        )
        for pk, register in locked.items()
    ]
    core_services.record_all(by=by, entries=entries)


@transaction.atomic
def change_point(*, by: Person, point: RiskPoint, version: int | None = None, **fields: Any) -> RiskPoint:
    """Change fields of a point in an edition that is being worked on; the code never changes.

    Another post, power, step or type takes the settled grade's confirmation back: it is marked due, never rewritten.
    Who changes a row has filed it (recusal asks). Raises `Stale` when `version` is not the row's.
    """
    locked = lock(point, by, version=version)
    post = fields.get("post", locked.post)
    rules.file_point(by, locked.register, post)
    rules.say_how_found(by, fields.get("finder", locked.finder), known=locked.finder)
    fields = _with_anchor(locked, fields, by)
    anchor = {"step": fields.get("step", locked.step)}
    _must_have_step(fields.get("type", locked.type), anchor)
    changed = core_services.plain_changes(locked, fields)
    if not changed:
        return locked
    core_services.lock_editable(RiskRegister, locked.register_id)
    for name, value in fields.items():
        setattr(locked, name, value)
    if changed.keys() & {"post", "power_lineage_id", "step_lineage_id", "type"}:
        locked.grade_confirmed_on = None
    _sign(locked, by)
    locked.version += 1
    grades.compute([locked])
    _save(locked, by)
    _record(locked, by, "risks.change_point", {"changed": changed})
    return locked


def _with_anchor(point: RiskPoint, fields: dict[str, Any], by: Person) -> dict[str, Any]:
    """The fields with the anchor in the edition the register rests on; an anchor that stays is left as it is."""
    power, step = fields.pop("power", point.power), fields.pop("step", point.step)
    if (power, step) == (point.power, point.step):
        return fields
    return fields | registers.rest_on(point.register, power, step, by)


@transaction.atomic
def remove_point(*, by: Person, point: RiskPoint, version: int | None = None) -> None:
    """Take a point out of an edition that is being worked on; its code stays used.

    Raises `Denied` naming the measures or the proposal that rest on it.
    """
    locked = lock(point, by, version=version)
    rules.remove_point(by, locked)
    core_services.lock_editable(RiskRegister, locked.register_id)
    _record(locked, by, "risks.remove_point", {"description": locked.description})
    core_services.erase(
        [locked], by, help=_("请先删除或改挂引用它的防控措施；由建议采纳而来的风险点请改写而不要删除。")
    )


def lock(point: RiskPoint, by: Person, *, version: int | None = None) -> RiskPoint:
    """Lock the register and the point, ask the rule, compare the version the form was filled from."""
    RiskRegister.objects.select_for_update().get(pk=point.register_id)
    related = ("register__department", "post__department", "power", "step", "lineage")
    locked = RiskPoint.objects.select_for_update(of=("self",)).select_related(*related).get(pk=point.pk)
    rules.change_register(by, locked.register)
    compare(locked, version)
    return locked


def compare(point: RiskPoint, version: int | None) -> None:
    """Raises `Stale`, naming who was faster, when `version` is not the row's."""
    if version is not None and version != point.version:
        raise Stale(
            _("您打开页面之后，%(who)s已修改风险点 %(code)s，请刷新后再改。")
            % {"who": core_queries.last_editor(point), "code": point.code},
            url=point.get_absolute_url(),
        )


def _sign(point: RiskPoint, by: Person) -> None:
    """Note who filed the row as it now stands, and whether on the department's behalf."""
    point.filed_by = by
    point.is_filed_on_behalf = queries.is_on_behalf(by, point.post)


def reword(list_id: int, key: str, field: str, *, text: str, by: Person, reason: str) -> None:
    """Put a text of a point right (更正): who filed it and its grade stay."""
    related = ("register__department", "post__department", "power", "step", "lineage")
    point = RiskPoint.objects.select_related(*related).get(register=list_id, lineage__in=[key])
    setattr(point, field, text)
    point.version += 1
    _save(point, by, reason=reason)
    RiskRegister.objects.filter(pk=list_id).update(version=F("version") + 1)


def _save(point: RiskPoint, by: Person, *, reason: str = "") -> None:
    """Save the row with the words it is found by."""
    point.search_text = _search_text(point)
    core_services.save(point, by, reason=reason)


def _search_text(point: RiskPoint) -> str:
    power, step = point.power, point.step
    texts = (point.code, point.description, point.manifestation, point.indicator, point.post.code, point.post.name)
    names = (power.name if power else "", step.name if step else "")
    return calculations.search_text(*texts, *names, pinyin_of=f"{point.post.name} {point.description[:PINYIN_LENGTH]}")


def _record(point: RiskPoint, by: Person, verb: str, details: dict[str, Any]) -> None:
    code = point.register.department.code
    core_services.record(by=by, verb=verb, subject=point, department_code=code, details=details)
