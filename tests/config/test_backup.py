"""The drill: an installation is backed up, ruined and restored, and every table, file and chain is as it was."""

import gzip
import hashlib
import io
import json
import os
import sqlite3
import stat
import tarfile

import pytest
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command
from django.db import connection, connections

from config import secret_key
from config.backups import archive, manifest, places, postgres
from core import services as core_services
from core.documents import heads
from core.models import Attachment, AuditEvent
from organization.models import Hospital
from tests import factories, proof, scratch

ENGINES = ("sqlite", pytest.param("postgresql", marks=pytest.mark.postgres))
FILE = "规程.txt"


@pytest.fixture
def engine(request):
    return getattr(request, "param", "sqlite")


@pytest.fixture
def place(engine, tmp_path, settings, django_db_setup, django_db_blocker, monkeypatch):
    """Where the archive goes; database, files, heads and key of an installation of its own."""
    settings.VAR_DIR = tmp_path / "var"
    settings.STORAGES = settings.STORAGES | {
        "default": {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": str(tmp_path / "files")},
        }
    }
    settings.AUDIT_HEAD_DIR = str(tmp_path / "heads")
    for name in ("SECRET_KEY", "SECRET_KEY_FILE"):
        monkeypatch.delenv(name, raising=False)
    settings.VAR_DIR.mkdir()
    settings.SECRET_KEY = secret_key.load_or_make(secret_key.place(settings.VAR_DIR))
    with django_db_blocker.unblock(), scratch.database(engine, tmp_path):
        yield tmp_path / "backup.tar.gz"


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


def tables(without=("core_auditevent", "core_audithead")):
    """Every table as the commands compare it; the trail goes on by telling of backup and restore."""
    with places.engine().now() as reader:
        return {name: table for name, table in places.tables(reader).items() if name not in without}


def refused(*arguments, command="restore"):
    """What the command says when it refuses."""
    with pytest.raises(CommandError) as told:
        call_command(command, *map(str, arguments))
    return str(told.value)


def rewritten(place, change=None, *, extra=()):
    """The archive with its manifest as `change` makes it and members added at its beginning, in a form that reads well."""
    members = list(extra)
    with gzip.open(place) as packed, tarfile.open(fileobj=packed, mode="r|") as tar:
        for info in tar:
            data = tar.extractfile(info).read()
            if info.name == manifest.NAME and change:
                data = json.dumps(change(json.loads(data))).encode()
            members.append((info, data))
    with place.open("wb") as raw, gzip.GzipFile("", "wb", 6, raw, mtime=0) as packed:
        with tarfile.open(fileobj=packed, mode="w|") as tar:
            for info, data in members:
                info.size = len(data)
                tar.addfile(info, io.BytesIO(data))


def with_row_altered(place, folder):
    """The archive of SQLite with one letter of a row altered, and size and hash of the member put right again."""
    dump = folder / "altered.sqlite3"
    with tarfile.open(place) as tar:
        dump.write_bytes(tar.extractfile("database.sqlite3").read())
    link = sqlite3.connect(dump)
    link.execute("UPDATE organization_hospital SET name = 'x' || substr(name, 2)")
    link.commit()
    link.close()
    data = dump.read_bytes()

    def change(told):
        told["members"]["database.sqlite3"] = {"size": len(data), "sha256": hashlib.sha256(data).hexdigest()}
        return told

    extra = tarfile.TarInfo("database.sqlite3")
    rewritten(place, change)
    with tarfile.open(place) as tar:
        others = [(info, tar.extractfile(info).read()) for info in tar if info.name != "database.sqlite3"]
    with place.open("wb") as raw, gzip.GzipFile("", "wb", 6, raw, mtime=0) as packed:
        with tarfile.open(fileobj=packed, mode="w|") as tar:
            for info, content in [(extra, data), *others]:
                info.size = len(content)
                tar.addfile(info, io.BytesIO(content))


@pytest.mark.parametrize("engine", ENGINES, indirect=True)
def test_what_was_ruined_after_a_backup_is_as_it_was_after_a_restore(place, capsys):
    proof.approved_world()
    kept = attach()
    core_services.write_head(by=factories.system())
    before, head = tables(), AuditEvent.objects.latest("sequence")
    backup(place)

    scratch.run_sql("UPDATE powers_power SET content = '随意审批'")
    scratch.run_sql("DELETE FROM core_attachment")
    scratch.run_sql("DELETE FROM core_auditevent")
    scratch.run_sql("CREATE TABLE of_a_later_migration (id bigint PRIMARY KEY REFERENCES organization_department (id))")
    default_storage.delete(kept.file.name)
    heads.place().unlink()
    secret_key.place(places.settings.VAR_DIR).write_text("another")
    restore(place)

    assert tables() == before
    assert default_storage.open(Attachment.objects.get(pk=kept.pk).file.name).read() == b"first"
    assert proof.told() == []
    assert [event.verb for event in AuditEvent.objects.filter(sequence__gt=head.sequence)] == ["config.restore"]
    assert "核对" in capsys.readouterr().out.splitlines()[-1]


