"""The nine sheets of the workbook as data: columns, what they hold, what they refer to."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from controls.states import MeasureKind
from organization.states import DepartmentKind
from powers.states import (
    BasisStatus,
    DisclosureScope,
    FlowKind,
    LimitUnit,
    MaterialForm,
    PowerCategory,
    PowerNature,
    RegulationKind,
    StepFunction,
)
from risks.states import Finder, RiskType


def _words(choices) -> dict[str, str]:
    """Chinese word → code."""
    return {str(label): str(code) for code, label in choices}


@dataclass(frozen=True)
class Column:
    """One column: its heading, the name of the value, and how the value is read."""

    heading: str
    name: str
    kind: str = "text"
    """text, code (an own 编码), integer, day, yes_no, choice, due (a day or 长期), codes (`;` between), links (后续环节)."""
    is_required: bool = True
    choices: Mapping[str, str] = field(default_factory=dict)
    refers_to: str = ""
    """Title of the sheet whose 编码 this is."""
    longest: int = 5000
    smallest: int = 0
    largest: int = 9999


@dataclass(frozen=True)
class Sheet:
    """One sheet: its title, its columns, and which columns together name a row."""

    title: str
    columns: tuple[Column, ...]
    key: tuple[str, ...] = ("code",)

    def column(self, name: str) -> Column:
        return next(column for column in self.columns if column.name == name)


def _code(longest: int = 20) -> Column:
    return Column("编码", "code", "code", longest=longest)


def _score(heading: str, name: str) -> Column:
    return Column(heading, name, "integer", is_required=False, smallest=1, largest=5)


DEPARTMENTS = Sheet(
    "部门",
    (
        _code(),
        Column("名称", "name", longest=60),
        Column("上级编码", "parent", is_required=False, refers_to="部门"),
        Column("类别", "kind", "choice", choices=_words(DepartmentKind.choices)),
        Column("分管领导岗位编码", "overseer_post", is_required=False, refers_to="岗位"),
    ),
)
POSTS = Sheet(
    "岗位",
    (
        _code(),
        Column("部门编码", "department", refers_to="部门"),
        Column("名称", "name", longest=60),
        Column("是否班子成员", "is_leadership", "yes_no"),
        Column("是否重点岗位", "is_key", "yes_no"),
        Column("轮岗年限", "rotation_years", "integer", is_required=False, smallest=1, largest=30),
        Column("任职日期", "since", "day", is_required=False),
    ),
)
BASES = Sheet(
    "依据",
    (
        _code(),
        Column("名称", "title", longest=120),
        Column("文号", "document_number", is_required=False, longest=80),
        Column("条款", "article", is_required=False, longest=200),
        Column("发布机关", "issuer", is_required=False, longest=120),
        Column("状态", "status", "choice", choices=_words(BasisStatus.choices)),
        Column("核对日期", "verified_on", "day", is_required=False),
        Column("备注", "note", is_required=False),
    ),
)
POWERS = Sheet(
    "职权",
    (
        _code(),
        Column("名称", "name", longest=80),
        Column("类别", "category", "choice", choices=_words(PowerCategory.choices)),
        Column("内容", "content", is_required=False),
        Column("办理主体部门编码", "department", refers_to="部门"),
        Column("责任岗位编码", "responsible_post", is_required=False, refers_to="岗位"),
        Column("依据编码列表", "bases", "codes", is_required=False, refers_to="依据"),
        Column("权力性质", "nature", "choice", choices=_words(PowerNature.choices)),
        Column("是否三重一大", "is_major", "yes_no"),
        Column("自由裁量说明", "discretion", is_required=False),
        Column("公开范围", "disclosure_scope", "choice", choices=_words(DisclosureScope.choices)),
        Column("公开方式", "disclosure_form", is_required=False, longest=200),
        Column("监督渠道", "supervision_channels", is_required=False),
        Column("收费依据", "fee_basis", is_required=False, longest=200),
    ),
)
MATERIALS = Sheet(
    "申请材料",
    (
        Column("职权编码", "power", refers_to="职权"),
        Column("名称", "name", longest=120),
        Column("份数", "copies", "integer", smallest=1, largest=99),
        Column("原件或复印件", "form", "choice", choices=_words(MaterialForm.choices)),
        Column("必需", "is_required", "yes_no"),
    ),
    key=("power", "name"),
)
STEPS = Sheet(
    "流程环节",
    (
        Column("职权编码", "power", refers_to="职权"),
        Column("图别", "flow", "choice", choices=_words(FlowKind.choices)),
        Column("序号", "number", "integer", smallest=1, largest=999),
        Column("环节名称", "name", longest=60),
        Column("责任岗位编码", "post", is_required=False, refers_to="岗位"),
        Column("职能", "function", "choice", choices=_words(StepFunction.choices)),
        Column("时限", "limit_value", "integer", is_required=False, smallest=1),
        Column("时限单位", "limit_unit", "choice", is_required=False, choices=_words(LimitUnit.choices)),
        Column("后续环节", "links", "links"),
        Column("特别程序说明", "note", is_required=False, longest=300),
    ),
    key=("power", "flow", "number"),
)
POINTS = Sheet(
    "风险点",
    (
        _code(60),
        Column("职权编码", "power", is_required=False, refers_to="职权"),
        Column("环节序号", "step", "integer", is_required=False, smallest=1, largest=999),
        Column("岗位编码", "post", refers_to="岗位"),
        Column("风险类型", "type", "choice", choices=_words(RiskType.choices)),
        Column("查找形式", "finder", "choice", choices=_words(Finder.choices)),
        Column("风险描述", "description"),
        Column("表现形式", "manifestation", is_required=False),
        _score("重要性", "importance"),
        _score("频率", "frequency"),
        _score("概率", "probability"),
        Column("监测指标", "indicator", is_required=False, longest=200),
    ),
)
MEASURES = Sheet(
    "防控措施",
    (
        Column("风险点编码", "point", refers_to="风险点"),
        Column("措施", "text"),
        Column("措施类型", "kind", "choice", choices=_words(MeasureKind.choices)),
        Column("责任岗位编码", "responsible_post", is_required=False, refers_to="岗位"),
        Column("完成时限", "due", "due", is_required=False),
        Column("佐证", "proof", is_required=False, longest=200),
    ),
    key=("point", "text"),
)
REGULATIONS = Sheet(
    "制度",
    (
        _code(),
        Column("名称", "name", longest=120),
        Column("类别", "kind", "choice", choices=_words(RegulationKind.choices)),
        Column("制定部门", "department", refers_to="部门"),
        Column("施行日期", "effective_on", "day", is_required=False),
        Column("版本", "edition", is_required=False, longest=40),
    ),
)

SHEETS = (DEPARTMENTS, POSTS, BASES, POWERS, MATERIALS, STEPS, POINTS, MEASURES, REGULATIONS)
"""In the order of the workbook."""
