"""PDF, drawn by `weasy`, which is opened at the first document: a machine without Pango runs everything else."""

import importlib
from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext as _

Phase = Callable[[str, int, int], Any]


class PangoMissing(Exception):
    """WeasyPrint can't open its libraries; the text says what to install and reaches the person who waits."""


def render(html: str, *, css: str = "", phase: Phase | None = None) -> bytes:
    """`weasy.render`. Raises `PangoMissing` where the system's library is not installed."""
    try:
        weasy = importlib.import_module("core.documents.weasy")
    except OSError as error:
        text = _("服务器缺少 Pango，不能生成 PDF。请系统管理员安装：apt-get install libpango-1.0-0 libpangoft2-1.0-0")
        raise PangoMissing(text) from error
    return weasy.render(html, css=css, phase=phase)
