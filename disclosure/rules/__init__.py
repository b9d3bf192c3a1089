"""What may be done in disclosure, by whom and when."""

from disclosure.rules.publications import withdraw
from disclosure.rules.reviews import give_secrecy_opinion, settle_scope

__all__ = ["give_secrecy_opinion", "settle_scope", "withdraw"]
