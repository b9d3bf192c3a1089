"""Which 公开范围 reaches everybody whom another one reaches."""

from powers.states import DisclosureScope as Scope

COVERED: dict[str, frozenset[str]] = {
    Scope.SOCIETY: frozenset(Scope),
    Scope.HOSPITAL: frozenset(Scope) - {Scope.SOCIETY},
    Scope.PARTY_MEMBERS: frozenset({Scope.PARTY_MEMBERS, Scope.DEPARTMENT, Scope.NONE}),
    Scope.RELATED: frozenset({Scope.RELATED, Scope.DEPARTMENT, Scope.NONE}),
    Scope.DEPARTMENT: frozenset({Scope.DEPARTMENT, Scope.NONE}),
    Scope.CLIENT: frozenset({Scope.CLIENT, Scope.NONE}),
    Scope.NONE: frozenset({Scope.NONE}),
}
"""Scopes whose readers all read what is open with the first one: people of the responsible department read all of its own."""


def covers(scope: str, wanted: str) -> bool:
    """Does what is open with `scope` reach everybody for whom `wanted` stands?"""
    return wanted in COVERED[scope]
