"""Shapes of input of the organization, by noun."""

from organization.forms import accounts, terms, trail, units

__all__ = ["accounts", "terms", "trail", "units"]
