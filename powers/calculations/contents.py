"""The planned content of a power as plain JSON: its charts, its limits in words, what differs between two of them."""

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _

from powers.calculations import charts, links
from powers.states import (
    DisclosureScope,
    FlowKind,
    LimitUnit,
    MaterialForm,
    PowerCategory,
    PowerNature,
    StepFocus,
    StepFunction,
    Vetting,
)

SCHEMA = 1
ELSEWHERE = ("department", "handling_department", "responsible_post", "post", "bases")
"""Keys under which stand things kept outside the list, by code: their names change without an amendment."""
Content = dict[str, Any]
Change = tuple[str, str, str]
CHOICES: dict[str, Any] = {
    "category": PowerCategory,
    "nature": PowerNature,
    "disclosure_scope": DisclosureScope,
    "vetting": Vetting,
}


def chart_of(content: Content, kind: str) -> charts.Chart | None:
    """The chart of `kind` in a power's content, or None where it has none; a step's key is its lineage."""
    flow = content["flows"].get(kind)
    if not flow:
        return None
    own = content["handling_department"]["name"]
    title = _("%(name)s%(kind)s流程图") % {"name": content["name"], "kind": FlowKind(kind).label}
    steps = tuple(_step(step, own) for step in flow["steps"])
    return charts.Chart(title, steps, kind, promised_limit(content))


def promised_limit(content: Content) -> charts.Limit | None:
    """What the power promises in all."""
    value = content["promised_limit"]
    return charts.Limit(value, content["promised_unit"]) if value else None


def _step(step: Content, own_department: str) -> charts.Step:
    post = step["post"]
    other = post["department"] if post and post["department"] != own_department else ""
    return charts.Step(
        key=step["key"],
        number=step["number"],
        name=step["name"],
        lane=charts.Lane(post["name"], other) if post else None,
        function=step["function"],
        focus=step["focus"],
        limit_value=step["limit_value"],
        limit_unit=step["limit_unit"],
        suspends_clock=step["suspends_clock"],
        note=step["note"],
        links=tuple(charts.Link(**link) for link in step["links"]),
    )


def difference(before: Content, after: Content) -> list[Change]:
    """What changed from one content to the other: Chinese label, value before, value after; charts step by step."""
    found = [
        (label, old, new)
        for (label, old), (_same, new) in zip(_fields(before), _fields(after), strict=True)
        if old != new
    ]
    for kind in FlowKind:
        found += _step_changes(before, after, kind)
    return found


def _fields(content: Content) -> Iterator[tuple[str, str]]:
    """Label and words of everything but the charts, always in the same order."""
    post = content["responsible_post"]
    yield _("职权名称"), content["name"]
    yield _("类别"), _choice(content, "category")
    yield _("职权内容"), content["content"]
    yield _("办理主体"), content["handling_department"]["name"]
    yield _("责任岗位"), f"{post['department']} {post['name']}" if post else ""
    yield _("权力性质"), _choice(content, "nature")
    yield _("三重一大"), _("是") if content["is_major"] else _("否")
    yield _("自由裁量说明"), content["discretion"]
    yield _("行使依据"), "；".join(basis_text(basis) for basis in content["bases"])
    yield _("清理意见"), _choice(content, "vetting")
    yield _("清理说明"), content["vetting_note"]
    yield _("承诺时限"), str(promised_limit(content) or "")
    yield _("收费依据和标准"), content["fee_basis"]
    yield _("监督渠道"), content["supervision_channels"]
    yield _("公开范围"), _choice(content, "disclosure_scope")
    yield _("公开方式"), content["disclosure_form"]
    yield _("申请材料"), "；".join(material_text(material) for material in content["materials"])


def _choice(content: Content, name: str) -> str:
    return str(CHOICES[name](content[name]).label)


def facts(content: Content) -> list[dict[str, str]]:
    """Everything but the charts as label and value, for pages that show frozen content."""
    return [{"label": label, "value": value} for label, value in _fields(content)]


def basis_text(basis: Content) -> str:
    """`《…办法》（国卫财务发〔2020〕31号）第五条`."""
    number = f"（{basis['document_number']}）" if basis["document_number"] else ""
    return f"《{basis['title']}》{number}{basis['article']}"


def material_text(material: Content) -> str:
    """`身份证（复印件，1份，必需）`."""
    form = MaterialForm(material["form"]).label
    need = _("必需") if material["is_required"] else _("视情况")
    return _("%(name)s（%(form)s，%(copies)d份，%(need)s）") % {
        "name": material["name"],
        "form": form,
        "copies": material["copies"],
        "need": need,
    }


def _step_changes(before: Content, after: Content, kind: str) -> Iterator[Change]:
    """Steps followed by lineage: those new, changed and gone, in the order of their numbers."""
    old, new = _steps_by_key(before, kind), _steps_by_key(after, kind)
    for key in sorted({*old, *new}, key=lambda key: (new.get(key) or old[key])["number"]):
        was, now = old.get(key), new.get(key)
        texts = step_text(was) if was else "", step_text(now) if now else ""
        if texts[0] != texts[1]:
            number = (now or was or {})["number"]
            yield _("%(kind)s流程图第%(number)d步") % {"kind": FlowKind(kind).label, "number": number}, *texts


def _steps_by_key(content: Content, kind: str) -> dict[str, Content]:
    flow = content["flows"].get(kind)
    return {step["key"]: step for step in flow["steps"]} if flow else {}


def step_text(step: Content) -> str:
    """A step in one line: number, name, post, function, limit, what follows."""
    post = step["post"]
    parts = [f"{post['department']} {post['name']}" if post else _("未定岗位"), StepFunction(step["function"]).label]
    if step["focus"] != StepFocus.NONE:
        parts.append(_("重点：%(focus)s") % {"focus": StepFocus(step["focus"]).label})
    value = step["limit_value"]
    parts.append(f"{value} {LimitUnit(step['limit_unit']).label}" if value else _("未定时限"))
    if step["suspends_clock"]:
        parts.append(_("可暂停计时"))
    follows = links.format_links(charts.Link(**link) for link in step["links"])
    text = f"{step['number']}. {step['name']}（{'，'.join(str(part) for part in parts)}）→ {follows or _('未定')}"
    return f"{text}；{step['note']}" if step["note"] else text
