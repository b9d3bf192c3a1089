"""Kinds and enums of the organization."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class DepartmentKind(models.TextChoices):
    PARTY_LEADERSHIP = "party_leadership", _("党委班子")
    PARTY = "party", _("党务")
    ADMINISTRATIVE = "administrative", _("职能")
    CLINICAL = "clinical", _("临床")
    MEDICAL_TECHNOLOGY = "medical_technology", _("医技")
    LOGISTICS = "logistics", _("后勤")


class BodyKind(models.TextChoices):
    PARTY_COMMITTEE = "party_committee", _("党委")
    DISCIPLINE_COMMITTEE = "discipline_committee", _("纪委")
    LEADING_GROUP = "leading_group", _("廉洁风险防控领导小组")
    LEADING_GROUP_OFFICE = "leading_group_office", _("领导小组办公室")


class BodyDuty(models.TextChoices):
    """What a member is in a body."""

    CHAIR = "chair", _("主持（书记、组长）")
    DEPUTY = "deputy", _("副职（副书记、副组长）")
    MEMBER = "member", _("成员（委员）")
    SECRETARY = "secretary", _("秘书（记录）")


class PersonKind(models.TextChoices):
    LOGIN = "login", _("可登录")
    HOLDER = "holder", _("仅任职（无登录）")
    SYSTEM = "system", _("系统")
