"""The only writer of disclosure: scopes, secrecy opinions, publications."""

from disclosure.services.publications import publish_correction, publish_powers, withdraw
from disclosure.services.reviews import (
    follow_frozen,
    give_secrecy_opinion,
    give_secrecy_opinions,
    settle_scope,
    settle_scopes,
)

__all__ = [
    "follow_frozen",
    "give_secrecy_opinion",
    "give_secrecy_opinions",
    "publish_correction",
    "publish_powers",
    "settle_scope",
    "settle_scopes",
    "withdraw",
]
