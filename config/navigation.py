"""The left navigation by the chain: the business only for those who are no administrator."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext_lazy as _

from organization import queries
from organization.roles import Role


@dataclass(frozen=True)
class Place:
    """One entry: a label, the name of its address, and whether the three administrators see it too."""

    label: Any
    url_name: str
    prefix: str
    is_for_everyone: bool = False


PLACES = (
    Place(_("我的待办"), "desk:inbox", "/desk/", is_for_everyone=True),
    Place(_("职权"), "powers:home", "/powers/"),
    Place(_("风险"), "risks:home", "/risks/"),
    Place(_("防控"), "controls:home", "/controls/"),
    Place(_("审批"), "approvals:home", "/approvals/"),
    Place(_("监督"), "supervision:home", "/supervision/"),
    Place(_("公开"), "disclosure_desk:home", "/disclosure/"),
    Place(_("机构"), "organization:home", "/organization/", is_for_everyone=True),
)


WORK = {Role.SYSADMIN: _("账号"), Role.SECADMIN: _("授权"), Role.AUDITOR: _("审计记录")}
"""What each of the three administrators keeps."""


def shell(request: HttpRequest) -> dict[str, Any]:
    """The shell's values, lazy, so that a page without a shell asks nothing of the database."""
    person = getattr(request, "user", None)
    values: dict[str, Any] = {"hospital": SimpleLazyObject(queries.hospital)}
    if person is not None and person.is_authenticated:
        values |= {
            "navigation": SimpleLazyObject(lambda: entries(request)),
            "posts_of_person": SimpleLazyObject(lambda: list(queries.posts_held(person).select_related("department"))),
            "unread_count": SimpleLazyObject(lambda: queries.unread_count(person)),
        }
    return values


def entries(request: HttpRequest) -> list[dict[str, Any]]:
    """Entries for the person of the request; whether one is current comes from the address.

    The three administrators find under 机构 one page alone, so the entry bears that page's name.
    """
    work = administrators_work(request)
    shown = [place for place in PLACES if place.is_for_everyone or not work]
    return [
        {
            "label": work if work and place.url_name == "organization:home" else place.label,
            "url": _address(place),
            "is_current": request.path.startswith(place.prefix),
        }
        for place in shown
    ]


def administrators_work(request: HttpRequest) -> Any:
    """What the request's person keeps as one of the three administrators; nothing for everyone else."""
    known = request.user.held_roles
    held = queries.roles_of(request.user) if known is None else known
    return next((work for role, work in WORK.items() if role in held), "")


def is_administrator(request: HttpRequest) -> bool:
    """Is the request's person one of the three administrators?"""
    return bool(administrators_work(request))


def _address(place: Place) -> str:
    try:
        return reverse(place.url_name)
    except NoReverseMatch:
        return place.prefix
