"""The only writer of the organization: units, people, tenure, bodies, grants, stand-ins, notices, calendar."""

from organization.services.channels import (
    add_hook,
    ask_test,
    mail_channel,
    remove_hook,
    switch_channel,
    try_channel,
)
from organization.services.grants import grant, revoke
from organization.services.loading import load_departments, load_holders, load_posts
from organization.services.notices import notify, notify_each, read_notices
from organization.services.people import (
    change_account,
    change_password,
    give_login,
    open_account,
    record_login,
    reopen_account,
    reset_password,
    retire_account,
)
from organization.services.relatives import declare_relative, withdraw_relative
from organization.services.sending import Outgoing, deliver, retry_delivery, send_out
from organization.services.settings import change_hospital, clear_calendar_day, set_calendar_day
from organization.services.terms import (
    begin_membership,
    begin_tenure,
    delegate,
    end_membership,
    end_tenure,
    open_body,
    revoke_delegation,
)
from organization.services.trail import keep_head
from organization.services.units import (
    add_department,
    add_post,
    change_department,
    change_post,
    move_department,
    retire_department,
    retire_post,
)

__all__ = [
    "Outgoing",
    "add_department",
    "add_hook",
    "add_post",
    "ask_test",
    "begin_membership",
    "begin_tenure",
    "change_account",
    "change_department",
    "change_hospital",
    "change_password",
    "change_post",
    "clear_calendar_day",
    "declare_relative",
    "delegate",
    "deliver",
    "end_membership",
    "end_tenure",
    "give_login",
    "grant",
    "keep_head",
    "load_departments",
    "load_holders",
    "load_posts",
    "mail_channel",
    "move_department",
    "notify",
    "notify_each",
    "open_account",
    "open_body",
    "read_notices",
    "record_login",
    "remove_hook",
    "reopen_account",
    "reset_password",
    "retire_account",
    "retire_department",
    "retire_post",
    "retry_delivery",
    "revoke",
    "revoke_delegation",
    "send_out",
    "set_calendar_day",
    "switch_channel",
    "try_channel",
    "withdraw_relative",
]
