"""Filing, changing and removing powers of an edition that is being worked on."""

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from core import calculations
from core import queries as core_queries
from core import services as core_services
from core.models import Lineage
from core.rules import Stale
from organization.models import Person
from powers import queries, rules
from powers.models import Flow, FlowLink, FlowStep, LegalBasis, Material, Power, PowerBasis, PowerList
from powers.states import MaterialForm, PowerCategory

CODE_WIDTH = 2


@dataclass(frozen=True)
class MaterialEntry:
    """One 申请材料 as somebody filed it."""

    name: str
    copies: int = 1
    form: str = MaterialForm.ORIGINAL
    is_required: bool = True


@transaction.atomic
def file_power(
    *,
    by: Person,
    power_list: PowerList,
    name: str,
    category: str,
    code: str = "",
    bases: Sequence[LegalBasis] = (),
    materials: Sequence[MaterialEntry] = (),
    **fields: Any,
) -> Power:
    """File a new power; its code is the category's next (`YP-07`), never used before, unless loading brings one.

    `fields` are the model's other fields. Raises `Denied` when the edition is not being worked on.
    """
    rules.file_power(by, power_list)
    locked = core_services.lock_editable(PowerList, power_list.pk)
    lineage = core_services.new_lineage("power", code) if code else _next_lineage(category)
    fields.setdefault("handling_department", locked.department)
    power = Power(power_list=locked, name=name, category=category, **fields)
    power.lineage, power.code = lineage, lineage.code
    sign(power, by)
    keep(power, by)
    _set_bases(power, bases, by)
    _set_materials(power, materials, by)
    settle(power)
    _record(power, by, "powers.file_power", {"name": name})
    return power


def _next_lineage(category: str) -> Lineage:
    return core_services.next_lineage("power", f"{PowerCategory(category)}-", width=CODE_WIDTH)


@transaction.atomic
def change_power(
    *,
    by: Person,
    power: Power,
    version: int | None = None,
    bases: Sequence[LegalBasis] | None = None,
    materials: Sequence[MaterialEntry] | None = None,
    **fields: Any,
) -> Power:
    """Change fields of a power in a draft edition; `bases` and `materials` replace those there were, when given.

    Who changes a row has filed it (recusal asks). Code and category never change. Nothing is written when nothing
    differs. Raises `Stale` when `version` is not the row's.
    """
    locked = lock(power, by, version=version)
    changed = core_services.plain_changes(locked, fields)
    for name, value in fields.items():
        setattr(locked, name, value)
    is_other = bool(changed)
    is_other |= bases is not None and _set_bases(locked, bases, by)
    is_other |= materials is not None and _set_materials(locked, materials, by)
    if not is_other:
        return locked
    core_services.lock_editable(PowerList, locked.power_list_id)
    sign(locked, by)
    locked.version += 1
    keep(locked, by)
    settle(locked)
    _record(locked, by, "powers.change_power", {"changed": changed})
    return locked


@transaction.atomic
def remove_power(*, by: Person, power: Power, version: int | None = None) -> None:
    """Take a power out of a draft edition: a new one is gone, one in force shows as removed; the code stays used.

    Raises `Denied` naming the risk points that cite it or one of its steps.
    """
    locked = lock(power, by, version=version)
    core_services.lock_editable(PowerList, locked.power_list_id)
    erase_steps(FlowStep.objects.filter(flow__power=locked), by)
    core_services.erase(Flow.objects.filter(power=locked), by)
    core_services.erase(PowerBasis.objects.filter(power=locked), by)
    core_services.erase(Material.objects.filter(power=locked), by)
    _record(locked, by, "powers.remove_power", {"name": locked.name})
    core_services.erase([locked], by, help=_("请先把这些风险点改挂到别的职权，或在风险清单中删除。"))


