"""Open data: which files there are, and field by field what stands in them."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Text = str | Promise
FORMATS = {"json": "application/json", "csv": "text/csv; charset=utf-8"}
LICENCE = _("可以免费复制、转载、加工和分析，请注明来源和取得日期；不得改动内容后仍称是医院公开的。")


@dataclass(frozen=True)
class Field:
    """`name` is the key in JSON, `label` the heading in CSV; `read` takes the field out of a row."""

    name: str
    label: Text
    kind: Text
    meaning: Text
    read: Callable[[Any], Any]


@dataclass(frozen=True)
class Dataset:
    name: str
    title: Text
    meaning: Text
    fields: tuple[Field, ...]

    def rows(self, found: Any) -> list[dict[str, Any]]:
        """Each row's fields by their names."""
        return [{field.name: field.read(row) for field in self.fields} for row in found]


TEXT, NUMBER, MOMENT, DAY, LIST = _("文本"), _("整数"), _("时间"), _("日期"), _("文本列表")
SEPARATOR = "；"
"""Between the parts of a list where a cell holds one text."""


def _of(name: str) -> Callable[[Any], Any]:
    return lambda row: row.content.get(name, "")


def _column(name: str) -> Callable[[Any], Any]:
    return lambda row: getattr(row, name)


def _word(name: str) -> Callable[[Any], Any]:
    return lambda row: getattr(row, f"get_{name}_display")()


PROOF = (
    Field("published_at", _("公开时间"), MOMENT, _("医院当地时间（东八区）"), _column("published_at")),
    Field("sequence", _("公开序号"), NUMBER, _("在公开链上的序号，从 1 起不间断"), _column("sequence")),
    Field("content_hash", _("内容校验码"), TEXT, _("公开内容规范化 JSON 的 SHA-256"), _column("content_hash")),
    Field("hash", _("校验码"), TEXT, _("序号、内容校验码、前一号校验码和公开时间的 SHA-256"), _column("hash")),
)
CODE = Field("code", _("编码"), TEXT, _("固定不变，可以用来引用"), _column("code"))
TITLE = Field("title", _("名称"), TEXT, _("公开时的名称或标题"), _column("title"))
DEPARTMENT = Field("department", _("部门"), TEXT, _("公开时的部门名称"), _column("department_name"))
TOPIC = Field("topic", _("栏目"), TEXT, _("栏目名称"), _word("topic"))
CORRECTION = (
    Field(
        "replaces",
        _("更正序号"),
        NUMBER,
        _("更正了哪一号；空表示不是更正"),
        lambda row: row.content.get("replaces"),
    ),
    Field("reason", _("更正理由"), TEXT, _("为什么更正"), _of("reason")),
)

