"""What is wrong with an edition of powers before it is submitted, row by row, each with where to mend it."""

from collections.abc import Iterator
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from core.registry import Fault
from powers.calculations import checks, contents
from powers.models import Power
from powers.queries import powers as power_queries
from powers.queries.contents import content_of, whole
from powers.states import BasisStatus, FlowKind, PowerNature, Vetting

MAY_LACK_A_BASIS = (Vetting.ABOLISH, Vetting.JUSTIFY)
"""清理意见 under which a power without a basis may stand until the committee decides (part 二(二), 职权法定)."""
MAY_SHARE_BASES = (Vetting.MERGE, Vetting.JUSTIFY, Vetting.ABOLISH)


def list_faults(list_id: int) -> list[Fault]:
    """All faults of an edition, those of one power together, in the order of the codes."""
    powers = list(whole(Power.objects.filter(power_list=list_id)).order_by("code", "id"))
    if not powers:
        return [Fault("empty", _("职权目录中还没有职权。"), reverse("powers:list", args=[list_id]))]
    groups = {power.pk: group for group in power_queries.merge_groups(list_id) for power in group}
    return [fault for power in powers for fault in power_faults(power, same=groups.get(power.pk, []))]


def power_faults(power: Power, *, same: list[Power]) -> list[Fault]:
    """Faults of one power read through `whole`; `same` are the powers that rest on the same bases, itself too."""
    found = [*_missing(power), *_basis_faults(power), *_merge_faults(power, same), *_post_faults(power)]
    content = content_of(power)
    for kind in FlowKind:
        found += _chart_faults(power, content, kind)
    return found


def _fault(power: Power, code: str, message: str, field: str = "", *, is_blocking: bool = True) -> Fault:
    anchor = f"#id_{field}" if field else ""
    return Fault(code, message, reverse("powers:edit", args=[power.pk]) + anchor, power.code, is_blocking)


def _missing(power: Power) -> Iterator[Fault]:
    """What part 二(二) wants of every power, and of those that face the public."""
    if not power.content.strip():
        yield _fault(power, "no_content", _("没有写职权内容"), "content")
    if power.responsible_post_id is None:
        yield _fault(power, "no_post", _("没有责任岗位"), "responsible_post")
    is_external = power.nature == PowerNature.EXTERNAL
    if not power.supervision_channels.strip():
        message = _("对外服务的职权没有监督渠道") if is_external else _("没有监督渠道")
        yield _fault(power, "no_channel", message, "supervision_channels", is_blocking=is_external)
    if is_external and not power.ordered_materials:
        yield _fault(power, "no_materials", _("对外服务的职权没有列明申请材料"), "materials-0-name")


def _basis_faults(power: Power) -> Iterator[Fault]:
    bases = [link.basis for link in power.ordered_bases]
    if not bases and power.vetting not in MAY_LACK_A_BASIS:
        message = _("没有行使依据：请补充依据，或将清理意见改为“拟取消”“说明理由后保留”")
        yield _fault(power, "no_basis", message, "vetting")
    for basis in bases:
        if basis.status == BasisStatus.REPEALED:
            message = _("依据%(basis)s已废止") % {"basis": basis}
            yield _fault(power, "basis_repealed", message, "bases", is_blocking=False)
        if basis.status == BasisStatus.UNCHECKED:
            message = _("依据%(basis)s尚未核对") % {"basis": basis}
            yield _fault(power, "basis_unchecked", message, "bases", is_blocking=False)


def _merge_faults(power: Power, same: list[Power]) -> Iterator[Fault]:
    others = [other for other in same if other.pk != power.pk]
    if others and power.vetting not in MAY_SHARE_BASES:
        names = "、".join(f"{other.code} {other.name}" for other in others)
        message = _("与%(others)s类别和依据相同：可合并，或说明保留的理由") % {"others": names}
        yield _fault(power, "same_bases", message, "vetting", is_blocking=False)


def _post_faults(power: Power) -> Iterator[Fault]:
    """Posts that were closed since."""
    if power.responsible_post and power.responsible_post.retired_on:
        message = _("责任岗位“%(post)s”已撤销") % {"post": power.responsible_post}
        yield _fault(power, "post_retired", message, "responsible_post", is_blocking=False)
    for flow in power.ordered_flows:
        for step in flow.ordered_steps:
            if step.post and step.post.retired_on:
                detail = {"number": step.number, "post": step.post, "kind": flow.get_kind_display()}
                message = _("%(kind)s流程图第%(number)d步的岗位“%(post)s”已撤销") % detail
                yield Fault("post_retired", message, _flow_url(power, flow.kind, step.number), power.code, False)


def _chart_faults(power: Power, content: dict[str, Any], kind: str) -> Iterator[Fault]:
    label = FlowKind(kind).label
    chart = contents.chart_of(content, kind)
    if chart is None:
        is_needed = kind == FlowKind.INTERNAL or power.nature == PowerNature.EXTERNAL
        if is_needed and power.vetting != Vetting.ABOLISH:
            message = _("没有权力运行%(kind)s流程图") % {"kind": label}
            yield Fault(f"no_{kind}_flow", message, _flow_url(power, kind), power.code)
        return
    for fault in checks.faults(chart):
        message = _("%(kind)s流程图：%(message)s") % {"kind": label, "message": fault.message}
        url = _flow_url(power, kind, fault.step_number)
        yield Fault(fault.code, message, url, power.code, fault.severity == checks.BLOCK)


def _flow_url(power: Power, kind: str, number: int | None = None) -> str:
    return reverse("powers:flow", args=[power.pk, kind]) + (f"#step-{number}" if number else "")
