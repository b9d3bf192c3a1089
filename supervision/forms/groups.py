"""Titles under which long choices are brought together."""

from typing import Any


def kind_of_department(department: Any) -> str:
    return str(department.get_kind_display())
