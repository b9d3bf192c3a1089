"""Pages of control tables, measures, conflicts of duty, and printing."""

from controls.views import conflicts, measures, prints, tables

__all__ = ["conflicts", "measures", "prints", "tables"]
