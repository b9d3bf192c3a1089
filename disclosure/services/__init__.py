"""The only writer of disclosure: scopes, secrecy opinions, publications."""

from disclosure.services.publications import publish_powers
from disclosure.services.reviews import give_secrecy_opinion, give_secrecy_opinions, settle_scope, settle_scopes

__all__ = ["give_secrecy_opinion", "give_secrecy_opinions", "publish_powers", "settle_scope", "settle_scopes"]
