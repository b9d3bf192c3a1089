"""Forms of disclosure, one module a noun."""

from disclosure.forms.asking import AskForm, RatingForm
from disclosure.forms.reviews import SecrecyForm, posted_scopes, posted_seen

__all__ = ["AskForm", "RatingForm", "SecrecyForm", "posted_scopes", "posted_seen"]
