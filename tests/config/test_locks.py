"""The committed locks fit pyproject.toml and each other, carry hashes and name no package index."""

import re
import tomllib

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.deployment import ROOT

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())
WANTED = {
    "requirements.lock": PROJECT["project"]["dependencies"],
    "requirements-dev.lock": [*PROJECT["project"]["dependencies"], *PROJECT["dependency-groups"]["dev"]],
}


def text_of(lock):
    return (ROOT / lock).read_text()


def pins(lock):
    return dict(re.findall(r"^([a-z0-9._-]+)==(\S+)", text_of(lock), flags=re.MULTILINE))


def fits(line, version):
    return version is not None and line.specifier.contains(version)


@pytest.mark.parametrize("lock", WANTED)
def test_every_dependency_is_locked_within_its_range(lock):
    pinned = pins(lock)
    asked = [Requirement(line) for line in WANTED[lock]]
    outside = [line.name for line in asked if not fits(line, pinned.get(canonicalize_name(line.name)))]

    assert outside == []


def test_what_runs_in_production_is_what_was_tested():
    tested = pins("requirements-dev.lock")

    assert {name: tested.get(name) for name in pins("requirements.lock")} == pins("requirements.lock")


@pytest.mark.parametrize("lock", WANTED)
def test_every_pin_has_hashes_and_no_lock_names_an_index(lock):
    parts = re.split(r"^(?=[a-z0-9._-]+==)", text_of(lock), flags=re.MULTILINE)[1:]

    assert [part.split()[0] for part in parts if "--hash=sha256:" not in part] == []
    assert re.findall(r"https?://|--index|--find-links", text_of(lock)) == []
