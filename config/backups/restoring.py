"""Putting an archive back: everything is checked before anything is touched, and compared again when it is back."""

import os
import tempfile
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.utils.translation import gettext as _

from config import proof
from config.backups import archive, places
from config.backups.making import HOSPITAL
from config.backups.manifest import DATABASES, FILES, HEADS, KEY, NAME, Manifest, Unfit, differences, unknown
from core import services as core_services
from core.documents import heads as kept_heads
from organization import queries
from organization.models import Hospital

BEGUN = ("organization_department", "core_auditevent")
"""A database with a row in one of these has been worked in; what migrations ship is nobody's work."""


@dataclass
class Restored:
    """What became of it; `faults` is empty when everything is as the archive says and every chain holds."""

    manifest: Manifest
    sha256: str
    faults: list[str] = field(default_factory=list)
    later: list[str] = field(default_factory=list)
    """Heads kept outside the database after the archive was made: the trail does not reach them any more."""
    notes: list[str] = field(default_factory=list)
    checked: int = 0
    is_current: bool = True
    """Whether the archive has every migration of this program; else the chains can only be verified after `migrate`."""


def restore(place: Path, *, may_replace: bool, confirm: Callable[[str], bool], tell: Callable[[str], None]) -> Restored:
    """Raises `Unfit` before anything is touched; the actor is the system of the database that came back.

    `confirm` is asked with the hospital's name before a database that is not empty is replaced.
    """
    manifest, sha256 = archive.check(place)
    tell(_("备份完好：%(count)d 个成员，%(at)s，%(name)s") % _words(manifest))
    engine = places.engine()
    engine.refuse_missing_programs()
    done = Restored(manifest, sha256, is_current=_refuse_strange(manifest))
    _refuse_replacing(engine, may_replace=may_replace, confirm=confirm)
    engine.refuse_running(manifest.roles)
    _unpack(engine, place, done, tell)
    ContentType.objects.clear_cache()
    with engine.now() as reader:
        done.faults += differences(manifest.tables, places.tables(reader))
    tell(_("数据库：逐表比对了 %d 张表的行数和校验码") % len(manifest.tables))
    if done.is_current and not done.faults:
        _verify(done)
        details: dict[str, Any] = {"manifest": sha256, "made_at": manifest.made_at, **manifest.head}
        by = queries.system_actor()
        core_services.record(by=by, verb="config.restore", subject_type="config.backup", details=details)
    return done


def _words(manifest: Manifest) -> dict[str, Any]:
    return {"count": len(manifest.members), "at": manifest.made_at, "name": manifest.hospital}


def _refuse_strange(manifest: Manifest) -> bool:
    """Whether the archive is of the very migrations of this program; earlier ones are let."""
    vendor = str(places.connection.vendor)
    if manifest.engine != vendor:
        engines = {"kept": manifest.engine, "here": vendor}
        raise Unfit(_("备份是 %(kept)s 的，这里用的是 %(here)s：换成同一种数据库再恢复。") % engines)
    if DATABASES[vendor] not in manifest.members:
        raise Unfit(_("备份里没有数据库。"))
    known, leaves = places.known()
    strangers = unknown(manifest.migrations, known)
    if strangers:
        text = _("备份来自更新的程序，这个版本不认识它的数据库迁移：%s。请先升级程序再恢复。")
        raise Unfit(text % "、".join(strangers))
    return set(manifest.migrations) == leaves


def _refuse_replacing(engine: places.Engine, *, may_replace: bool, confirm: Callable[[str], bool]) -> None:
    with engine.now() as reader:
        there = set(reader.tables())
        has_begun = any(reader.rows(f"SELECT 1 FROM {name} LIMIT 1") for name in BEGUN if name in there)  # noqa: S608
        named = reader.rows(HOSPITAL) if has_begun else []
    if not has_begun:
        return
    if not may_replace:
        raise Unfit(_("数据库里已有内容，没有恢复。确实要用备份替换它，请先另做一份备份，再加 --replace。"))
    if not confirm(named[0][0] if named else Hospital().name):
        raise Unfit(_("输入的医院名称不符，没有恢复。"))


def _unpack(engine: places.Engine, place: Path, done: Restored, tell: Callable[[str], None]) -> None:
    members, written, same = done.manifest.members, 0, 0
    with tempfile.TemporaryDirectory(prefix=".restore-", dir=engine.unpack_beside()) as folder, archive.faults(place):
        for name, content in archive.read(place):
            if name.startswith(FILES):
                is_new = _file(places.files() / name.removeprefix(FILES), content, members[name])
                written, same = written + is_new, same + (not is_new)
            elif name.startswith(HEADS):
                _heads(places.heads() / name.removeprefix(HEADS), content.read(), done)
            elif name == KEY:
                _key(content, place, done)
            elif name != NAME:
                tell(_("数据库：正在恢复……"))
                dump = Path(folder) / name
                archive.unpack(content, dump, members[name], mode=archive.OWN_FILE)
                engine.restore(dump, done.manifest.roles)
    tell(_("附件和印件：放回 %(written)d 个，原样在的 %(same)d 个") % {"written": written, "same": same})
    if KEY not in members:
        done.notes.append(_("备份里没有密钥：SECRET_KEY 与当时不同的，回执码、评议码都会失效。"))
    others = sum(FILES + name not in members for name, _path in places.below(places.files()))
    if others:
        done.notes.append(_("附件文件夹里另有 %d 个备份之后的文件，没有动。") % others)


def _file(place: Path, content: archive.Hashed, expected: archive.Member) -> bool:
    """Whether it had to be written; the same file is left alone."""
    if place.is_file() and place.stat().st_size == expected.size:
        with place.open("rb") as file:
            there = archive.Hashed(file)
            while there.read(archive.CHUNK):
                pass
        if there.member() == expected:
            return False
    archive.unpack(content, place, expected)
    return True


def _heads(place: Path, data: bytes, done: Restored) -> None:
    """Lines are only ever appended, and none is taken away: those after the backup are evidence of what is gone."""
    there = place.read_bytes() if place.exists() else b""
    if data.startswith(there):
        place.parent.mkdir(parents=True, exist_ok=True)
        with os.fdopen(os.open(place, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o640), "wb") as file:
            file.write(data[len(there) :])
            file.flush()
            os.fsync(file.fileno())
    elif not there.startswith(data):
        done.notes.append(_("链尾文件 %s 与备份里的不同，没有动它。请查明是不是另一个数据库的。") % place)


def _key(content: archive.Hashed, place: Path, done: Restored) -> None:
    data = content.read()
    if data.decode(errors="replace").strip() == settings.SECRET_KEY.strip():
        return
    here = places.key()
    if here is not None and places.is_key_ours():
        archive.replace(here, data, mode=archive.OWN_FILE)
        done.notes.append(_("密钥已换成备份里的（%s），启动以后生效。") % here)
        return
    text = _("正在用的 SECRET_KEY 与备份里的不同，回执码、评议码会失效；取出备份里的：tar -xOzf %(file)s %(member)s")
    done.notes.append(text % {"file": place, "member": KEY})


def _verify(done: Restored) -> None:
    """What `verify_chain` asks; heads kept after the backup are told apart, for they could not be otherwise."""
    reached = done.manifest.head["sequence"]
    lines = [(number, head) for number, head in kept_heads.lines() if head and head.sequence > reached]
    after = {kept_heads.line_place(number, head) for number, head in lines}
    for finding in proof.everything(is_all=True):
        done.checked += finding.checked
        for breach in finding.shown:
            (done.later if breach.place in after else done.faults).append(str(breach))
