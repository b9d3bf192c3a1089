"""The only writer of the organization: units, people, tenure, bodies, grants, stand-ins, notices, calendar."""

from organization.services.grants import grant, revoke
from organization.services.loading import load_departments, load_holders, load_posts
from organization.services.notices import notify, read_notices
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
    "add_department",
    "add_post",
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
    "end_membership",
    "end_tenure",
    "give_login",
    "grant",
    "keep_head",
    "load_departments",
    "load_holders",
    "load_posts",
    "move_department",
    "notify",
    "open_account",
    "open_body",
    "read_notices",
    "record_login",
    "reopen_account",
    "reset_password",
    "retire_account",
    "retire_department",
    "retire_post",
    "revoke",
    "revoke_delegation",
    "set_calendar_day",
    "withdraw_relative",
]
