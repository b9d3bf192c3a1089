"""接收方式 and 发送: by which ways beside the inbox a person is told, and what is on its way to them."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from organization.states import HOOK_SCHEMES, ChannelKind, DeliveryState


class Channel(models.Model):
    """接收方式: a person's mail, at the address of the account, or a robot by its apprise address."""

    person = models.ForeignKey("organization.Person", models.PROTECT, related_name="channels")
    kind = models.CharField(_("方式"), max_length=8, choices=ChannelKind.choices)
    address = models.CharField(_("地址"), max_length=300, blank=True)
    """Of a hook alone, with the secret in it: given to apprise and never shown again."""
    is_on = models.BooleanField(_("启用"), default=True)
    made_at = models.DateTimeField(auto_now_add=True)
    removed_at = models.DateTimeField(null=True, blank=True)
    last_sent_at = models.DateTimeField(_("最近送达"), null=True, blank=True)
    last_error = models.CharField(_("最近一次失败"), max_length=200, blank=True)
    """Empty again once something has arrived."""

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person"], condition=Q(kind=ChannelKind.EMAIL), name="channel_one_mail"),
            models.UniqueConstraint(
                fields=["person", "address"],
                condition=Q(kind=ChannelKind.HOOK, removed_at__isnull=True),
                name="channel_hook_once",
            ),
            models.CheckConstraint(
                condition=Q(kind=ChannelKind.EMAIL, address="", removed_at__isnull=True)
                | (Q(kind=ChannelKind.HOOK) & (~Q(address="") | Q(removed_at__isnull=False))),
                name="channel_hook_has_address",
            ),
            models.CheckConstraint(
                condition=Q(removed_at__isnull=True) | Q(is_on=False, address=""),
                name="channel_removed_keeps_no_secret",
            ),
        ]

    def __str__(self) -> str:
        return str(self.name)

    @property
    def name(self) -> object:
        """邮件, or which robot."""
        return HOOK_SCHEMES.get(self.address.split(":")[0], ChannelKind(self.kind).label)

    @property
    def masked(self) -> str:
        """The end of a hook's address, by which its owner knows it."""
        return f"…{self.address[-4:]}" if self.address else ""


class Delivery(models.Model):
    """One message on its way by one channel; the row is the truth about whether it was sent."""

    key = models.CharField(max_length=80)
    """What is told: sent once a channel, however often it is asked for."""
    channel = models.ForeignKey(Channel, models.PROTECT, related_name="deliveries")
    subject = models.CharField(_("主题"), max_length=120)
    content = models.JSONField(default=dict)
    """What the mail says (`organization.documents`); emptied when it has been sent."""
    state = models.CharField(_("状态"), max_length=8, choices=DeliveryState.choices, default=DeliveryState.WAITING)
    attempts = models.PositiveSmallIntegerField(_("次数"), default=0)
    error = models.CharField(_("原因"), max_length=200, blank=True)
    made_at = models.DateTimeField(_("时间"), auto_now_add=True)
    next_at = models.DateTimeField()
    """When it is tried; while it is being sent, when its worker counts as dead."""
    claim = models.UUIDField(null=True, blank=True)
    """Of the worker that is sending it: one that was thought dead finds another here and leaves it alone."""
    sent_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [
            models.Index(
                fields=["next_at", "id"],
                condition=Q(state__in=[DeliveryState.WAITING, DeliveryState.SENDING]),
                name="delivery_waiting",
            ),
            models.Index(fields=["-made_at", "-id"], condition=~Q(error=""), name="delivery_failed"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["channel", "key"], name="delivery_once_a_channel"),
            models.CheckConstraint(
                condition=Q(state=DeliveryState.SENT, sent_at__isnull=False)
                | (~Q(state=DeliveryState.SENT) & Q(sent_at__isnull=True)),
                name="delivery_sent_has_time",
            ),
            models.CheckConstraint(
                condition=~Q(state=DeliveryState.GIVEN_UP) | ~Q(error=""), name="delivery_given_up_says_why"
            ),
        ]

    def __str__(self) -> str:
        return self.subject
