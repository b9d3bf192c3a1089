"""The archive as a tar in gzip: written in one go, read in one go, nothing trusted that it says of itself."""

import gzip
import hashlib
import io
import os
import tarfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from django.utils.translation import gettext as _

from config.backups.manifest import NAME, Manifest, Member, Unfit, is_safe

CHUNK = 1 << 20
PART = ".part"
MANIFEST_BYTES = 64 << 20
HEADER = b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\xff"
"""What gzip writes first when told neither name nor time; no checksum covers it."""
FASTER = 6
OWN_FILE, FILE = 0o600, 0o644


class Hashed:
    """A file that is read through, with the SHA-256 of what was read."""

    def __init__(self, file: IO[bytes]) -> None:
        self.file, self.size, self._sha256 = file, 0, hashlib.sha256()

    def read(self, size: int = -1) -> bytes:
        data = self.file.read(size)
        self.size += len(data)
        self._sha256.update(data)
        return data

    def member(self) -> Member:
        """What was read so far."""
        return Member(self.size, self._sha256.hexdigest())


class Writer:
    """Puts members into the archive and remembers them for the manifest."""

    def __init__(self, tar: tarfile.TarFile) -> None:
        self.tar = tar
        self.members: dict[str, Member] = {}

    def add(self, name: str, path: Path) -> None:
        """A file as it is now; one that shrinks meanwhile raises `OSError`."""
        with path.open("rb") as file:
            self._add(name, file, os.fstat(file.fileno()).st_size)

    def add_bytes(self, name: str, data: bytes) -> None:
        self._add(name, io.BytesIO(data), len(data))

    def _add(self, name: str, file: IO[bytes], size: int) -> None:
        if not is_safe(name):
            raise Unfit(_("文件名不能放进备份：%r") % name)
        info, hashed = tarfile.TarInfo(name), Hashed(file)
        info.size, info.mode = size, OWN_FILE
        self.tar.addfile(info, hashed)  # type: ignore[arg-type]
        self.members[name] = hashed.member()


@contextmanager
def written(place: Path) -> Iterator[Writer]:
    """A new archive, readable by its owner alone; under its name only when it is whole and on the disk."""
    part = place.with_name(place.name + PART)
    part.unlink(missing_ok=True)
    descriptor = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, OWN_FILE)
    try:
        with os.fdopen(descriptor, "wb") as raw:
            with (
                gzip.GzipFile("", "wb", FASTER, raw, mtime=0) as packed,
                tarfile.open(fileobj=packed, mode="w|", format=tarfile.PAX_FORMAT) as tar,
            ):
                yield Writer(tar)
            raw.flush()
            os.fsync(raw.fileno())
        part.replace(place)
    except BaseException:
        part.unlink(missing_ok=True)
        raise


@contextmanager
def faults(place: Path) -> Iterator[None]:
    """What reading a damaged archive raises, in words."""
    try:
        yield
    except (tarfile.TarError, EOFError, gzip.BadGzipFile, zlib.error) as error:
        raise Unfit(_("%s 已经损坏，或者被改过，没有恢复。") % place) from error


def read(place: Path) -> Iterator[tuple[str, Hashed]]:
    """Each member with its content, in order, to be read before the next; within `faults`.

    Raises `Unfit` for what `backup` never writes: links, folders, names that lead out of their folder.
    """
    with place.open("rb") as raw:
        if raw.read(len(HEADER)) != HEADER:
            raise Unfit(_("%s 不是 manage.py backup 写的备份，或者被改过。") % place)
        raw.seek(0)
        with gzip.GzipFile(fileobj=raw) as packed:
            with tarfile.open(fileobj=packed, mode="r|") as tar:
                for info in tar:
                    yield info.name, Hashed(_content(tar, info, place.parent))
            while packed.read(CHUNK):  # to the checksum at its end
                pass


def _content(tar: tarfile.TarFile, info: tarfile.TarInfo, folder: Path) -> IO[bytes]:
    try:
        tarfile.data_filter(info, str(folder))
        content = tar.extractfile(info) if info.isreg() and is_safe(info.name) else None
    except tarfile.FilterError:
        content = None
    if content is None:
        raise Unfit(_("备份里有不该有的成员，没有恢复：%r") % info.name)
    return content


def check(place: Path) -> tuple[Manifest, str]:
    """The manifest and its SHA-256, after every member was read and is as it says. Writes nothing."""
    found: dict[str, Member] = {}
    text = b""
    with faults(place):
        for name, content in read(place):
            if name in found or NAME in found:
                raise Unfit(_("备份里有不该有的成员，没有恢复：%r") % name)
            text = content.read(MANIFEST_BYTES) if name == NAME else b""
            while content.read(CHUNK):
                pass
            found[name] = content.member()
    if not found.pop(NAME, None):
        raise Unfit(_("备份里没有清单（%s）：没有写完，或者不是备份。") % NAME)
    manifest = Manifest.from_json(text)
    for name in sorted(found.keys() | manifest.members.keys()):
        if found.get(name) != manifest.members.get(name):
            raise Unfit(_("备份里的 %s 与清单不符，没有恢复。") % name)
    return manifest, hashlib.sha256(text).hexdigest()


def unpack(content: Hashed, place: Path, expected: Member, *, mode: int = FILE) -> None:
    """Write one member where it belongs, whole or not at all. Raises `Unfit` when it is no longer what was checked."""
    with _replaced(place, mode) as file:
        while data := content.read(CHUNK):
            file.write(data)
        if content.member() != expected:
            raise Unfit(_("备份在恢复的时候变了：%s") % place.name)


def replace(place: Path, data: bytes, *, mode: int = FILE) -> None:
    """Write a small file, whole or not at all."""
    with _replaced(place, mode) as file:
        file.write(data)


@contextmanager
def _replaced(place: Path, mode: int) -> Iterator[IO[bytes]]:
    place.parent.mkdir(parents=True, exist_ok=True)
    part = place.with_name(place.name + PART)
    part.unlink(missing_ok=True)
    try:
        with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode), "wb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        part.replace(place)
    finally:
        part.unlink(missing_ok=True)
