"""风险清单 by edition, risk points, opinions on their grade, collective reviews, proposals, grading rules."""

from risks.models.counts import RegisterCount
from risks.models.grading import CollectiveReview, GradeOpinion, GradeRule
from risks.models.points import RiskPoint, RiskRegister
from risks.models.proposals import Proposal

__all__ = ["CollectiveReview", "GradeOpinion", "GradeRule", "Proposal", "RegisterCount", "RiskPoint", "RiskRegister"]
