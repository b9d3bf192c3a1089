"""Who may do what to registers, points, grades and proposals now: returns, or raises `Denied`."""

from risks.rules.grades import (
    ask_hearing,
    give_opinion,
    hear,
    is_heard,
    make_rule,
    opinion_source,
    settle,
    withdraw_opinion,
)
from risks.rules.points import change_point, file_point, find_collectively, remove_point, say_how_found
from risks.rules.proposals import adopt, answer, decline, propose, reveal_proposer, suggest
from risks.rules.registers import (
    anchor,
    change_register,
    follow_power_list,
    hold_review,
    open_register,
    open_registers,
)

__all__ = [
    "adopt",
    "anchor",
    "answer",
    "ask_hearing",
    "change_point",
    "change_register",
    "decline",
    "file_point",
    "find_collectively",
    "follow_power_list",
    "give_opinion",
    "hear",
    "hold_review",
    "is_heard",
    "make_rule",
    "open_register",
    "open_registers",
    "opinion_source",
    "propose",
    "remove_point",
    "reveal_proposer",
    "say_how_found",
    "settle",
    "suggest",
    "withdraw_opinion",
]
