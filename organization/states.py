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


class BusinessArea(models.TextChoices):
    """What a department manages of 人、财、物, as far as the division of leaders' work asks (the rule on 分管)."""

    PERSONNEL = "personnel", _("人事")
    FINANCE = "finance", _("财务")
    CONSTRUCTION = "construction", _("基建")
    PROCUREMENT = "procurement", _("采购")
    OTHER = "other", _("其他")


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


class ChannelKind(models.TextChoices):
    EMAIL = "email", _("邮件")
    HOOK = "hook", _("消息机器人")


HOOK_SCHEMES: dict[str, object] = {
    "wecombot": _("企业微信群机器人"),
    "dingtalk": _("钉钉群机器人"),
    "feishu": _("飞书群机器人"),
    "json": _("本院消息接口（http）"),
    "jsons": _("本院消息接口（https）"),
}
"""Kinds of robots that may be told, by the scheme of their apprise address; apprise knows more, and some write files."""
OWN_SCHEMES = ("json", "jsons")
"""Of these the address names a host, which the installation must have listed; the others are public services' own."""


class DeliveryState(models.TextChoices):
    WAITING = "waiting", _("待发送")
    SENDING = "sending", _("发送中")
    SENT = "sent", _("已发送")
    GIVEN_UP = "given_up", _("未送达")


class DeliveryEvent(models.TextChoices):
    CLAIM = "claim", _("取出发送")
    ACCEPT = "accept", _("对方接受")
    FAIL = "fail", _("发送失败，稍后再试")
    GIVE_UP = "give_up", _("多次失败，停止")
    RETRY = "retry", _("重新发送")


DELIVERY_MOVES: dict[tuple[str, str], str] = {
    (DeliveryState.WAITING, DeliveryEvent.CLAIM): DeliveryState.SENDING,
    (DeliveryState.SENDING, DeliveryEvent.CLAIM): DeliveryState.SENDING,
    (DeliveryState.SENDING, DeliveryEvent.ACCEPT): DeliveryState.SENT,
    (DeliveryState.SENDING, DeliveryEvent.FAIL): DeliveryState.WAITING,
    (DeliveryState.SENDING, DeliveryEvent.GIVE_UP): DeliveryState.GIVEN_UP,
    (DeliveryState.GIVEN_UP, DeliveryEvent.RETRY): DeliveryState.WAITING,
}
"""`sending` is claimed again when its worker has died."""

BACKOFF_MINUTES = (5, 30, 120, 480)
"""After how many minutes a failed delivery is tried again; the failure after the last of them ends it."""


VERBS = {
    "organization.login": _("登录"),
    "organization.open_account": _("开通账号"),
    "organization.give_login": _("为人员开通登录"),
    "organization.change_account": _("修改账号"),
    "organization.reset_password": _("重置密码"),
    "organization.change_password": _("修改密码"),
    "organization.retire_account": _("停用账号"),
    "organization.reopen_account": _("恢复账号"),
    "organization.grant": _("授予角色"),
    "organization.revoke": _("收回角色"),
    "organization.delegate": _("委托代理"),
    "organization.revoke_delegation": _("取消代理"),
    "organization.add_department": _("新设部门"),
    "organization.change_department": _("修改部门"),
    "organization.move_department": _("调整上级部门"),
    "organization.retire_department": _("撤销部门"),
    "organization.add_post": _("新设岗位"),
    "organization.change_post": _("修改岗位"),
    "organization.retire_post": _("撤销岗位"),
    "organization.begin_tenure": _("登记任职"),
    "organization.end_tenure": _("结束任职"),
    "organization.open_body": _("建立组织机构"),
    "organization.begin_membership": _("登记成员"),
    "organization.end_membership": _("结束任期"),
    "organization.declare_relative": _("申报亲属任职"),
    "organization.withdraw_relative": _("撤销亲属任职申报"),
    "organization.add_hook": _("登记消息机器人"),
    "organization.switch_channel": _("开关接收方式"),
    "organization.remove_channel": _("删除消息机器人"),
    "organization.retry_delivery": _("重新发送提醒"),
    "organization.set_calendar_day": _("登记工作日历"),
    "organization.clear_calendar_day": _("取消工作日历登记"),
    "organization.change_hospital": _("修改医院名称"),
    "organization.load_departments": _("导入部门"),
    "organization.load_posts": _("导入岗位"),
    "organization.load_holders": _("导入任职"),
}
"""What each verb of the audit trail is called."""
