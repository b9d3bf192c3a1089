"""Purging what nginx keeps: each address that shows what was published or taken off is fetched through it anew at once.

nginx has no purge; a request with the key passes its cache by and what is answered takes the old answer's place.
"""

import http.client
from collections.abc import Callable, Iterable
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.translation import gettext as _

from core import services as core_services
from core.models import Duty
from core.states import DutyState
from disclosure.models import Publication
from disclosure.queries import affected
from disclosure.states import Face

KIND = "disclosure.refresh"
SECONDS = 10
SHORTEST_KEY = 16
"""nginx believes no shorter one."""
PASSED_BY = "BYPASS"
"""What nginx says in X-Cache of a request that it did not answer out of its cache."""
KEPT = frozenset({*range(200, 300), 404, 410})
"""Answers that nginx keeps in place of what was there."""


class Unreachable(Exception):
    """nginx, or the public face behind it, does not answer as it should; the duty is tried again."""


def is_on() -> bool:
    """Whether there is an nginx to tell, and a key by which it knows us."""
    return bool(settings.REFRESH_URL) and len(settings.REFRESH_KEY) >= SHORTEST_KEY


def ask(publication: Publication) -> None:
    """Have the addresses of a publication fetched anew once this transaction is committed."""
    if not is_on() or publication.face != Face.OPEN:
        return
    core_services.ask(
        kind=KIND,
        key=f"{KIND}:{publication.sequence}:{publication.state}",
        payload={"addresses": affected.affected(publication)},
        title=_("刷新公开网页缓存"),
    )


def handle(duty: Duty, phase: Callable[..., None]) -> None:
    """What shows the publication itself at once; what shows every publication by the last duty of those that wait."""
    refresh(duty.payload["addresses"])
    if not Duty.objects.filter(kind=KIND, state=DutyState.WAITING, pk__gt=duty.pk).exists():
        refresh(affected.shared())


def refresh(addresses: Iterable[str]) -> int:
    """Fetch each path past the cache of nginx, which keeps the fresh answer; returns how many. Without an nginx none.

    Raises `Unreachable` at the first answer that would leave the old one in its place.
    """
    if not is_on():
        return 0
    connection, paths = _connection(), list(addresses)
    try:
        for path in paths:
            _fetch(connection, path)
    except (OSError, http.client.HTTPException) as error:
        raise Unreachable(_("公开网页的缓存没有刷新：%(error)s") % {"error": error}) from error
    finally:
        connection.close()
    return len(paths)


def _connection() -> http.client.HTTPConnection:
    asked = urlsplit(settings.REFRESH_URL)
    kind = http.client.HTTPSConnection if asked.scheme == "https" else http.client.HTTPConnection
    return kind(asked.hostname or "", asked.port, timeout=SECONDS)


def _fetch(connection: http.client.HTTPConnection, address: str) -> None:
    connection.request("GET", address, headers=_headers())
    answer = connection.getresponse()
    answer.read()
    if answer.getheader("X-Cache", PASSED_BY) != PASSED_BY:
        raise Unreachable(_("公开网页的缓存没有刷新：nginx 不认 REFRESH_KEY"))
    if answer.status not in KEPT:
        words = {"address": address, "status": answer.status}
        raise Unreachable(_("公开网页的缓存没有刷新：%(address)s 回答 %(status)d") % words)


def _headers() -> dict[str, Any]:
    """As a reader's request, by the address that readers use: what is kept of it is what they get."""
    readers = urlsplit(settings.OPEN_URL)
    return {"Host": readers.netloc, "X-Forwarded-Proto": readers.scheme, "X-Refresh-Key": settings.REFRESH_KEY}
