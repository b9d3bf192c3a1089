"""Pages of control tables, measures, receipts, conflicts of duty, rotation, and printing."""

from controls.views import conflicts, measures, prints, receipts, rotations, tables

__all__ = ["conflicts", "measures", "prints", "receipts", "rotations", "tables"]
