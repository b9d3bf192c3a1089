"""What an archive says of itself: its members, its tables, the end of its trail; no database and no disk here."""

import hashlib
import json
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import PurePosixPath
from typing import Any

from django.utils.translation import gettext as _

FORMAT = 1
NAME = "manifest.json"
KEY = "secret_key"
FILES = "files/"
HEADS = "heads/"
DATABASES = {"sqlite": "database.sqlite3", "postgresql": "database.dump"}
"""The member that holds the database, by the vendor of its engine."""
SESSIONS = "django_session"
"""Its rows stay out of the archive: whoever reads a session's key is logged in as somebody."""
UNCOUNTED = "axes_"
"""Tables of failed logins are in the archive, but change whenever somebody mistypes: they are not compared."""


class Unfit(Exception):
    """A backup or a restore is refused or went wrong; the text says in Chinese why and what to do."""


@dataclass(frozen=True)
class Member:
    """One file of the archive."""

    size: int
    sha256: str


@dataclass(frozen=True)
class Table:
    """All rows of one table: how many, and the SHA-256 over them in the order of the primary key."""

    rows: int
    sha256: str


@dataclass
class Manifest:
    """The last member of an archive, by which every other is checked."""

    made_at: str
    engine: str
    hospital: str
    migrations: list[str]
    """Applied ones that no other applied one follows: `powers.0031_name`."""
    head: dict[str, Any]
    """Sequence and hash of the last event of the trail."""
    roles: list[str]
    """Roles of PostgreSQL that the dump grants something to."""
    tables: dict[str, Table] = field(default_factory=dict)
    members: dict[str, Member] = field(default_factory=dict)
    format: int = FORMAT

    def to_json(self) -> bytes:
        """As it stands in the archive; the same manifest always gives the same bytes."""
        return json.dumps(asdict(self), ensure_ascii=False, indent=1, sort_keys=True).encode()

    @classmethod
    def from_json(cls, data: bytes) -> "Manifest":
        """Raises `Unfit` for anything that `to_json` did not write."""
        try:
            found = json.loads(data)
            if found["format"] != FORMAT:
                raise Unfit(_("备份的格式是 %s，这个版本的程序不认识。") % found["format"])
            tables = {name: Table(**table) for name, table in found.pop("tables").items()}
            members = {name: Member(**member) for name, member in found.pop("members").items()}
            return cls(**found, tables=tables, members=members)
        except (ValueError, TypeError, KeyError, AttributeError) as error:
            raise Unfit(_("备份的清单读不懂，不是 manage.py backup 写的，或者被改过。")) from error


def is_counted(table: str) -> bool:
    """Whether the rows of the table are compared after a restore."""
    return table != SESSIONS and not table.startswith(UNCOUNTED)


def row_line(values: Sequence[Any]) -> bytes:
    """One row of SQLite in a form in which 1, 1.0, '1' and x'31' differ, and so do two rows and one with a line break."""
    told = [{"hex": value.hex()} if isinstance(value, bytes) else value for value in values]
    return json.dumps(told, separators=(",", ":")).encode() + b"\n"


def digest(lines: Iterable[bytes]) -> Table:
    """Rows and SHA-256 of rows that come one by one."""
    sha256, rows = hashlib.sha256(), 0
    for line in lines:
        sha256.update(line)
        rows += 1
    return Table(rows, sha256.hexdigest())


def differences(kept: dict[str, Table], found: dict[str, Table]) -> Iterator[str]:
    """Each table that is not as the archive says, in words."""
    for name in sorted(kept.keys() | found.keys()):
        if name not in found:
            yield _("%(table)s：恢复后没有这张表") % {"table": name}
        elif name not in kept:
            yield _("%(table)s：备份里没有这张表") % {"table": name}
        elif kept[name].rows != found[name].rows:
            numbers = {"table": name, "kept": kept[name].rows, "found": found[name].rows}
            yield _("%(table)s：备份里 %(kept)d 行，恢复后 %(found)d 行") % numbers
        elif kept[name] != found[name]:
            yield _("%(table)s：行数相同，内容的校验码不符") % {"table": name}


def unknown(leaves: Iterable[str], known: Collection[str]) -> list[str]:
    """Migrations of the archive that this program does not have: it is older than the archive."""
    return sorted(leaf for leaf in leaves if leaf not in known)


def is_safe(name: str) -> bool:
    """Whether a member may be written below the folder it belongs to: relative, plain, and one of ours."""
    path = PurePosixPath(name)
    is_plain = not path.is_absolute() and ".." not in path.parts and "\\" not in name and "\0" not in name
    if not is_plain or str(path) != name:
        return False
    is_below = len(path.parts) > 1 and name.startswith((FILES, HEADS))
    return is_below or name in {NAME, KEY, *DATABASES.values()}
