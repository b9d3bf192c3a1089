"""Who may do what where, and who may change what of the organization."""

from organization.rules.keeping import (
    change_post,
    declare_relative,
    delegate,
    file,
    file_leadership,
    grant,
    keep_accounts,
    keep_grants,
    keep_organization,
    move_department,
    read_trail,
    revoke,
    revoke_delegation,
    withdraw_relative,
)

__all__ = [
    "change_post",
    "declare_relative",
    "delegate",
    "file",
    "file_leadership",
    "grant",
    "keep_accounts",
    "keep_grants",
    "keep_organization",
    "move_department",
    "read_trail",
    "revoke",
    "revoke_delegation",
    "withdraw_relative",
]