POWERS = Dataset(
    "powers",
    _("职权"),
    _("医院对社会公开的每项职权：谁办、依据、时限、收费、材料、环节和监督渠道。"),
    (
        CODE,
        TITLE,
        Field("category", _("类别"), TEXT, _("职权类别名称"), _word("category")),
        DEPARTMENT,
        Field("content", _("内容"), TEXT, _("职权的内容"), _of("content")),
        Field(
            "deciders",
            _("谁来定"),
            LIST,
            _("决定、审批的岗位，每个一项；空表示由承办岗位办理，或公开时没有列明"),
            lambda row: row.content.get("deciders", []),
        ),
        Field("bases", _("依据"), LIST, _("法律法规和文件，每件一项"), _of("bases")),
        Field("materials", _("材料"), LIST, _("办理所需的材料，每种一项"), _of("materials")),
        Field("limit", _("办理时限"), TEXT, _("承诺的时限；空表示未列明"), _of("limit")),
        Field("fee_basis", _("收费"), TEXT, _("收费标准和依据；空表示未列收费项目"), _of("fee_basis")),
        Field("supervision_channels", _("监督渠道"), TEXT, _("怎样监督这项职权"), _of("supervision_channels")),
        Field(
            "steps",
            _("环节"),
            LIST,
            _("按顺序的办理环节：名称、办理岗位、时限"),
            lambda row: [
                " ".join(filter(None, (step["name"], step["post"], step["limit"]))) for step in row.content["steps"]
            ],
        ),
        *PROOF,
    ),
)
ITEMS = Dataset(
    "items",
    _("公开事项"),
    _("按公开目录公布的每一件事项，全文为 Markdown。"),
    (
        CODE,
        TITLE,
        TOPIC,
        Field("item_code", _("目录编码"), TEXT, _("公开目录里的编码，见 catalogue"), _column("item_code")),
        Field("item_name", _("目录事项"), TEXT, _("公开目录里的名称"), _column("item_name")),
        Field("basis", _("依据"), TEXT, _("公开的依据"), lambda row: row.content.get("item", {}).get("basis", "")),
        DEPARTMENT,
        Field("body", _("正文"), TEXT, _("Markdown：段落、标题、列表、表格，没有 HTML"), _of("body")),
        Field(
            "files",
            _("附件"),
            LIST,
            _("文件名和 SHA-256"),
            lambda row: [f"{file['name']} {file['sha256']}" for file in row.content.get("files", [])],
        ),
        *CORRECTION,
        *PROOF,
    ),
)
ANSWERS = Dataset(
    "answers",
    _("答复"),
    _("群众的问题和医院公开的答复；不含提问人的任何信息。"),
    (
        CODE,
        TITLE,
        DEPARTMENT,
        Field("asked_on", _("提问日期"), DAY, _("年-月-日"), _of("asked_on")),
        Field("question", _("问题"), TEXT, _("公开的问题"), _of("question")),
        Field("answer", _("答复"), TEXT, _("医院的答复"), _of("answer")),
        Field("about", _("关于"), TEXT, _("所问事项的编码；可以为空"), _of("about")),
        *CORRECTION,
        *PROOF,
    ),
)
CATALOGUE = Dataset(
    "catalogue",
    _("公开目录"),
    _("医院应当公开什么：依据、责任部门、周期、时限，以及最近一次公开。"),
    (
        Field("code", _("编码"), TEXT, _("公开目录的编码"), lambda line: line.item.code),
        Field("name", _("公开内容"), TEXT, _("应当公开的内容"), lambda line: line.item.name),
        Field("topic", _("栏目"), TEXT, _("栏目名称"), lambda line: line.item.get_topic_display()),
        Field(
            "aspect",
            _("方面"),
            TEXT,
            _("办事流程、权力依据、办事结果或其他"),
            lambda line: line.item.get_aspect_display(),
        ),
        Field("basis", _("依据"), TEXT, _("要求公开的文件"), lambda line: line.item.basis),
        Field(
            "basis_status",
            _("依据状态"),
            TEXT,
            _("待核表示尚未核对原文"),
            lambda line: line.item.get_basis_status_display(),
        ),
        Field("department", _("责任部门"), TEXT, _("负责公开的部门"), lambda line: line.item.department_name),
        Field("form", _("公开形式"), TEXT, _("在哪里公开"), lambda line: line.item.form),
        Field("period", _("公开周期"), TEXT, _("多久公开一次"), lambda line: line.item.get_period_display()),
        Field(
            "clock_days",
            _("时限（工作日）"),
            NUMBER,
            _("形成、变更或期满后的工作日数"),
            lambda line: line.item.clock_days,
        ),
        Field("count", _("已公开件数"), NUMBER, _("现在公开着的件数"), lambda line: line.count),
        Field(
            "last_at",
            _("最近公开时间"),
            MOMENT,
            _("医院当地时间（东八区）；空表示现在没有公开的"),
            lambda line: line.last_at or "",
        ),
    ),
)
DATASETS = {dataset.name: dataset for dataset in (POWERS, ITEMS, CATALOGUE, ANSWERS)}
