"""Asking every verifier: within one view of the database, so that what is written meanwhile is no breach."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from django.db import connection, transaction
from django.utils.translation import gettext as _

from core.registry import Breach, Verifier, registry

logger = logging.getLogger(__name__)


@dataclass
class Finding:
    """What one verifier found: how much it held against its hashes, and the first breach with how many follow."""

    title: str
    checked: int = 0
    count: int = 0
    first: Breach | None = None
    shown: list[Breach] = field(default_factory=list)


@contextmanager
def one_view() -> Iterator[None]:
    """Everything read inside is of one moment, and nobody who writes has to wait."""
    if connection.in_atomic_block:
        yield
    elif connection.vendor == "postgresql":
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            yield
    else:  # on SQLite `atomic` would take the one writer's turn
        with connection.cursor() as cursor:
            cursor.execute("BEGIN DEFERRED")
            try:
                yield
            finally:
                cursor.execute("ROLLBACK")


def everything(*, is_all: bool = False) -> Iterator[Finding]:
    """One finding for each part, in order; `is_all` keeps every breach to be shown, else only the first is held."""
    with one_view():
        for verifier in registry.proof():
            yield _found(verifier, is_all=is_all)


def _found(verifier: Verifier, *, is_all: bool) -> Finding:
    finding = Finding(str(verifier.title))

    def checked() -> None:
        finding.checked += 1

    for breach in _asked(verifier, checked):
        finding.count += 1
        finding.first = finding.first or breach
        if is_all:
            finding.shown.append(breach)
    return finding


def _asked(verifier: Verifier, checked) -> Iterator[Breach]:
    """What was put into the tables by hand may have a form that cannot be read at all; that is a breach too."""
    try:
        yield from verifier.find(checked)
    except Exception as error:
        logger.exception("verifier %s stopped", verifier.title)
        text = _("核对到这里中断，其后没有核对：数据的形状被改过（%(error)s）")
        yield Breach(str(verifier.title), text % {"error": repr(error)})
