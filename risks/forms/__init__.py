"""Shapes of what is filed about risks: points, opinions, reviews, proposals, the grading rule; filters of lists."""

from risks.forms.filters import AllPointFilters, FormerFilters, PointFilters, ProposalFilters, RegisterFilters
from risks.forms.grading import HearForm, HearingForm, OpinionForm, ReviewForm, RuleForm
from risks.forms.points import ChoosePostForm, EditPointForm, NewPointForm
from risks.forms.proposals import AdoptForm, DeclineForm, ProposalForm

__all__ = [
    "AdoptForm",
    "AllPointFilters",
    "ChoosePostForm",
    "DeclineForm",
    "EditPointForm",
    "FormerFilters",
    "HearForm",
    "HearingForm",
    "NewPointForm",
    "OpinionForm",
    "PointFilters",
    "ProposalFilters",
    "ProposalForm",
    "RegisterFilters",
    "ReviewForm",
    "RuleForm",
]
