"""A database of its own for what replaces databases: a copy of the one that tests run on, or SQLite made from the models."""

import sqlite3
import subprocess
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.db import connection, connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.migrations.recorder import MigrationRecorder
from django.db.utils import load_backend

from config.backups import places, postgres

NAME = "lianfang_scratch"
_ready: dict[str, bytes] = {}
"""SQLite made from the models, and a dump of what the tests run on: once a run."""


@contextmanager
def database(vendor: str, folder: Path) -> Iterator[None]:
    """Everything inside asks a new database of the engine with nothing but what migrations ship; outside of the test's transaction."""
    kept = connections["default"]
    make = _copied_file if vendor == kept.vendor == "sqlite" else _copied_database
    with (_made_file if vendor != kept.vendor else make)(kept, folder) as own:
        connections["default"] = own
        ContentType.objects.clear_cache()
        try:
            yield
        finally:
            own.close()
            connections["default"] = kept
            ContentType.objects.clear_cache()


@contextmanager
def _copied_file(kept: BaseDatabaseWrapper, folder: Path) -> Iterator[BaseDatabaseWrapper]:
    kept.ensure_connection()
    kept.connection.rollback()  # SQLite would wait for ever for the transaction of this very test, which did nothing yet
    with closing(sqlite3.connect(folder / "scratch.sqlite3")) as copy:
        kept.connection.backup(copy)
    kept.connection.execute("BEGIN")
    yield _renamed(kept, str(folder / "scratch.sqlite3"))


def _renamed(kept: BaseDatabaseWrapper, name: str) -> BaseDatabaseWrapper:
    own = kept.copy()
    own.settings_dict["NAME"] = name
    return own


@contextmanager
def _copied_database(kept: BaseDatabaseWrapper, folder: Path) -> Iterator[BaseDatabaseWrapper]:
    """By a dump: a copy by TEMPLATE must be alone with its database, to which browser tests keep connections of their own."""
    name, told = f"{NAME}_{kept.settings_dict['NAME']}", postgres.environment()
    if "dump" not in _ready:
        _ready["dump"] = _ran(["pg_dump", "--no-owner"], told)
    with kept._nodb_cursor() as cursor:
        cursor.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
        cursor.execute(f'CREATE DATABASE "{name}" TEMPLATE template0')
    _ran(["psql", "--no-psqlrc", "--quiet", "--set=ON_ERROR_STOP=1"], told | {"PGDATABASE": name}, _ready["dump"])
    yield _renamed(kept, name)
    with kept._nodb_cursor() as cursor:
        cursor.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


def _ran(command: list[str], told: dict[str, str], given: bytes = b"") -> bytes:
    return subprocess.run(command, env=told, input=given, capture_output=True, check=True).stdout


@contextmanager
def _made_file(kept: BaseDatabaseWrapper, folder: Path) -> Iterator[BaseDatabaseWrapper]:
    """SQLite where the tests run on PostgreSQL: migrating it would take a minute, its tables and shipped rows a moment."""
    told = kept.settings_dict | {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": str(folder / "scratch.sqlite3"),
        "OPTIONS": {"transaction_mode": "IMMEDIATE"},
    }
    own = load_backend(told["ENGINE"]).DatabaseWrapper(told, "default")
    if "file" not in _ready:
        _make(own)
        own.close()
        _ready["file"] = (folder / "scratch.sqlite3").read_bytes()
    (folder / "scratch.sqlite3").write_bytes(_ready["file"])
    yield own


def _make(own: BaseDatabaseWrapper) -> None:
    models = [model for model in apps.get_models() if model._meta.managed]
    shipped = [(model, list(model._base_manager.all())) for model in models if not model._meta.proxy]
    ran = places.known()[0]
    kept, connections["default"] = connections["default"], own
    try:
        with own.schema_editor() as editor:
            for model, _rows in shipped:
                editor.create_model(model)
        with own.constraint_checks_disabled():
            for model, rows in shipped:
                model._base_manager.bulk_create(rows)
        recorder = MigrationRecorder(own)
        for node in sorted(ran):
            recorder.record_applied(*node.split(".", 1))
    finally:
        connections["default"] = kept


def run_sql(sql: str) -> None:
    """A change behind the services and, on PostgreSQL, behind the triggers."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET session_replication_role = replica")
        cursor.execute(sql)
        if connection.vendor == "postgresql":
            cursor.execute("RESET session_replication_role")
