"""What every printing by the worker has in common: the digest of what is printed, and keeping the file."""

import dataclasses
from collections.abc import Callable, Iterable
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from core import calculations
from core.models import Duty
from core.rules import Denied
from core.services.attachments import store

OFFICE = "application/vnd.openxmlformats-officedocument."
CONTENT_TYPES = {
    "pdf": "application/pdf",
    "docx": f"{OFFICE}wordprocessingml.document",
    "xlsx": f"{OFFICE}spreadsheetml.sheet",
}
"""Kind of file, which is its ending too → what it is served as."""


def print_digest(printed: Any) -> str:
    """SHA-256 of everything a drawing depends on but its template; `printed` is a dataclass of words, figures and days."""
    return calculations.sha256(dataclasses.asdict(printed, dict_factory=_with_days_as_text))


def _with_days_as_text(pairs: Iterable[tuple[str, Any]]) -> dict[str, Any]:
    return {name: str(value) if isinstance(value, date) else value for name, value in pairs}


def refuse_changed(duty: Duty, printed: Any) -> None:
    """Raises `Denied` when `printed` is no longer what was asked for: the duty's key would hand out the wrong file."""
    if print_digest(printed) != duty.payload["digest"]:
        raise Denied(_("生成之前内容又有改动，没有生成文件。请重新打印。"))


def keep_print(
    duty: Duty, data: bytes, phase: Callable[..., None], *, kind: str = "", **subject: Any
) -> dict[str, Any]:
    """Keep what was drawn for `duty` under its title, and return what its handler does.

    `kind` is the duty's own when not said; `subject` is `store`'s.
    """
    phase(_("保存"), 4, 4)
    kind = kind or duty.payload["kind"]
    stored = store(data, name=f"{duty.title}.{kind}", content_type=CONTENT_TYPES[kind], **subject)
    return {"result": stored}
