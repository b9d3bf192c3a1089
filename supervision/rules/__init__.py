"""Who may do what in the year's supervision, by noun."""

from supervision.rules.findings import open_finding

__all__ = ["open_finding"]
