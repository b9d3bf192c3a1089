"""Reads of powers, their editions, charts and libraries; each answers for whom."""

from core.queries import history_of
from organization.queries import departments_to_file
from powers.queries.approval import approval_of
from powers.queries.chain import chain_links, chain_of
from powers.queries.checks import list_faults, power_faults
from powers.queries.contents import content_of, whole
from powers.queries.flows import chart, flows_of, lane, post_text, posts, posts_by_text
from powers.queries.history import history_of_power, latest_changes, power_with_history
from powers.queries.library import (
    bases,
    bases_found,
    bases_of_keys,
    basis,
    departments_citing,
    filers_of,
    may_keep_library,
    powers_citing,
    regulation,
    regulations,
)
from powers.queries.lists import (
    change_counts,
    editions_beside,
    editions_to_open,
    in_force_list,
    is_on_behalf,
    list_for,
    lists_for,
    marked,
    removed_powers,
    seen_through_list,
    working_list,
)
from powers.queries.powers import (
    bases_of,
    editions_of_power,
    merge_groups,
    mergeable,
    power_for,
    powers_for,
    powers_in,
    powers_in_force,
    with_bases,
)

__all__ = [
    "approval_of",
    "bases",
    "bases_found",
    "bases_of",
    "bases_of_keys",
    "basis",
    "chain_links",
    "chain_of",
    "change_counts",
    "chart",
    "content_of",
    "departments_citing",
    "departments_to_file",
    "editions_beside",
    "editions_of_power",
    "editions_to_open",
    "filers_of",
    "flows_of",
    "history_of",
    "history_of_power",
    "in_force_list",
    "is_on_behalf",
    "lane",
    "latest_changes",
    "list_faults",
    "list_for",
    "lists_for",
    "marked",
    "may_keep_library",
    "merge_groups",
    "mergeable",
    "post_text",
    "posts",
    "posts_by_text",
    "power_faults",
    "power_for",
    "power_with_history",
    "powers_citing",
    "powers_for",
    "powers_in",
    "powers_in_force",
    "regulation",
    "regulations",
    "removed_powers",
    "seen_through_list",
    "whole",
    "with_bases",
    "working_list",
]
