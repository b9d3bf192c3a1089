"""Where what belongs into a backup lies on this machine, and which engine holds the database."""

import os
from collections.abc import Iterator
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any, Protocol, cast

from django.conf import settings
from django.core.files.storage import default_storage
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.utils.translation import gettext as _

from config import secret_key
from config.backups import postgres, sqlite
from config.backups.manifest import Table, Unfit, is_counted


class Reader(Protocol):
    """One moment of a database."""

    def rows(self, sql: str) -> list[Any]: ...
    def tables(self) -> list[str]: ...
    def digest(self, table: str) -> Table: ...
    def roles(self) -> list[str]: ...


class Engine(Protocol):
    """What `sqlite` and `postgres` both do."""

    def refuse_missing_programs(self) -> None: ...
    def now(self) -> AbstractContextManager[Reader]: ...
    def snapshot(self, folder: Path) -> AbstractContextManager[tuple[Path, Reader]]: ...
    def unpack_beside(self) -> Path | None: ...
    def refuse_running(self, roles: list[str]) -> None: ...
    def restore(self, dump: Path, roles: list[str]) -> None: ...


def engine() -> Engine:
    """The module for the database that is set."""
    found = {"sqlite": sqlite, "postgresql": postgres}.get(connection.vendor)
    if found is None:
        raise Unfit(_("不会备份这种数据库：%s") % connection.display_name)
    return cast(Engine, found)


def tables(reader: Reader) -> dict[str, Table]:
    """Every table that is compared, with its rows and digest."""
    return {name: reader.digest(name) for name in reader.tables() if is_counted(name)}


def files() -> Path:
    """`MEDIA_ROOT`: attachments and what was printed."""
    return Path(default_storage.path(""))


def heads() -> Path:
    """`AUDIT_HEAD_DIR`."""
    return Path(settings.AUDIT_HEAD_DIR)


def key() -> Path | None:
    """The file of the secret key; None when the key stands in the environment itself."""
    named = os.environ.get("SECRET_KEY_FILE")
    if named:
        return Path(named)
    return None if os.environ.get("SECRET_KEY") else secret_key.place(settings.VAR_DIR)


def is_key_ours() -> bool:
    """Whether the key lies in var/, where this program wrote it itself and may write it again."""
    return key() == secret_key.place(settings.VAR_DIR)


def below(folder: Path) -> Iterator[tuple[str, Path]]:
    """Every plain file below the folder, by its path in it; links are not followed."""
    for place, folders, names in os.walk(folder):
        folders.sort()
        for name in sorted(names):
            path = Path(place, name)
            if path.is_file() and not path.is_symlink():
                yield path.relative_to(folder).as_posix(), path


def applied() -> list[str]:
    """Of each app the migrations that ran and that no other one of the app which ran follows."""
    loader = MigrationLoader(connection)
    ran, nodes = set(loader.applied_migrations), loader.graph.node_map
    parents = {(node, parent.key) for node in ran & nodes.keys() for parent in nodes[node].parents}
    followed = {parent for node, parent in parents if parent[0] == node[0]}
    return sorted(".".join(node) for node in ran - followed)


def known() -> tuple[set[str], set[str]]:
    """Every migration that this program has, and the last ones."""
    loader = MigrationLoader(None)
    return (
        {".".join(node) for node in loader.disk_migrations},
        {".".join(node) for node in loader.graph.leaf_nodes()},
    )
