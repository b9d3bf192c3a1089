"""What is refused: a damaged, altered or strange archive, a place that is taken, a database in use; then nothing changes."""

import hashlib
import os
import sqlite3
import stat
import tarfile

import pytest
from django.db import connection, connections

from config.backups import archive, manifest, places, postgres
from tests.archives import attach, backup, claim, members, pack, refused, tables


def test_an_altered_byte_is_refused_wherever_it_stands_and_nothing_changes(place):
    attach(os.urandom(2000))
    backup(place)
    whole, before = place.read_bytes(), tables()
    files = sorted(path.read_bytes() for _name, path in places.below(places.files()))
    places_of_bytes = [*range(12), *range(12, len(whole), len(whole) // 25), *range(len(whole) - 9, len(whole))]

    accepted = []
    for number in places_of_bytes:
        place.write_bytes(whole[:number] + bytes([whole[number] ^ 0x41]) + whole[number + 1 :])
        try:
            archive.check(place)
        except manifest.Unfit:
            continue
        accepted.append(number)
    refused(place, "--replace", "--no-input")

    assert accepted == []
    assert tables() == before
    assert sorted(path.read_bytes() for _name, path in places.below(places.files())) == files


def test_an_archive_that_was_cut_off_is_refused(place):
    backup(place)
    place.write_bytes(place.read_bytes()[:-2000])

    assert refused(place, "--replace", "--no-input") == f"{place} 已经损坏，或者被改过，没有恢复。"


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"engine": "oracle"}, "备份是 oracle 的"),
        ({"migrations": ["powers.9999_of_tomorrow"]}, "备份来自更新的程序"),
        ({"format": 2}, "备份的格式是 2"),
        ({"colour": "red"}, "备份的清单读不懂"),
        ({"members": {}}, "备份里的 database.sqlite3 与清单不符"),
    ],
)
def test_an_archive_of_another_kind_is_refused_and_nothing_changes(place, fields, words):
    attach()
    backup(place)
    claim(place, **fields)
    before = tables()

    told = refused(place, "--replace", "--no-input")

    assert (told[: len(words)], tables()) == (words, before)


@pytest.mark.parametrize(
    "name", ["../evil", "/etc/evil", "files/../../evil", "evil", "files/./evil", "database.sqlite3"]
)
def test_a_member_with_a_name_of_its_own_is_refused(place, name):
    backup(place)
    pack(place, [(tarfile.TarInfo(name), b"x"), *members(place)])

    assert refused(place, "--replace", "--no-input") == f"备份里有不该有的成员，没有恢复：{name!r}"


@pytest.mark.parametrize("kind", [tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.DIRTYPE, tarfile.FIFOTYPE])
def test_a_member_that_is_no_plain_file_is_refused(place, kind):
    backup(place)
    link = tarfile.TarInfo("files/link")
    link.type, link.linkname = kind, "/etc/passwd"
    pack(place, [(link, b""), *members(place)])

    assert refused(place, "--replace", "--no-input") == "备份里有不该有的成员，没有恢复：'files/link'"


def test_an_existing_file_is_kept_unless_forced_and_only_its_owner_reads_an_archive(place):
    place.write_text("mine")

    told = refused(place, command="backup")

    assert (told[-22:], place.read_text()) == ("已经有了。换一个文件名，或加 --force 覆盖它。"[-22:], "mine")
    backup(place, "--force")
    assert stat.S_IMODE(place.stat().st_mode) == 0o600
    assert [path.name for path in place.parent.iterdir() if "backup" in path.name] == ["backup.tar.gz"]


def test_a_backup_that_fails_leaves_nothing_behind(place, monkeypatch):
    monkeypatch.setattr(archive.Writer, "add_bytes", fail)

    told = refused(place, command="backup")

    assert told == "没有写成备份：disk full"
    assert [path.name for path in place.parent.iterdir() if "backup" in path.name] == []


def fail(*_arguments):
    raise OSError("disk full")


