"""Which kinds of measure fit a type of risk (part 二(四)), and what such a measure usually says."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext_lazy

from controls.states import FITTING_KINDS, MeasureKind

EXAMPLES: dict[str, Any] = {
    MeasureKind.BALANCE: gettext_lazy("申请、审批、验收由三个岗位分别承担，任何一人不能独自办完全过程"),
    MeasureKind.PROCEDURE: gettext_lazy("审批单逐项列明核对内容，缺一项系统不予提交，每季度抽查十份"),
    MeasureKind.REGULATION: gettext_lazy("修订管理办法，写明时限、标准和例外情形，经集体研究后印发"),
    MeasureKind.DISCLOSURE: gettext_lazy("品种、金额、供应商按月在内网公布，接受职工查询"),
    MeasureKind.EDUCATION: gettext_lazy("每半年组织一次岗位廉政教育和案例警示，签订利益冲突申报表"),
    MeasureKind.ROTATION: gettext_lazy("在岗满五年交流轮岗，轮岗前办理交接和离任检查"),
    MeasureKind.TECHNOLOGY: gettext_lazy("系统设置限额和累计提示，超出时自动拦截并留痕"),
    MeasureKind.INSPECTION: gettext_lazy("纪检监察室每季度抽查，结果单独报告"),
}


def has_fitting(risk_type: str, kinds: Iterable[str]) -> bool:
    """Does one of the kinds fit the type? One fitting measure suffices."""
    return bool(set(kinds) & set(FITTING_KINDS[risk_type]))


def suggestions(risk_type: str) -> list[tuple[str, str]]:
    """(kind, example sentence) for each kind that fits the type, the usual one first."""
    return [(kind, str(EXAMPLES[kind])) for kind in FITTING_KINDS[risk_type]]
