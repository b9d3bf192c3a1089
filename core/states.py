"""States of editions and duties, and what may follow what."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class ListState(models.TextChoices):
    DRAFT = "draft", _("草稿")
    IN_REVIEW = "in_review", _("审核中")
    RETURNED = "returned", _("已退回")
    WITHDRAWN = "withdrawn", _("已撤回")
    ENDED = "ended", _("已终止")
    IN_FORCE = "in_force", _("已生效")
    SUPERSEDED = "superseded", _("已被替代")

    @classmethod
    def working(cls) -> list[str]:
        """States in which an edition is being worked on; a department has at most one such list of a kind."""
        return [cls.DRAFT, cls.IN_REVIEW, cls.RETURNED, cls.WITHDRAWN]

    @classmethod
    def was_in_force(cls) -> list[str]:
        """States of an edition that is, or was once, in force: it stays readable for ever."""
        return [cls.IN_FORCE, cls.SUPERSEDED]

    @classmethod
    def editable(cls) -> list[str]:
        """States in which the filer may change rows."""
        return [cls.DRAFT, cls.RETURNED, cls.WITHDRAWN]


class ListEvent(models.TextChoices):
    """What happens to a list; `approvals` sends these, nobody sets a list's state otherwise."""

    SUBMIT = "submit", _("报审")
    RETURN = "return", _("退回")
    WITHDRAW = "withdraw", _("撤回")
    REJECT = "reject", _("不同意")
    PASS = "pass", _("审定通过")
    SUPERSEDE = "supersede", _("被替代")


LIST_MOVES: dict[tuple[str, str], str] = {
    (ListState.DRAFT, ListEvent.SUBMIT): ListState.IN_REVIEW,
    (ListState.RETURNED, ListEvent.SUBMIT): ListState.IN_REVIEW,
    (ListState.WITHDRAWN, ListEvent.SUBMIT): ListState.IN_REVIEW,
    (ListState.DRAFT, ListEvent.RETURN): ListState.RETURNED,
    (ListState.RETURNED, ListEvent.RETURN): ListState.RETURNED,
    (ListState.WITHDRAWN, ListEvent.RETURN): ListState.RETURNED,
    (ListState.IN_REVIEW, ListEvent.RETURN): ListState.RETURNED,
    (ListState.IN_REVIEW, ListEvent.WITHDRAW): ListState.WITHDRAWN,
    (ListState.IN_REVIEW, ListEvent.REJECT): ListState.ENDED,
    (ListState.IN_REVIEW, ListEvent.PASS): ListState.IN_FORCE,
    (ListState.IN_FORCE, ListEvent.SUPERSEDE): ListState.SUPERSEDED,
}


class DutyState(models.TextChoices):
    WAITING = "waiting", _("等待")
    RUNNING = "running", _("进行中")
    DONE = "done", _("完成")
    FAILED = "failed", _("失败")


class RowChange(models.TextChoices):
    """How a row stands against the edition in force."""

    NEW = "new", _("新增")
    CHANGED = "changed", _("修改")
    REMOVED = "removed", _("删除")
    SAME = "same", _("未变")


VERBS = {
    "core.write_head": _("在库外留存链尾"),
}
"""What each verb of the audit trail is called."""
