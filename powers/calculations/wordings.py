"""Which texts of a power in force may be corrected: words alone, never what was decided."""

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.registry import Wording
from powers.states import FlowKind

PLAIN = (
    ("name", gettext_lazy("职权名称"), 80),
    ("content", gettext_lazy("职权内容"), None),
    ("discretion", gettext_lazy("自由裁量说明"), None),
    ("supervision_channels", gettext_lazy("监督渠道"), None),
    ("disclosure_form", gettext_lazy("公开方式"), 200),
    ("vetting_note", gettext_lazy("清理说明"), None),
)
MATERIAL_LENGTH = 120
STEP_FIELDS = (("name", gettext_lazy("名称"), 60), ("note", gettext_lazy("特别程序说明"), 300))


def wordings(content: dict[str, Any]) -> list[Wording]:
    """The texts of a power's content that are not empty, in the order of its page."""
    return [each for each in _every(content) if each.text]


def _every(content: dict[str, Any]) -> Iterator[Wording]:
    for name, label, longest in PLAIN:
        yield Wording(name, str(label), content[name], longest)
    for number, material in enumerate(content["materials"]):
        of_material = _("申请材料第%(number)d项") % {"number": number + 1}
        yield Wording(f"materials/{number}/name", of_material, material["name"], MATERIAL_LENGTH)
    for kind in FlowKind:
        for step in content["flows"].get(kind, {"steps": []})["steps"]:
            of_step = _("%(kind)s流程图第%(number)d步") % {"kind": kind.label, "number": step["number"]}
            for field, word, longest in STEP_FIELDS:
                path = f"flows/{kind}/steps/{step['code']}/{field}"
                yield Wording(path, f"{of_step}{word}", step[field], longest)
