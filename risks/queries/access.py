"""Whose registers a person may see."""

from django.db.models import Exists, Q

from core.states import ListState
from organization import queries
from organization.models import Person
from organization.roles import Action
from risks.rules import scopes

DECIDING = (Action.REVIEW, Action.SUPERVISE, Action.DECIDE)
"""Whose holders decide on the leadership's register too."""


def _within(by: Person, action: str, prefix: str) -> Q:
    return Q(**{f"{prefix}department__in": queries.departments_for(by, action).values("pk")})


def seen_through_register(by: Person, prefix: str = "") -> Q:
    """The condition on a register, reached by `prefix`, under which `by` sees all of it.

    Drafts: where the person's role opens them; the leadership's only the Party office and the discipline office.
    Under review: also those who decide it, a stand-in like the holder (who signs for the head, before). In force and superseded: also the own department and those who may see all.
    """
    own = _of_own_department(by, prefix)
    return (
        _drafts(by, prefix)
        | Q(_within(by, Action.SEE_ALL_IN_FORCE, prefix) | own, **{f"{prefix}state__in": ListState.was_in_force()})
        | Q(_acting(by, prefix, *DECIDING), **{f"{prefix}state": ListState.IN_REVIEW})
        | Q(
            _acting(by, prefix, Action.OVERSEE),
            **{f"{prefix}is_leadership": False, f"{prefix}state": ListState.IN_REVIEW},
        )
        | Q(
            _acting(by, prefix, Action.SIGN),
            **{f"{prefix}is_leadership": False, f"{prefix}state__in": ListState.working()},
        )
    )


def _acting(by: Person, prefix: str, *actions: str) -> Q:
    return Q(**{f"{prefix}department__in": queries.departments_acting_for(by, *actions).values("pk")})


def _drafts(by: Person, prefix: str) -> Q:
    drafts = Q(**{f"{prefix}is_leadership": False}) & _within(by, Action.SEE_DRAFTS, prefix)
    keeping = Exists(scopes.at_root(by, Action.SUBMIT_LEADERSHIP, Action.SUPERVISE))
    return drafts | Q(Q(keeping), **{f"{prefix}is_leadership": True})


def _of_own_department(by: Person, prefix: str) -> Q:
    return Q(**{f"{prefix}department": by.department_id, f"{prefix}is_leadership": False}) & queries.is_business(by)


def discussed_before(by: Person) -> Q:
    """On a point that `by` sees: is what single people said of its grade for `by` too?

    Opinions and drafts stay with the own department and the holders of its stages, the committee among them
    (product.md, Who sees what); a leader reads those on their own post.
    """
    own_post = Q(post__in=scopes.own_leadership_posts(by).values("pk"), register__is_leadership=True)
    department = _of_own_department(by, "register__") | _drafts(by, "register__")
    return department | own_post | _within(by, Action.ATTEND, "register__")
