"""Mozilla's Observatory as arithmetic: what the headers of one answer over HTTPS are worth, from 100."""

import re
from http.cookies import Morsel

from django.http.response import HttpResponseBase

HALF_A_YEAR = 15_768_000
PRIVATE_REFERRERS = {"no-referrer", "same-origin", "strict-origin", "strict-origin-when-cross-origin"}
Directives = dict[str, list[str]]


def directives(response: HttpResponseBase) -> Directives:
    """The content security policy: directive → its sources."""
    parts = (part.split() for part in response.headers.get("Content-Security-Policy", "").split(";"))
    return {name: sources for name, *sources in filter(None, parts)}


def score(response: HttpResponseBase) -> int:
    """Bonuses count only from 90 on, as on the site; for an answer without cookies the most is 130."""
    policy, headers = directives(response), response.headers
    worth = [
        _policy(policy),
        *(_cookie(cookie) for cookie in response.cookies.values()),
        _transport(headers.get("Strict-Transport-Security", "")),
        _framing(policy, headers.get("X-Frame-Options", "")),
        0 if headers.get("X-Content-Type-Options") == "nosniff" else -5,
        5 if headers.get("Referrer-Policy") in PRIVATE_REFERRERS else 0,
        10 if headers.get("Cross-Origin-Resource-Policy") == "same-origin" else 0,
        0 if "Access-Control-Allow-Origin" not in headers else -50,
    ]
    base = 100 + sum(points for points in worth if points < 0)
    return base + sum(points for points in worth if points > 0) if base >= 90 else base


def _policy(policy: Directives) -> int:
    scripts = policy.get("script-src", policy.get("default-src", ["*"]))
    styles = policy.get("style-src", policy.get("default-src", ["*"]))
    if {"*", "https:", "http:", "data:", "'unsafe-inline'"} & set(scripts):
        return -20
    if "'unsafe-eval'" in scripts:
        return -10
    if "'unsafe-inline'" in styles:
        return 0
    return 10 if policy.get("default-src") == ["'none'"] else 5


def _cookie(cookie: Morsel) -> int:
    """Nobody's bonus: a cookie without Secure, HttpOnly or SameSite only costs."""
    is_kept = cookie["secure"] and cookie["httponly"] and cookie["samesite"] in ("Lax", "Strict")
    return 0 if is_kept else -40


def _transport(header: str) -> int:
    age = re.search(r"max-age=(\d+)", header)
    if age is None:
        return -20
    return 0 if int(age[1]) >= HALF_A_YEAR else -10


def _framing(policy: Directives, header: str) -> int:
    if policy.get("frame-ancestors") == ["'none'"]:
        return 5
    return 0 if header in ("DENY", "SAMEORIGIN") else -20
