"""Pages of the composition root: the front door, 我的待办, global search, loading a workbook."""

from config.views import front, loading, search

__all__ = ["front", "loading", "search"]
