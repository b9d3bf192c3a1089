"""Who may change the organization, accounts, grants and stand-ins; who files a department's lists."""

from django.utils.translation import gettext as _

from core.registry import registry
from core.rules import Denied
from organization.models import Delegation, Department, Person, Post, Relative
from organization.roles import ADMINISTRATORS, Action, Role
from organization.rules import access
from organization.states import PersonKind


def _need(by: Person, action: str, *, what: str, who: str) -> None:
    """The system's own actor (loading, demo) may; anyone else needs a grant."""
    if by.kind != PersonKind.SYSTEM and not access.may_for_whole(by, action):
        raise Denied(what, help=who)


def keep_organization(by: Person) -> None:
    """Departments, posts, tenure, bodies, the calendar: the Party office."""
    _need(
        by,
        Action.KEEP_ORGANIZATION,
        what=_("只有党办可以维护机构、岗位、任职和工作日历。"),
        who=_("需要调整时，请联系党办。"),
    )


def keep_accounts(by: Person) -> None:
    """Accounts: the system administrator."""
    _need(by, Action.KEEP_ACCOUNTS, what=_("只有系统管理员可以管理账号。"), who=_("请联系系统管理员。"))


def keep_grants(by: Person) -> None:
    """Grants: the security administrator."""
    _need(by, Action.KEEP_GRANTS, what=_("只有安全管理员可以管理授权。"), who=_("请联系安全管理员。"))


def grant(by: Person, person: Person, role: str) -> None:
    """The security administrator grants; nobody grants to themselves, and 三员 exclude each other (quality.md 3)."""
    keep_grants(by)
    if by == person:
        raise Denied(_("不能给自己授权。"), help=_("请由另一名安全管理员办理。"))
    held = access.roles_of(person)
    if (held - {role}) and (role in ADMINISTRATORS or held & set(ADMINISTRATORS)):
        raise Denied(
            _("三员分立：%(person)s已持有“%(held)s”，不能再授予“%(role)s”。")
            % {
                "person": person,
                "held": "、".join(str(Role(code).label) for code in sorted(held)),
                "role": Role(role).label,
            },
            help=_("系统管理员、安全管理员、审计管理员只能各持一个角色，且不得兼任业务角色；请先收回原角色。"),
        )


def revoke(by: Person, person: Person) -> None:
    """The security administrator takes roles back, but never the own one, so that one remains."""
    keep_grants(by)
    if by == person:
        raise Denied(_("不能收回自己的授权。"), help=_("请由另一名安全管理员办理。"))


def read_trail(by: Person) -> None:
    """The audit trail: the audit administrator."""
    _need(by, Action.READ_TRAIL, what=_("只有审计管理员可以查阅审计记录。"), who=_("请联系审计管理员。"))


def delegate(by: Person, stand_in: Person) -> None:
    """A holder of business roles names a colleague who is no administrator."""
    if not access.roles_of(by) - set(ADMINISTRATORS):
        raise Denied(_("您没有可代理的业务职责。"))
    if access.roles_of(stand_in) & set(ADMINISTRATORS):
        raise Denied(_("系统、安全、审计管理员不能代理业务职责。"), help=_("请另选一名业务人员。"))


def revoke_delegation(by: Person, delegation: Delegation) -> None:
    """Only who gave it takes it back."""
    if delegation.holder_id != by.pk:
        raise Denied(_("只有委托人本人可以撤销代理。"))


def move_department(by: Person, department: Department, parent: Department) -> None:
    """A department can't come to stand below itself."""
    keep_organization(by)
    if parent.path.startswith(department.path):
        raise Denied(_("不能把部门移到它自己或它的下级之下。"), help=_("请另选上级部门。"))


def change_post(by: Person, post: Post, *, is_leadership: bool) -> None:
    """Whose register a post's rows belong to follows from what it is: that stays while there are any."""
    keep_organization(by)
    if is_leadership != post.is_leadership and any(is_used(post.pk) for is_used in registry.post_uses):
        raise Denied(
            _("“%(post)s”上登记有风险点，不能改变它是否班子成员岗位。") % {"post": post},
            help=_("请新设一个岗位，在下一版清单中把风险点登记到新岗位，再撤销这个岗位。"),
        )


def file(by: Person, department: Department, *, what: str) -> bool:
    """May `by` file the department's lists (`what` names them)? True when it is on its behalf (代录).

    Its own filers and head may, the Party office on its behalf, the system's own actor when loading.
    """
    if by.kind == PersonKind.SYSTEM or access.may(by, Action.FILE, department):
        return False
    if access.may(by, Action.FILE_ON_BEHALF, department):
        return True
    raise Denied(
        _("您不能填报%(department)s的%(what)s。") % {"department": department, "what": what},
        help=_("由本部门填报人或科室负责人填报，也可请党办代录。"),
    )


def file_leadership(by: Person, post: Post, *, what: str) -> bool:
    """May `by` file what the leadership post `post` answers for? Its holder may, and the Party office for them."""
    if by.kind == PersonKind.SYSTEM:
        return False
    root = access.root()
    if access.may(by, Action.FILE_LEADERSHIP, root) and access.posts_held(by).filter(pk=post.pk).exists():
        return False
    if access.may(by, Action.FILE_ON_BEHALF, root):
        return True
    raise Denied(
        _("班子成员的%(what)s由本人填报，您不在“%(post)s”岗位。") % {"what": what, "post": post},
        help=_("也可请党办代录。"),
    )


def declare_relative(by: Person, post: Post) -> None:
    """Anybody declares their own; a post in use, once, and not one they hold themselves."""
    if post.retired_on is not None:
        raise Denied(_("“%(post)s”已撤销。") % {"post": post})
    if access.posts_held(by).filter(pk=post.pk).exists():
        raise Denied(_("“%(post)s”是您本人的岗位，涉及它的事项本来就由您回避。") % {"post": post})
    if Relative.objects.filter(person=by, post=post, withdrawn_at__isnull=True).exists():
        raise Denied(_("“%(post)s”已经申报过。") % {"post": post})


def withdraw_relative(by: Person, relative: Relative) -> None:
    """Only who declared it."""
    if relative.person_id != by.pk:
        raise Denied(_("只能撤销本人的申报。"))
