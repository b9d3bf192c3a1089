"""The sentences in which pages speak of one kind of what is submitted: a list, a draft to be published, a closing."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Words:
    """What its pages say where kinds differ; what `registry.things` carries names its own."""

    rejecting: Any
    """What 不同意 does, above the button that does it; `rejected` lists what follows."""
    rejected: tuple[Any, ...]
    withdrawing: Any
    withdrawn: Any
    frozen: Any
    """Under the heading of what was submitted."""
    unsigned: Any
    """The same before the head signed."""
    hash: Any
    todo: Any
    """The button that leads to what must be done before agreeing; `todo_help` says where that is."""
    todo_help: Any


LISTS = Words(
    rejecting=_("不同意即终止本次报审，清单不再修改；如只是需要改正，请用“退回”。"),
    rejected=(_("所报清单终止，现行版本继续有效。"), _("部门需要时应另开新版，从头填报。")),
    withdrawing=_("撤回后清单回到可修改状态；再次报审须从科室负责人签署开始。"),
    withdrawn=_("已撤回，清单可以继续修改。"),
    frozen=_("签署时冻结，以下即审定后的样子"),
    unsigned=_("尚未签署，以下为清单现在的样子"),
    hash=_("本清单哈希"),
    todo=_("去逐项完成"),
    todo_help=_("请先在“公开审查”中逐项确定。"),
)
THINGS = Words(
    rejecting=_("不同意即终止本次报审；如只是需要改正，请用“退回”。"),
    rejected=(_("本次报审终止，须处理后重新报审。"),),
    withdrawing=_("撤回后可以修改，再重新提请；再次报审须从第一个环节开始。"),
    withdrawn=_("已撤回，可以重新提请。"),
    frozen=_("签署时冻结，以下即审批的内容"),
    unsigned=_("尚未签署，以下为现在的样子"),
    hash=_("本件哈希"),
    todo=_("去逐项完成"),
    todo_help=_("请先完成本页列出的事项。"),
)
"""Of what says nothing else of itself."""
