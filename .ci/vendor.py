"""Copies pinned files of npm packages into the tree, each package checked against its SHA-512 first."""

import argparse
import base64
import hashlib
import json
import re
import subprocess
import tarfile
import tempfile
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
FONT_SOURCES = "var/font-sources"
PAGES = "static/vendor"
TESTS = "tests/vendor"
SOURCE_MAP = re.compile(rb"^\s*(//# sourceMappingURL=\S+|/\*# sourceMappingURL=\S+ \*/)\s*\Z", re.MULTILINE)


@dataclass(frozen=True)
class Package:
    """One pinned package; `files` says which member goes where below `folder`."""

    name: str
    version: str
    licence: str
    sha512: str
    files: dict[str, str]
    folder: str = ""


PACKAGES = (
    Package(
        "bootstrap",
        "5.3.9",
        "MIT",
        "20cU0rcfw8WdxtVbmfU+xT2EjvVTw9Ror/h1Qvd7DXCujRg8OO9mdBCsmTHdJFf3BuadmBNJtgIuUXsBqSkk/w==",
        {
            "dist/css/bootstrap.min.css": "bootstrap/bootstrap.min.css",
            "LICENSE": "bootstrap/LICENSE",
        },
        PAGES,
    ),
    Package(
        "axe-core",
        "4.14.1",
        "MPL-2.0",
        "FHfa+lmNjQZfJz1q8wKqIDwC6DExcHt/pkjNQb09a3NPjCKg2rhu5qb2S4r76ASyFNNtuFooJpZe37OgudVGtQ==",
        {
            "axe.min.js": "axe-core/axe.min.js",
            "LICENSE": "axe-core/LICENSE",
            "LICENSE-3RD-PARTY.txt": "axe-core/LICENSE-3RD-PARTY.txt",
        },
        TESTS,
    ),
    Package(
        "bpmn-js",
        "18.31.1",
        "bpmn.io licence (MIT with its mark kept visible)",
        "Hc7LzrgwfcBRUAdI/380Q2v1MJ115atGEVGadawLfDbHdo+r+IkmNj8fuYPFmWglUYt1KYIaC46OeX16HGTKQw==",
        {
            "dist/bpmn-modeler.production.min.js": "bpmn-js/bpmn-modeler.production.min.js",
            "dist/assets/diagram-js.css": "bpmn-js/diagram-js.css",
            "dist/assets/bpmn-js.css": "bpmn-js/bpmn-js.css",
            "dist/assets/bpmn-font/css/bpmn-embedded.css": "bpmn-js/bpmn-embedded.css",
            "LICENSE": "bpmn-js/LICENSE",
        },
        TESTS,
    ),
    Package(
        "@expo-google-fonts/noto-sans-sc",
        "0.4.3",
        "OFL-1.1",
        "9rAwdFTFHbO/u6Cs0gj2jZbW74TGIiaFNQnXYH2s5wA1bzVkwbaviL4t8YUV642eGYjg86eH6DkAEQmfNHDncQ==",
        {
            "400Regular/NotoSansSC_400Regular.ttf": "NotoSansSC-Regular.ttf",
            "700Bold/NotoSansSC_700Bold.ttf": "NotoSansSC-Bold.ttf",
            "LICENSE_FONT": "OFL-NotoSansSC.txt",
        },
        FONT_SOURCES,
    ),
    Package(
        "@expo-google-fonts/noto-serif-sc",
        "0.4.3",
        "OFL-1.1",
        "fSmUpiSFtSeyHV45/2xUOy5SdfExklQwwMKN3cQjAZAujITHDmSbpMHCVdCMhRqMjQtu0ZRgc29u8A+CU3akfw==",
        {
            "900Black/NotoSerifSC_900Black.ttf": "NotoSerifSC-Black.ttf",
            "LICENSE_FONT": "OFL-NotoSerifSC.txt",
        },
        FONT_SOURCES,
    ),
)


def main() -> None:
    """Copies the packages that live in one of the folders asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folders", nargs="*", default=[PAGES, TESTS])
    asked = parser.parse_args().folders
    for package in PACKAGES:
        if package.folder in asked:
            copy(package)
            print(f"{package.name} {package.version} -> {package.folder}")
    for folder in {PAGES, TESTS} & set(asked):
        write_readme(folder)


def copy(package: Package) -> None:
    """Fetches, checks and unpacks one package; nothing is written when its digest differs."""
    with tempfile.TemporaryDirectory() as work:
        packed = subprocess.run(
            ["npm", "pack", f"{package.name}@{package.version}", "--json", "--pack-destination", work],
            check=True,
            capture_output=True,
            cwd=work,
        )
        archive = Path(work) / json.loads(packed.stdout)[0]["filename"]
        found = base64.b64encode(hashlib.sha512(archive.read_bytes()).digest()).decode()
        if found != package.sha512:
            raise SystemExit(f"{package.name} {package.version}: SHA-512 is {found}, expected {package.sha512}")
        with tarfile.open(archive) as members:
            for member, target in package.files.items():
                unpack(members, f"package/{member}", ROOT / package.folder / target)


def unpack(members: tarfile.TarFile, member: str, target: Path) -> None:
    """Writes one file; a pointer to a source map goes, since the map is not shipped and the manifest would miss it."""
    source = members.extractfile(member)
    if source is None:
        raise SystemExit(f"{member}: not a file")
    content = source.read()
    if target.suffix in {".css", ".js"}:
        content = SOURCE_MAP.sub(b"", content).rstrip() + b"\n"
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(content)


def write_readme(folder: str) -> None:
    """Lists what a folder holds: name, version, licence, file."""
    lines = [
        "# Vendored files",
        "",
        "Written by `make vendor` from the pinned list in `.ci/vendor.py`; edit that list, not these files.",
        "",
        "| package | version | licence | files |",
        "|---|---|---|---|",
    ]
    for package in PACKAGES:
        if package.folder == folder:
            files = ", ".join(f"`{target}`" for target in package.files.values())
            lines.append(f"| {package.name} | {package.version} | {package.licence} | {files} |")
    (ROOT / folder / "README.md").write_text("\n".join(lines) + "\n")


if __name__ == "__main__":
    main()