def lock(power: Power, by: Person, *, version: int | None = None) -> Power:
    """Lock the edition and the power, ask the rule, compare the version the form was filled from."""
    PowerList.objects.select_for_update().get(pk=power.power_list_id)
    locked = Power.objects.select_for_update(of=("self",)).select_related("power_list__department").get(pk=power.pk)
    rules.change_power(by, locked)
    if version is not None and version != locked.version:
        raise Stale(
            _("您打开页面之后，%(who)s已修改“%(name)s”，请刷新后再改。")
            % {"who": core_queries.last_editor(locked), "name": locked.name},
            url=locked.get_absolute_url(),
        )
    return locked


def erase_steps(steps: Iterable[FlowStep], by: Person) -> None:
    """Delete steps and what links them; raises `Denied` naming the risk points that cite one."""
    steps = list(steps)
    keys = [step.pk for step in steps]
    core_services.erase(FlowLink.objects.filter(from_step__in=keys), by)
    core_services.erase(FlowLink.objects.filter(to_step__in=keys), by)
    core_services.erase(steps, by, help=_("请先把这些风险点改挂到别的环节，或在风险清单中删除。"))


def settle(power: Power) -> None:
    """Write the hash of a power's content, after anything of it changed: the mark of a change between editions."""
    whole = queries.whole(Power.objects.filter(pk=power.pk)).get()
    power.content_hash = calculations.sha256(queries.content_of(whole))
    Power.objects.filter(pk=power.pk).update(content_hash=power.content_hash)


def keep(power: Power, by: Person, *, reason: str = "") -> None:
    """Save the row with the words it is found by."""
    post, department = power.responsible_post, power.handling_department
    texts = power.code, power.name, power.content, power.get_category_display(), department.name
    power.search_text = calculations.search_text(*texts, post.name if post else "", pinyin_of=power.name)
    core_services.save(power, by, reason=reason)


def sign(power: Power, by: Person) -> None:
    """Note who filed the row as it now stands, and whether on the department's behalf."""
    power.filed_by = by
    power.is_filed_on_behalf = queries.is_on_behalf(by, power.power_list.department)


def _set_bases(power: Power, bases: Sequence[LegalBasis], by: Person) -> bool:
    """Let the power rest on exactly `bases`, in their order; says whether that changed anything."""
    links = list(power.basis_links.order_by("position", "id"))
    wanted = list(dict.fromkeys(basis.pk for basis in bases))
    if [link.basis_id for link in links] == wanted:
        return False
    core_services.erase([link for link in links if link.basis_id not in wanted], by)
    known = {link.basis_id: link for link in links}
    for position, basis_id in enumerate(wanted):
        link = known.get(basis_id) or PowerBasis(power=power, basis_id=basis_id, position=-1)
        if link.position != position:
            link.position = position
            core_services.save(link, by)
    return True


def _set_materials(power: Power, materials: Sequence[MaterialEntry], by: Person) -> bool:
    """Let the power ask for exactly `materials`; one of the same name is changed, else the next left over is."""
    known = list(power.materials.order_by("position", "id"))
    if [_entry(material) for material in known] == list(materials):
        return False
    names = {entry.name for entry in materials}
    same = {material.name: material for material in known if material.name in names}
    left = [material for material in known if material.name not in names]
    for position, entry in enumerate(materials):
        fallback = left.pop(0) if left and entry.name not in same else Material(power=power)
        material = same.get(entry.name) or fallback
        values = {**asdict(entry), "position": position}
        if material.pk is None or core_services.plain_changes(material, values):
            for name, value in values.items():
                setattr(material, name, value)
            core_services.save(material, by)
    core_services.erase(left, by)
    return True


def _entry(material: Material) -> MaterialEntry:
    return MaterialEntry(material.name, material.copies, material.form, material.is_required)


def _record(power: Power, by: Person, verb: str, details: dict[str, Any]) -> None:
    code = power.power_list.department.code
    core_services.record(by=by, verb=verb, subject=power, department_code=code, details=details)
