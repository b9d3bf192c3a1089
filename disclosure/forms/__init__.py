"""Forms of disclosure, one module a noun."""

from disclosure.forms.reviews import SecrecyForm, posted_scopes, posted_seen

__all__ = ["SecrecyForm", "posted_scopes", "posted_seen"]
