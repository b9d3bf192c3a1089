"""职权目录 by edition, powers with bases, materials and flow charts; the libraries of bases and regulations."""

from powers.models.dues import ReviewDue
from powers.models.flows import Flow, FlowLink, FlowStep
from powers.models.library import LegalBasis, Regulation
from powers.models.powers import Material, Power, PowerBasis, PowerList
from powers.models.regulations import (
    RegulationReview,
    RegulationVersion,
    ReviewAnswer,
    ReviewCorrection,
    ReviewOpinion,
)

__all__ = [
    "Flow",
    "FlowLink",
    "FlowStep",
    "LegalBasis",
    "Material",
    "Power",
    "PowerBasis",
    "PowerList",
    "Regulation",
    "RegulationReview",
    "RegulationVersion",
    "ReviewAnswer",
    "ReviewCorrection",
    "ReviewDue",
    "ReviewOpinion",
]
