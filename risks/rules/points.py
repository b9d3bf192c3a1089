"""Who may file, change and remove risk points."""

from django.utils.translation import gettext as _

from core.rules import Denied
from organization.models import Person, Post
from risks.models import RiskPoint, RiskRegister
from risks.rules import registers, scopes
from risks.states import Finder


def file_point(by: Person, register: RiskRegister, post: Post) -> None:
    """On the department's own posts by those who file there; a leader only on a post of their own."""
    registers.must_be_editable(register)
    if post.retired_on:
        raise Denied(_("岗位“%(post)s”已撤销，不能再填报风险点。") % {"post": post})
    if scopes.scope_of(post) != (register.department, register.is_leadership):
        raise Denied(
            _("岗位“%(post)s”不属于这份清单。") % {"post": post},
            help=_("风险点归岗位所在部门；发现别的部门岗位上的风险，请提出建议。"),
        )
    if scopes.is_system(by) or scopes.posts_to_file(by).filter(pk=post.pk).exists():
        return
    registers.change_register(by, register)
    raise Denied(_("班子成员的风险点由本人填报：您不任“%(post)s”。") % {"post": post}, help=_("可请党办代录。"))


def say_how_found(by: Person, finder: str, *, known: str = Finder.SELF) -> None:
    """How a point was found follows from its way in, `known`; only loading says it itself, as its workbook does.

    自己找 is filed by hand, 领导提 and 群众帮 come from an adopted proposal, 集体定 from the recorded collective review.
    """
    if finder != known and not scopes.is_system(by):
        raise Denied(
            _("查找形式随来源确定，不能自行填写：自行登记的为“自己找”。"),
            help=_("领导提、群众帮的请到“建议”中采纳；集体定的请在记录集体评定时勾选。"),
        )


def find_collectively(point: RiskPoint) -> None:
    """The review found what was filed for it: not what a proposal brought, nor what an earlier review settled."""
    if point.finder != Finder.SELF or point.grade_basis:
        raise Denied(_("风险点 %(code)s 不是这次会上查找的，不能记为集体定。") % {"code": point.code})


def change_point(by: Person, point: RiskPoint) -> None:
    """As filing on its post."""
    file_point(by, point.register, point.post)


def remove_point(by: Person, point: RiskPoint) -> None:
    """As changing; what rests on the point (measures, a proposal) keeps it, which the database says."""
    registers.change_register(by, point.register)
    if not scopes.is_system(by) and not scopes.posts_to_file(by).filter(pk=point.post_id).exists():
        raise Denied(_("班子成员的风险点由本人或党办删除。"))
