"""What the year's supervision prints to a file or reads from one."""

from supervision.documents.warning_letter import letter

__all__ = ["letter"]
