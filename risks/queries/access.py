"""Whose registers a person may see."""

from django.db.models import Exists, Q

from core.states import ListState
from organization import queries
from organization.models import Person, RoleGrant
from organization.roles import ADMINISTRATORS, Action
from risks.rules import scopes

WAS_IN_FORCE = (ListState.IN_FORCE, ListState.SUPERSEDED)


def is_business(by: Person) -> Q:
    """A condition that holds for everyone but the three administrators, who see no business (三员分立)."""
    return Q(~Exists(RoleGrant.objects.filter(user=by, role__in=ADMINISTRATORS)))


def _within(by: Person, action: str, prefix: str) -> Q:
    return Q(**{f"{prefix}department__in": queries.departments_for(by, action).values("pk")})


def seen_through_register(by: Person, prefix: str = "") -> Q:
    """The condition on a register, reached by `prefix`, under which `by` sees all of it.

    Drafts: where the person's role opens them; the leadership's only the Party office and the discipline office.
    Under review: also those who decide it. In force and superseded: also the own department and those who may see all.
    """
    drafts = Q(**{f"{prefix}is_leadership": False}) & _within(by, Action.SEE_DRAFTS, prefix)
    keeping = Exists(scopes.at_root(by, Action.SUBMIT_LEADERSHIP, Action.SUPERVISE))
    leadership = Q(Q(keeping), **{f"{prefix}is_leadership": True})
    own = Q(**{f"{prefix}department": by.department_id, f"{prefix}is_leadership": False}) & is_business(by)
    return (
        drafts
        | leadership
        | Q(_within(by, Action.SEE_ALL_IN_FORCE, prefix) | own, **{f"{prefix}state__in": WAS_IN_FORCE})
        | Q(_within(by, Action.DECIDE, prefix), **{f"{prefix}state": ListState.IN_REVIEW})
    )
