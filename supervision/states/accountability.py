"""责任追究: the kinds of the regulation (第三阶段) and what a later document of the organ does to a decision."""

from decimal import Decimal
from typing import NamedTuple

from django.db import models
from django.utils.translation import gettext_lazy as _


class AccountabilityGroup(models.TextChoices):
    """The four of the regulation, in its order; they are not the 四种形态 (domain.md 4.7)."""

    ADMONITION = "admonition", _("诫勉谈话")
    RECTIFICATION = "rectification", _("限期整改")
    ORGANIZATIONAL = "organizational", _("组织处理")
    DISCIPLINARY = "disciplinary", _("纪律处分")
    OTHER = "other", _("其他")


class AmendmentKind(models.TextChoices):
    AMENDED = "amended", _("变更")
    REVOKED = "revoked", _("撤销")


class ShippedKind(NamedTuple):
    """A kind as it is shipped; `is_checked` where its period was read in the text itself, else it waits to be checked."""

    code: str
    group: str
    title: str
    decided_by: str
    effect_months: int | None
    is_checked: bool
    deduction: Decimal


PARTY = "纪检机关、党组织按干部管理权限"
CADRE = "党委、组织人事部门按干部管理权限"
PUBLIC = "任免机关、单位或监察机关"
SHIPPED_KINDS: tuple[ShippedKind, ...] = (
    ShippedKind("JM-01", "admonition", "诫勉谈话", "纪检机关或组织人事部门按干部管理权限", None, False, Decimal(2)),
    ShippedKind("XQ-01", "rectification", "责令限期整改", "党委、纪检监察室", None, True, Decimal(1)),
    ShippedKind("ZZ-01", "organizational", "停职检查", CADRE, None, False, Decimal(3)),
    ShippedKind("ZZ-02", "organizational", "调整职务", CADRE, None, False, Decimal(3)),
    ShippedKind("ZZ-03", "organizational", "责令辞职", CADRE, None, False, Decimal(4)),
    ShippedKind("ZZ-04", "organizational", "免职", CADRE, None, False, Decimal(4)),
    ShippedKind("ZZ-05", "organizational", "降职", CADRE, None, False, Decimal(4)),
    ShippedKind("DJ-01", "disciplinary", "党内警告", PARTY, 12, True, Decimal(3)),
    ShippedKind("DJ-02", "disciplinary", "党内严重警告", PARTY, 18, True, Decimal(4)),
    ShippedKind("DJ-03", "disciplinary", "撤销党内职务", PARTY, None, False, Decimal(5)),
    ShippedKind("DJ-04", "disciplinary", "留党察看", PARTY, None, False, Decimal(5)),
    ShippedKind("DJ-05", "disciplinary", "开除党籍", PARTY, None, False, Decimal(5)),
    ShippedKind("ZW-01", "other", "政务处分：警告", PUBLIC, 6, True, Decimal(3)),
    ShippedKind("ZW-02", "other", "政务处分：记过", PUBLIC, 12, True, Decimal(4)),
    ShippedKind("ZW-03", "other", "政务处分：记大过", PUBLIC, 18, True, Decimal(4)),
    ShippedKind("ZW-04", "other", "政务处分：降级", PUBLIC, 24, True, Decimal(5)),
    ShippedKind("ZW-05", "other", "政务处分：撤职", PUBLIC, 24, True, Decimal(5)),
    ShippedKind("ZW-06", "other", "政务处分：开除", PUBLIC, None, True, Decimal(5)),
)
"""The regulation's four with their usual forms, and 政务处分; the hospital adds and changes its own (domain.md 4.7)."""

VERBS = {
    "supervision.keep_kind": _("维护责任追究种类"),
    "supervision.record_accountability": _("登记责任追究"),
    "supervision.read_accountability": _("查阅责任追究"),
    "supervision.amend_accountability": _("登记责任追究的变更或撤销"),
    "supervision.follow_up_accountability": _("登记责任追究的跟踪"),
}
