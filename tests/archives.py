"""Making, altering and asking for backups, as the tests of `backup` and `restore` do."""

import gzip
import hashlib
import io
import json
import sqlite3
import tarfile

import pytest
from django.core.management import CommandError, call_command

from config.backups import places
from core import services as core_services
from tests import factories

FILE = "规程.txt"


def attach(data=b"first"):
    """A file of the hospital's, told in the trail."""
    by = factories.system()
    kept = core_services.store(data, name=FILE, content_type="text/plain", subject_type="x", subject_id="1", by=by)
    core_services.record(by=by, verb="core.deed", subject=kept)
    return kept


def backup(place, *options):
    call_command("backup", str(place), *options)


def restore(place, *options):
    call_command("restore", str(place), "--replace", "--no-input", *options)


def refused(*arguments, command="restore"):
    """What the command says when it refuses."""
    with pytest.raises(CommandError) as told:
        call_command(command, *map(str, arguments))
    return str(told.value)


def tables(without=()):
    """Every table as the commands compare it."""
    with places.engine().now() as reader:
        return {name: table for name, table in places.tables(reader).items() if name not in without}


def members(place):
    """Every member of the archive with its content."""
    with tarfile.open(place) as tar:
        return [(info, tar.extractfile(info).read()) for info in tar]


def pack(place, kept):
    """An archive of these members, in the form that is read without complaint."""
    with (
        place.open("wb") as raw,
        gzip.GzipFile("", "wb", 6, raw, mtime=0) as packed,
        tarfile.open(fileobj=packed, mode="w|") as tar,
    ):
        for info, data in kept:
            info.size = len(data)
            tar.addfile(info, io.BytesIO(data))


def claim(place, **fields):
    """The archive with other fields in its manifest."""
    *kept, (info, text) = members(place)
    pack(place, [*kept, (info, json.dumps(json.loads(text) | fields).encode())])


def alter_row(place, folder):
    """The archive of SQLite with one letter of a row altered, size and hash of the member put right again."""
    (database, data), *kept, (info, text) = members(place)
    dump = folder / "altered.sqlite3"
    dump.write_bytes(data)
    link = sqlite3.connect(dump)
    link.execute("UPDATE organization_hospital SET name = 'x' || substr(name, 2)")
    link.commit()
    link.close()
    altered, told = dump.read_bytes(), json.loads(text)
    told["members"][database.name] = {"size": len(altered), "sha256": hashlib.sha256(altered).hexdigest()}
    pack(place, [(database, altered), *kept, (info, json.dumps(told).encode())])


def content(place, name):
    """One member of the archive; None when it is not there."""
    return {info.name: data for info, data in members(place)}.get(name)
