"""The folder of an exported site and its manifest: what lies there, written in place by renaming, cleared of what is gone."""

import hashlib
import json
import os
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from core import calculations as core_calculations

MANIFEST = "manifest.json"
FORMAT = "lianfang-site/1"


@dataclass
class Folder:
    """`kept` is the manifest of the export before, `files` what this one has made so far."""

    place: Path
    maker: str
    kept: dict[str, Any] = field(default_factory=dict)
    files: dict[str, dict[str, str]] = field(default_factory=dict)

    @classmethod
    def open(cls, place: Path, *, maker: str) -> "Folder":
        """Raises `FileExistsError` for a folder that holds something else, ValueError where its manifest can't be read."""
        manifest = place / MANIFEST
        if not manifest.exists():
            if place.exists() and any(place.iterdir()):
                raise FileExistsError(place)
            return cls(place, maker)
        return cls(place, maker, json.loads(manifest.read_bytes()))

    @property
    def addresses(self) -> dict[str, str]:
        """File → address, of the export before."""
        return {name: entry["address"] for name, entry in self.kept.get("files", {}).items() if "address" in entry}

    def version_of(self, name: str) -> str:
        """The version of a page that lies here unharmed and was made the way it would be made now."""
        entry = self.kept.get("files", {}).get(name)
        if entry is None or self.kept.get("maker") != self.maker or not self._is_whole(name, entry["sha256"]):
            return ""
        return entry.get("version", "")

    def _is_whole(self, name: str, sha256: str) -> bool:
        try:
            return hashlib.sha256((self.place / name).read_bytes()).hexdigest() == sha256
        except OSError:
            return False

    def keep(self, name: str) -> bytes:
        """Leave a file as it lies; returns its bytes."""
        self.files[name] = self.kept["files"][name]
        return (self.place / name).read_bytes()

    def write(self, name: str, data: bytes, **told: str) -> None:
        """Put a file in its place by renaming, unless it lies there already; `told` are its address and version."""
        sha256 = hashlib.sha256(data).hexdigest()
        self.files[name] = {"sha256": sha256, **{key: value for key, value in told.items() if value}}
        if not self._is_whole(name, sha256):
            self._replace(name, data)

    def _replace(self, name: str, data: bytes) -> None:
        path = self.place / name
        path.parent.mkdir(parents=True, exist_ok=True)
        new = path.with_name(f".{path.name[:60]}.new")
        new.write_bytes(data)
        os.replace(new, path)

    def finish(self, **told: Any) -> str:
        """Take out what is gone, write the manifest last; returns its SHA-256."""
        for name in self.kept.get("files", {}).keys() - self.files.keys():
            self._remove(name)
        content = {"format": FORMAT, "maker": self.maker, "files": self.files, "sha256": "", **told}
        content["sha256"] = core_calculations.sha256(content)
        data = f"{core_calculations.canonical_json(content)}\n".encode()
        self._replace(MANIFEST, data)
        return hashlib.sha256(data).hexdigest()

    def _remove(self, name: str) -> None:
        path = self.place / name
        path.unlink(missing_ok=True)
        for folder in path.parents:
            if folder == self.place or not folder.is_dir() or any(folder.iterdir()):
                break
            folder.rmdir()

    def strangers(self) -> list[str]:
        """Files that lie here and are none of ours."""
        found = {path.relative_to(self.place).as_posix() for path in self.place.rglob("*") if path.is_file()}
        return sorted(found - self.files.keys() - {MANIFEST})
