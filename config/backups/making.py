"""Making an archive: the database of one moment first, then the files, then the manifest that all are checked by."""

import hashlib
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from config.backups import archive, places
from config.backups.manifest import DATABASES, FILES, HEADS, KEY, NAME, Manifest, Unfit, is_safe
from core import services as core_services
from organization.models import Hospital

HEAD = "SELECT sequence, hash FROM core_audithead"
HOSPITAL = "SELECT name FROM organization_hospital"


@dataclass(frozen=True)
class Made:
    """What was written."""

    manifest: Manifest
    sha256: str
    """Of the manifest; the trail tells it too."""
    size: int
    has_key: bool


def make(place: Path, *, by: Any, is_forced: bool, has_key: bool, tell: Callable[[str], None]) -> Made:
    """Write the archive and tell the trail so. Raises `Unfit` and leaves nothing behind when it can't be whole."""
    _refuse_place(place, is_forced=is_forced)
    engine = places.engine()
    engine.refuse_missing_programs()
    with (
        tempfile.TemporaryDirectory(prefix=".backup-", dir=place.parent) as folder,
        archive.written(place) as written,
    ):
        manifest = _database(engine, Path(folder), written, tell)
        _files(written, tell)
        has_key = has_key and _key(written)
        manifest.members = dict(written.members)
        text = manifest.to_json()
        written.add_bytes(NAME, text)
    made = Made(manifest, hashlib.sha256(text).hexdigest(), place.stat().st_size, has_key)
    details = {"manifest": made.sha256, "has_key": has_key, "sequence": manifest.head["sequence"]}
    core_services.record(by=by, verb="config.backup", subject_type="config.backup", details=details)
    return made


def _refuse_place(place: Path, *, is_forced: bool) -> None:
    if place.exists() and not is_forced:
        raise Unfit(_("%s 已经有了。换一个文件名，或加 --force 覆盖它。") % place)
    if not place.parent.is_dir():
        raise Unfit(_("没有文件夹 %s。") % place.parent)
    for folder in (places.files(), places.heads()):
        if place.resolve().is_relative_to(folder.resolve()):
            raise Unfit(_("%s 里的文件都会进备份，请把备份写到别处。") % folder)


def _database(engine: places.Engine, folder: Path, written: archive.Writer, tell: Callable[[str], None]) -> Manifest:
    manifest = Manifest(
        made_at=timezone.now().isoformat(timespec="seconds"),
        engine=str(places.connection.vendor),
        hospital="",
        migrations=places.applied(),
        head={"sequence": 0, "hash": ""},
        roles=[],
    )
    tell(_("数据库：正在导出……"))
    with engine.snapshot(folder) as (dump, reader):
        manifest.hospital = (reader.rows(HOSPITAL) or [(Hospital().name,)])[0][0]
        for sequence, text in reader.rows(HEAD):
            manifest.head = {"sequence": sequence, "hash": text}
        manifest.roles, manifest.tables = reader.roles(), places.tables(reader)
    written.add(DATABASES[manifest.engine], dump)
    rows = sum(table.rows for table in manifest.tables.values())
    words = {"tables": len(manifest.tables), "rows": rows, "size": dump.stat().st_size}
    tell(_("数据库：%(tables)d 张表，%(rows)d 行，%(size)d 字节") % words)
    return manifest


def _files(written: archive.Writer, tell: Callable[[str], None]) -> None:
    """Files that come while this runs belong to rows after the snapshot; those of rows within it are there already."""
    parts = ((FILES, places.files(), _("附件和印件")), (HEADS, places.heads(), _("库外链尾")))
    for prefix, folder, title in parts:
        count = size = 0
        for name, path in places.below(folder):
            if not is_safe(prefix + name):
                raise Unfit(_("文件名不能放进备份：%s") % path)
            try:
                written.add(prefix + name, path)
            except FileNotFoundError:  # what is kept for some months only was deleted just now
                continue
            count, size = count + 1, size + written.members[prefix + name].size
        tell(_("%(title)s：%(count)d 个文件，%(size)d 字节") % {"title": title, "count": count, "size": size})


def _key(written: archive.Writer) -> bool:
    place = places.key()
    if place is None:
        return False
    written.add(KEY, place)
    return True