def test_an_archive_among_the_files_it_keeps_is_refused(place):
    inside = places.files() / "backup.tar.gz"
    inside.parent.mkdir()

    assert refused(inside, command="backup").endswith("里的文件都会进备份，请把备份写到别处。")
    assert refused(place.parent / "none" / "x", command="backup").startswith("没有文件夹")


def test_a_database_that_somebody_has_open_is_not_replaced(place):
    attach()
    backup(place)
    connections["default"].close()
    other = sqlite3.connect(connection.settings_dict["NAME"])
    other.execute("PRAGMA journal_mode = WAL")
    other.execute("SELECT count(*) FROM core_attachment").fetchall()

    told = refused(place, "--replace", "--no-input")

    assert told == "还有程序开着数据库，请先停下网页服务和后台任务。"
    other.close()


@pytest.mark.postgres
@pytest.mark.parametrize("engine", ["postgresql"], indirect=True)
def test_a_database_that_somebody_is_connected_to_is_not_replaced(place):
    attach()
    backup(place)
    other = connection.copy()
    other.ensure_connection()

    told = refused(place, "--replace", "--no-input")

    other.close()
    assert told.startswith("还有 1 个连接在用数据库，请先停下")


def test_a_missing_program_is_told_with_what_to_install(monkeypatch):
    monkeypatch.setattr(postgres.shutil, "which", lambda name: None if name == "pg_dump" else name)

    with pytest.raises(manifest.Unfit, match=r"缺少 pg_dump。.*apt-get install postgresql-client.*docker compose exec"):
        postgres.refuse_missing_programs()


@pytest.mark.postgres
@pytest.mark.django_db
def test_the_password_is_told_by_the_environment_and_never_on_the_command_line(monkeypatch, tmp_path):
    connection.ensure_connection()
    seen = []

    class Ran:
        returncode, stderr = 1, "pg_dump: error: aborting because of server version mismatch"

    monkeypatch.setattr(postgres.subprocess, "run", lambda command, env, **_rest: seen.append((command, env)) or Ran())
    monkeypatch.setattr(postgres, "environment", lambda: {"PGPASSWORD": "hidden"})

    with pytest.raises(manifest.Unfit, match="比数据库服务器旧"):
        postgres._run(["pg_dump", "x"])

    assert seen == [(["pg_dump", "x"], {"PGPASSWORD": "hidden"})]


@pytest.mark.postgres
@pytest.mark.django_db
def test_programs_find_the_database_of_the_connection(monkeypatch):
    monkeypatch.setenv("PGDATABASE", "another")

    told = postgres.environment()

    assert (told["PGDATABASE"], told["PGUSER"]) == (connection.settings_dict["NAME"], "lianfang")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ([1], ["1"]),
        ([1], [1.0]),
        ([None], [""]),
        (["a\n", "b"], ["a", "\nb"]),
        ([b"1"], ["1"]),
        (["\u00e9"], ["e\u0301"]),
    ],
)
def test_rows_that_differ_in_anything_read_differently(one, other):
    assert manifest.digest([manifest.row_line(one)]) != manifest.digest([manifest.row_line(other)])


def test_rows_are_told_from_one_another():
    assert manifest.row_line(["a"]) + manifest.row_line(["b"]) == b'["a"]\n["b"]\n'
    assert manifest.digest([]) == manifest.Table(0, hashlib.sha256().hexdigest())


def test_differences_name_the_table_and_what_is_wrong_with_it():
    kept = {name: manifest.Table(2, "x") for name in ("fewer", "gone", "other", "same")}
    found = {"fewer": manifest.Table(1, "x"), "other": manifest.Table(2, "y"), "same": manifest.Table(2, "x")}

    told = list(manifest.differences(kept, found | {"new": manifest.Table(0, "")}))

    assert told == [
        "fewer：备份里 2 行，恢复后 1 行",
        "gone：恢复后没有这张表",
        "new：备份里没有这张表",
        "other：行数相同，内容的校验码不符",
    ]
