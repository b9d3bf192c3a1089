"""Pages of the organization, by noun."""

from organization.views import accounts, bodies, calendar, delegations, grants, login, notices, posts, trail, units

__all__ = [
    "accounts",
    "bodies",
    "calendar",
    "delegations",
    "grants",
    "login",
    "notices",
    "posts",
    "trail",
    "units",
]
