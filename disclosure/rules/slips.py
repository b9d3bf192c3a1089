"""Who has 评议码 made, printed and stopped."""

from datetime import date, timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from core.rules import Denied
from disclosure.models import Publication, SlipBatch
from organization import queries
from organization.models import Department, Person
from organization.roles import Action

MOST = 2000
LONGEST = timedelta(days=366)


def keep_batches(by: Person) -> None:
    """党办 of the whole hospital: a code is a vote, whoever prints them could vote."""
    if not queries.may_for_whole(by, Action.PUBLISH):
        raise Denied(_("评议码由党办生成、打印和停用。"), help=_("请联系党办。"))


def read_ratings(by: Person) -> None:
    """党办 and 纪检监察室 read all results, departments their own."""
    if not (queries.may_for_whole(by, Action.PUBLISH, Action.SUPERVISE) or queries.may_anywhere(by, Action.FILE)):
        raise Denied(_("评议结果由党办、纪检监察室和被评部门查看。"))


def add_batch(
    by: Person, department: Department, *, count: int, expires_on: date, power: Publication | None = None
) -> None:
    """For a department there is, or one of its own services; at most as many as fit a print, and none that live for ever."""
    keep_batches(by)
    if department.retired_on is not None:
        raise Denied(_("%(department)s已撤销，不能评议。") % {"department": department}, help=_("请选择现有部门。"))
    if power is not None and power.department_code != department.code:
        raise Denied(
            _("“%(power)s”不是%(department)s的服务。") % {"power": power.title, "department": department},
            help=_("请选择该部门的服务，或评议整个部门。"),
        )
    if not 1 <= count <= MOST:
        raise Denied(_("一批须为 1 至 %(most)d 份。") % {"most": MOST}, help=_("需要更多的，请分批生成。"))
    today = timezone.localdate()
    if not today < expires_on <= today + LONGEST:
        raise Denied(_("有效期须在明天至一年之内。"), help=_("过期后未用的评议码自动失效，可以另行生成一批。"))


def print_batch(by: Person, batch: SlipBatch) -> None:
    """While its codes are good for something."""
    keep_batches(by)
    _in_use(batch)
    if batch.expires_on < timezone.localdate():
        raise Denied(_("这批评议码已过有效期。"), help=_("请另行生成一批。"))


def close_batch(by: Person, batch: SlipBatch) -> None:
    """Once."""
    keep_batches(by)
    _in_use(batch)


def _in_use(batch: SlipBatch) -> None:
    if batch.is_closed:
        raise Denied(_("这批评议码已停用。"), help=_("请另行生成一批。"))
