"""Whose registers a person may see."""

from django.db.models import Exists, Q

from core.states import ListState
from organization import queries
from organization.models import Person
from organization.roles import Action
from risks.rules import scopes


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
    own = Q(**{f"{prefix}department": by.department_id, f"{prefix}is_leadership": False}) & queries.is_business(by)
    return (
        drafts
        | leadership
        | Q(_within(by, Action.SEE_ALL_IN_FORCE, prefix) | own, **{f"{prefix}state__in": ListState.was_in_force()})
        | Q(_within(by, Action.DECIDE, prefix), **{f"{prefix}state": ListState.IN_REVIEW})
    )
