"""Who is who, who may do what where, and what a person sees of the organization."""

from organization.queries.access import (
    acting_as,
    departments_for,
    holders,
    may,
    may_anywhere,
    posts_held,
    principals,
    roles_of,
    root,
    system_actor,
)
from organization.queries.calendar import workday_overrides, workdays_after
from organization.queries.shell import hospital, unread_count

__all__ = [
    "acting_as",
    "departments_for",
    "holders",
    "hospital",
    "may",
    "may_anywhere",
    "posts_held",
    "principals",
    "roles_of",
    "root",
    "system_actor",
    "unread_count",
    "workday_overrides",
    "workdays_after",
]
