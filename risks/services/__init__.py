"""The only writer of registers, points, opinions, reviews, proposals and the grading rule."""

from risks.services.grades import make_rule, stand_on
from risks.services.opinions import ask_hearing, give_opinion, hear, withdraw_opinion
from risks.services.points import PointEntry, change_point, file_point, file_points, remove_point
from risks.services.proposals import adopt, decline, propose, reveal_proposer, suggest
from risks.services.registers import follow_after_force, follow_power_list, open_register, open_registers
from risks.services.reviews import hold_review

__all__ = [
    "PointEntry",
    "adopt",
    "ask_hearing",
    "change_point",
    "decline",
    "file_point",
    "file_points",
    "follow_after_force",
    "follow_power_list",
    "give_opinion",
    "hear",
    "hold_review",
    "make_rule",
    "open_register",
    "open_registers",
    "propose",
    "remove_point",
    "reveal_proposer",
    "stand_on",
    "suggest",
    "withdraw_opinion",
]
