"""Who may sign for a table in force, and who may record a signature given on paper (签收)."""

from datetime import date

from django.utils import timezone
from django.utils.translation import gettext as _

from controls.models import ControlTable, TableReceipt
from core.rules import Denied
from core.states import ListState
from organization import queries as organization_queries
from organization import rules as organization_rules
from organization.models import Person, Post
from organization.roles import Action
from organization.states import PersonKind


def _in_force(table: ControlTable) -> None:
    if table.state != ListState.IN_FORCE:
        raise Denied(
            _("%(edition)s一览表处于“%(state)s”状态，不须签收。")
            % {"edition": table.edition, "state": table.get_state_display()},
            help=_("只对现行的一览表签收；审定生效后，在岗人员会在“我的待办”看到。"),
        )


def _unsigned(table: ControlTable, post: Post, person: Person) -> None:
    if TableReceipt.objects.filter(table=table, post=post, person=person).exists():
        raise Denied(_("%(person)s已签收“%(post)s”。") % {"person": person, "post": post})


def sign_table(by: Person, table: ControlTable, posts: list[Post]) -> None:
    """Who holds a post with rows in the table in force signs for each such `posts`, once."""
    _in_force(table)
    if not posts and TableReceipt.objects.filter(table=table, person=by).exists():
        raise Denied(_("您已签收这份一览表。"), help=_("换版或换岗后再签收。"))
    if not posts:
        raise Denied(_("您不在这份一览表所列的岗位任职，不须签收。"), help=_("任职登记有误的，请联系党办更正。"))


def keep_receipts(by: Person, table: ControlTable) -> None:
    """Whoever files the department's lists, or the Party office, records what was signed on paper; the leadership's the
    Party office alone."""
    if table.is_leadership:
        if by.kind != PersonKind.SYSTEM and not organization_queries.may(by, Action.FILE_ON_BEHALF, table.department):
            raise Denied(_("班子成员的纸质签收由党办登记。"), help=_("请把签收单交给党办。"))
        return
    organization_rules.file(by, table.department, what=_("签收记录"))


def record_paper_receipt(by: Person, table: ControlTable, post: Post, person: Person, *, signed_on: date) -> None:
    """Only of a holder without login: who can log in signs in person. The day lies between coming into force and today."""
    keep_receipts(by, table)
    _in_force(table)
    if person.kind != PersonKind.HOLDER:
        raise Denied(_("%(person)s有登录账号，须本人签收。") % {"person": person}, help=_("请本人在“我的待办”签收。"))
    _unsigned(table, post, person)
    since = timezone.localdate(table.in_force_at)
    if not since <= signed_on <= timezone.localdate():
        raise Denied(_("签收日期须在一览表生效（%(day)s）至今天之间。") % {"day": since})