@pytest.mark.parametrize("engine", ENGINES, indirect=True)
def test_what_was_restored_can_be_worked_in(place):
    first = attach()
    backup(place)
    restore(place)

    second = attach(b"second")

    assert second.pk > first.pk


@pytest.mark.parametrize("engine", ENGINES, indirect=True)
@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE organization_hospital SET name = name || ' '",
        "DELETE FROM approvals_stagedefault WHERE position = 1",
        "UPDATE core_audithead SET sequence = 7",
        "INSERT INTO django_migrations (app, name, applied) VALUES ('x', '0001', CURRENT_TIMESTAMP)",
    ],
)
def test_the_digest_of_a_table_notices_one_row(place, sql):
    before = tables(without=())

    scratch.run_sql(sql)

    after = tables(without=())
    assert sql.split()[1 if sql.startswith("UPDATE") else 2] in {name for name in after if after[name] != before[name]}


def test_a_row_that_is_not_as_the_manifest_says_ends_with_its_table(place, tmp_path, capsys):
    attach()
    backup(place)
    with_row_altered(place, tmp_path)

    told = refused(place, "--replace", "--no-input")

    assert told == "已恢复，但有 1 处与备份不符或核对有误，见上。"
    assert "organization_hospital：行数相同，内容的校验码不符" in capsys.readouterr().err


def test_a_chain_that_was_broken_before_the_backup_is_told_by_the_restore(place, capsys):
    attach()
    scratch.run_sql("UPDATE core_auditevent SET actor_name = '别人' WHERE sequence = 1")
    backup(place)

    told = refused(place, "--replace", "--no-input")

    assert (told[:3], "第 1 条" in capsys.readouterr().err) == ("已恢复", True)


def test_an_altered_byte_is_refused_wherever_it_stands_and_nothing_changes(place):
    attach(os.urandom(2000))
    backup(place)
    whole, before = place.read_bytes(), tables(without=())
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
    assert tables(without=()) == before
    assert sorted(path.read_bytes() for _name, path in places.below(places.files())) == files


def test_an_archive_that_was_cut_off_is_refused(place):
    backup(place)
    place.write_bytes(place.read_bytes()[:-2000])

    assert refused(place, "--replace", "--no-input") == f"{place} 已经损坏，或者被改过，没有恢复。"


@pytest.mark.parametrize("engine", ENGINES, indirect=True)
def test_a_database_with_content_is_refused_without_replace(place):
    attach()
    backup(place)
    before = tables(without=())

    told = refused(place)

    assert (told[:10], tables(without=()) == before) == ("数据库里已有内容，没", True)


def test_a_fresh_database_takes_a_backup_without_asking(place, tmp_path):
    attach()
    backup(place)
    connections["default"].close()
    connection.settings_dict["NAME"] = str(tmp_path / "fresh.sqlite3")

    call_command("restore", str(place))

    assert Attachment.objects.get().name == FILE


@pytest.mark.parametrize(("typed", "is_back"), [("别的医院", False), (Hospital().name, True)])
def test_replacing_asks_for_the_name_of_the_hospital(place, monkeypatch, typed, is_back):
    attach()
    backup(place)
    Attachment.objects.all().delete()
    monkeypatch.setattr("builtins.input", lambda: typed)

    if is_back:
        call_command("restore", str(place), "--replace")
    else:
        assert refused(place, "--replace") == "输入的医院名称不符，没有恢复。"

    assert Attachment.objects.exists() == is_back


def told_in_manifest(**fields):
    return lambda told: told | fields


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
    rewritten(place, told_in_manifest(**fields))
    before = tables(without=())

    told = refused(place, "--replace", "--no-input")

    assert (told[: len(words)], tables(without=())) == (words, before)


def test_an_archive_of_earlier_migrations_is_restored_and_left_to_migrate(place, capsys):
    attach()
    backup(place)
    earlier = [name for name in places.applied() if not name.startswith("disclosure.")]
    rewritten(place, told_in_manifest(migrations=earlier))

    restore(place)

    assert "请运行 manage.py migrate，再运行 manage.py verify_chain 核对。" in capsys.readouterr().out


@pytest.mark.parametrize(
    "name", ["../evil", "/etc/evil", "files/../../evil", "evil", "files/./evil", "database.sqlite3"]
)
def test_a_member_with_a_name_of_its_own_is_refused(place, name):
    backup(place)
    rewritten(place, extra=[(tarfile.TarInfo(name), b"x")])

    assert refused(place, "--replace", "--no-input") == f"备份里有不该有的成员，没有恢复：{name!r}"


@pytest.mark.parametrize("kind", [tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.DIRTYPE, tarfile.FIFOTYPE])
def test_a_member_that_is_no_plain_file_is_refused(place, kind):
    backup(place)
    link = tarfile.TarInfo("files/link")
    link.type, link.linkname = kind, "/etc/passwd"
    rewritten(place, extra=[(link, b"")])

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


