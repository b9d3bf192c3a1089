"""The public face as `SITE_FACE=public` runs it, and the database role it runs by."""

import importlib
import os
import runpy
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.db import connection, transaction
from django.test import override_settings
from django.urls import clear_url_caches, set_urlconf

from config import urls
from tests.deployment import ROOT

ROLE = f"lianfang_public_{os.environ.get('PYTEST_XDIST_WORKER', 'gw0')}"
"""A role is the whole cluster's, while each worker of pytest has a database of its own."""
GRANTS = ROOT / "docs/sql/public_role.sql"
NAMES = ("SITE_FACE", "IS_PUBLIC_ALONE", "MIDDLEWARE", "TEMPLATES")


@contextmanager
def alone() -> Iterator[None]:
    """Addresses, middleware and context of the public face alone."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SITE_FACE", "public")
        read = runpy.run_path(str(ROOT / "config/settings.py"))
    with override_settings(**{name: read[name] for name in NAMES}):
        _mount()
        try:
            yield
        finally:
            set_urlconf(None)
    _mount()


def _mount() -> None:
    importlib.reload(urls)
    clear_url_caches()


def apply_grants() -> None:
    """What `psql -f docs/sql/public_role.sql` does, in the transaction of the test if there is one."""
    statements = GRANTS.read_text().replace("\nBEGIN;\n", "\n", 1).replace("\nCOMMIT;\n", "\n", 1)
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statements.replace("lianfang_public", ROLE))


@contextmanager
def as_role() -> Iterator[None]:
    """Every statement inside is the public role's."""
    with connection.cursor() as cursor:
        cursor.execute(f"SET ROLE {ROLE}")
        try:
            yield
        finally:
            cursor.execute("RESET ROLE")
