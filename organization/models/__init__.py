"""Departments, posts, people, tenure, bodies, grants, stand-ins, notices, channels and the working calendar."""

from organization.models.bodies import Body, Membership
from organization.models.calendar import CalendarDay
from organization.models.channels import Channel, Delivery
from organization.models.grants import Delegation, RoleGrant
from organization.models.hospital import Hospital
from organization.models.notices import Notice
from organization.models.people import PasswordRecord, Person, Tenure
from organization.models.relatives import Relative
from organization.models.units import Department, Post

__all__ = [
    "Body",
    "CalendarDay",
    "Channel",
    "Delegation",
    "Delivery",
    "Department",
    "Hospital",
    "Membership",
    "Notice",
    "PasswordRecord",
    "Person",
    "Post",
    "Relative",
    "RoleGrant",
    "Tenure",
]