def test_nobodys_session_is_in_the_archive(place, client):
    client.force_login(factories.system(), backend="django.contrib.auth.backends.ModelBackend")
    backup(place)

    with tarfile.open(place) as tar:
        assert client.session.session_key.encode() not in tar.extractfile("database.sqlite3").read()


def test_the_key_comes_back_where_the_program_made_it(place, settings, capsys):
    backup(place)
    first, settings.SECRET_KEY = settings.SECRET_KEY, "another"
    secret_key.place(settings.VAR_DIR).write_text("another")

    restore(place)

    kept = secret_key.place(settings.VAR_DIR)
    assert (kept.read_text(), stat.S_IMODE(kept.stat().st_mode)) == (first, 0o600)
    assert "密钥已换成备份里的" in capsys.readouterr().out


def test_a_key_that_is_set_elsewhere_is_told_and_left_alone(place, settings, monkeypatch, capsys):
    backup(place)
    monkeypatch.setenv("SECRET_KEY", "another")
    settings.SECRET_KEY = "another"

    restore(place)

    assert f"tar -xOzf {place} secret_key" in capsys.readouterr().out


@pytest.mark.parametrize("options", [("--without-key",), ()])
def test_a_backup_without_the_key_says_what_depends_on_it(place, monkeypatch, capsys, options):
    if not options:
        monkeypatch.setenv("SECRET_KEY", "in the environment")

    backup(place, *options)

    assert "请另行保管 SECRET_KEY" in capsys.readouterr().out
    with tarfile.open(place) as tar:
        assert manifest.KEY not in tar.getnames()
    restore(place)
    assert "备份里没有密钥" in capsys.readouterr().out


def test_a_key_file_that_is_named_is_the_one_that_is_kept(place, tmp_path, monkeypatch):
    named = tmp_path / "named"
    named.write_text("of a file")
    monkeypatch.setenv("SECRET_KEY_FILE", str(named))

    backup(place)

    with tarfile.open(place) as tar:
        assert tar.extractfile(manifest.KEY).read() == b"of a file"


def test_heads_kept_after_the_backup_stay_and_are_told_without_failing(place, capsys):
    attach()
    core_services.write_head(by=factories.system())
    backup(place)
    core_services.write_head(by=factories.system())
    kept = heads.place().read_bytes()

    restore(place)

    told = capsys.readouterr().out
    assert heads.place().read_bytes() == kept
    assert "链尾文件第 2 行" in told
    assert "以上 1 处是备份之后留存的链尾" in told


def test_heads_of_another_trail_are_left_alone_and_told(place, capsys):
    attach()
    core_services.write_head(by=factories.system())
    backup(place)
    heads.place().write_text("another\n")

    refused(place, "--replace", "--no-input")

    assert heads.place().read_text() == "another\n"
    assert "与备份里的不同，没有动它" in capsys.readouterr().out


def test_files_after_the_backup_stay_and_the_same_ones_are_not_written_again(place, capsys):
    kept = attach()
    backup(place)
    later, untouched = attach(b"later"), os.stat(kept.file.path).st_ino

    restore(place)

    told = capsys.readouterr().out
    assert ("放回 0 个，原样在的 1 个" in told, "另有 1 个备份之后的文件" in told) == (True, True)
    assert (os.stat(kept.file.path).st_ino, default_storage.exists(later.file.name)) == (untouched, True)


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
    assert told[:14] == "还有 1 个连接在用数据库"[:14]


@pytest.mark.postgres
@pytest.mark.parametrize("engine", ["postgresql"], indirect=True)
def test_grants_come_back_and_are_left_out_where_the_role_is_missing(place):
    scratch.run_sql("CREATE ROLE reader_of_backups; GRANT SELECT ON organization_hospital TO reader_of_backups")
    backup(place)
    asked = "SELECT count(*) FROM pg_class WHERE relname = 'organization_hospital' AND relacl::text LIKE '%reader_of%'"

    restore(place)
    with connection.cursor() as cursor:
        cursor.execute(asked)
        granted = cursor.fetchone()
        cursor.execute("DROP OWNED BY reader_of_backups; DROP ROLE reader_of_backups")
    restore(place)

    assert granted == (1,)


@pytest.mark.postgres
@pytest.mark.parametrize("engine", ["postgresql"], indirect=True)
def test_a_dump_that_can_not_be_restored_changes_nothing(place):
    attach()
    scratch.run_sql("CREATE TABLE odd (id int PRIMARY KEY)")
    scratch.run_sql("CREATE FUNCTION no() RETURNS event_trigger LANGUAGE plpgsql AS $$ BEGIN RAISE 'not today'; END $$")
    backup(place)
    before = tables(without=())
    scratch.run_sql("CREATE EVENT TRIGGER never ON ddl_command_end WHEN TAG IN ('CREATE VIEW') EXECUTE FUNCTION no()")

    told = refused(place, "--replace", "--no-input")

    scratch.run_sql("DROP EVENT TRIGGER never")
    assert ("not today" in told, tables(without=())) == (True, before)


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
