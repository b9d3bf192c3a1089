"""Enums of disclosure."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class PublicationState(models.TextChoices):
    PUBLISHED = "published", _("公开中")
    REPLACED = "replaced", _("已更新")
    WITHDRAWN = "withdrawn", _("已撤下")


class SecrecyVerdict(models.TextChoices):
    CLEAR = "clear", _("可以公开")
    HOLD = "hold", _("不宜公开")


VERBS = {
    "disclosure.settle_scope": _("确定公开属性"),
    "disclosure.give_secrecy_opinion": _("出具保密审查意见"),
    "disclosure.follow_frozen": _("报审后内容已改的职权待重新审查"),
    "disclosure.publish_powers": _("公布职权"),
}
"""What each verb of the audit trail is called."""
