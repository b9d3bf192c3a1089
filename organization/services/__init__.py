"""The only writer of the organization: units, people, tenure, bodies, grants, stand-ins, notices, calendar."""

from organization.services.grants import grant, revoke
from organization.services.notices import notify
from organization.services.people import open_account
from organization.services.units import add_department, add_post

__all__ = ["add_department", "add_post", "grant", "notify", "open_account", "revoke"]
