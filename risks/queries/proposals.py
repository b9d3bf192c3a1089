"""Proposals as each side may see them: a hidden name never leaves the database here."""

from django.db.models import (
    BooleanField,
    Case,
    CharField,
    Exists,
    ExpressionWrapper,
    F,
    OuterRef,
    Q,
    QuerySet,
    Value,
    When,
)
from django.utils.translation import gettext as _

from organization import queries
from organization.models import Department, Person
from organization.roles import Action
from risks.models import Proposal, RiskPoint
from risks.rules import scopes
from risks.states import Finder, ProposalState

RELATED = ("department", "post", "power", "step", "point", "answered_by")


def _shown(rows: QuerySet[Proposal], by: Person) -> QuerySet[Proposal]:
    """Rows without their author: `proposer` is the name, or a sentence where it is hidden from `by`."""
    is_mine = ExpressionWrapper(Q(by=by.pk), output_field=BooleanField())
    may_name = queries.departments_for(by, Action.SEE_HIDDEN_NAMES).filter(pk=OuterRef("department_id"))
    hidden = Q(is_name_hidden=True) & ~Q(by=by.pk)
    return (
        rows.select_related(*RELATED)
        .defer("by")
        .annotate(
            is_mine=is_mine,
            is_nameable=Case(When(hidden & Exists(may_name), then=True), default=False, output_field=BooleanField()),
            proposer=Case(
                When(hidden, then=Value(_("（建议人要求隐去姓名）"))), default=F("by__name"), output_field=CharField()
            ),
        )
    )


def _received(by: Person) -> Q:
    """Put to departments whose drafts `by` sees, or about a leadership post that is theirs or theirs to keep."""
    departments = queries.departments_for(by, Action.SEE_DRAFTS).values("pk")
    keeping = Exists(scopes.at_root(by, Action.SUBMIT_LEADERSHIP, Action.SUPERVISE))
    leadership = Q(keeping) | Q(post__in=scopes.own_leadership_posts(by).values("pk"))
    return Q(department__in=departments, is_leadership=False) | Q(leadership, is_leadership=True)


def proposals_for(by: Person) -> QuerySet[Proposal]:
    """Proposals `by` made or whose receiver `by` is."""
    return _shown(Proposal.objects.filter(Q(by=by.pk) | _received(by)), by)


def proposals_received(by: Person) -> QuerySet[Proposal]:
    """Proposals put to departments `by` works for or answers for."""
    return _shown(Proposal.objects.filter(_received(by)), by)


def proposals_made(by: Person) -> QuerySet[Proposal]:
    """Proposals `by` made."""
    return _shown(Proposal.objects.filter(by=by.pk), by)


def proposal_for(by: Person, pk: int) -> Proposal | None:
    """One proposal, or None where `by` may not know of it."""
    return proposals_for(by).filter(pk=pk).first()


def proposals_of(by: Person, point: RiskPoint) -> QuerySet[Proposal]:
    """The proposals a point was adopted from, as far as `by` is party to them."""
    if point.finder not in (Finder.LEADER, Finder.COLLEAGUES):
        return Proposal.objects.none()
    return proposals_for(by).filter(point=point).order_by("at", "id")


def proposals_waiting(by: Person) -> QuerySet[Proposal]:
    """Open proposals `by` may answer."""
    departments = queries.departments_to_file(by).values("pk")
    keeping = Exists(scopes.at_root(by, Action.SUBMIT_LEADERSHIP))
    own = scopes.own_leadership_posts(by).values("pk")
    answerable = Q(is_leadership=False, department__in=departments)
    answerable |= Q(Q(keeping) | Q(post__in=own), is_leadership=True)
    return _shown(Proposal.objects.filter(answerable, state=ProposalState.OPEN), by).order_by("at", "id")


def departments_to_propose(by: Person) -> QuerySet[Department]:
    """Departments to which `by` may propose as a leader."""
    return queries.departments_for(by, Action.PROPOSE)
