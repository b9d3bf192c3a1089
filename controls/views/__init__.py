"""Pages of control tables, measures and their printing."""

from controls.views import measures, prints, tables

__all__ = ["measures", "prints", "tables"]
