"""Who may do what where, and who may change what of the organization."""

from organization.rules.channels import add_hook, hook_fault, keep_channel, remove_hook, retry_delivery
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
    "add_hook",
    "change_post",
    "declare_relative",
    "delegate",
    "file",
    "file_leadership",
    "grant",
    "hook_fault",
    "keep_accounts",
    "keep_channel",
    "keep_grants",
    "keep_organization",
    "move_department",
    "read_trail",
    "remove_hook",
    "retry_delivery",
    "revoke",
    "revoke_delegation",
    "withdraw_relative",
]
