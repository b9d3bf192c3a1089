"""The drill: an installation is backed up, ruined and restored, and every table, file and chain is as it was."""

import os
import stat

import pytest
from django.core.files.storage import default_storage
from django.core.management import call_command
from django.db import connection, connections

from config import secret_key
from config.backups import manifest, places
from core import services as core_services
from core.documents import heads
from core.models import Attachment, AuditEvent
from organization.models import Hospital
from tests import factories, proof, scratch
from tests.archives import FILE, alter_row, attach, backup, claim, content, refused, restore, tables

ENGINES = ("sqlite", pytest.param("postgresql", marks=pytest.mark.postgres))
TRAIL = ("core_auditevent", "core_audithead")
"""Goes on by telling of the backup and of the restore."""


@pytest.mark.parametrize("engine", ENGINES, indirect=True)
def test_what_was_ruined_after_a_backup_is_as_it_was_after_a_restore(place, capsys):
    proof.approved_world()
    kept = attach()
    core_services.write_head(by=factories.system())
    before, head = tables(TRAIL), AuditEvent.objects.latest("sequence")
    backup(place)

    scratch.run_sql("UPDATE powers_power SET content = '随意审批'")
    scratch.run_sql("DELETE FROM core_attachment")
    scratch.run_sql("DELETE FROM core_auditevent")
    scratch.run_sql("CREATE TABLE of_a_later_migration (id bigint PRIMARY KEY REFERENCES organization_department (id))")
    default_storage.delete(kept.file.name)
    heads.place().unlink()
    secret_key.place(places.settings.VAR_DIR).write_text("another")
    restore(place)

    assert tables(TRAIL) == before
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
    before = tables()

    scratch.run_sql(sql)

    after = tables()
    assert sql.split()[1 if sql.startswith("UPDATE") else 2] in {name for name in after if after[name] != before[name]}


def test_a_row_that_is_not_as_the_manifest_says_ends_with_its_table(place, tmp_path, capsys):
    attach()
    backup(place)
    alter_row(place, tmp_path)

    told = refused(place, "--replace", "--no-input")

    assert told == "已恢复，但有 1 处与备份不符或核对有误，见上。"
    assert "organization_hospital：行数相同，内容的校验码不符" in capsys.readouterr().err


def test_a_chain_that_was_broken_before_the_backup_is_told_by_the_restore(place, capsys):
    attach()
    scratch.run_sql("UPDATE core_auditevent SET actor_name = '别人' WHERE sequence = 1")
    backup(place)

    told = refused(place, "--replace", "--no-input")

    assert (told[:3], "第 1 条" in capsys.readouterr().err) == ("已恢复", True)


@pytest.mark.parametrize("engine", ENGINES, indirect=True)
def test_a_database_with_content_is_refused_without_replace(place):
    attach()
    backup(place)
    before = tables()

    told = refused(place)

    assert (told[:10], tables() == before) == ("数据库里已有内容，没", True)


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


def test_an_archive_of_earlier_migrations_is_restored_and_left_to_migrate(place, capsys):
    attach()
    backup(place)
    earlier = [name for name in places.applied() if not name.startswith("disclosure.")]
    claim(place, migrations=earlier)

    restore(place)

    assert "请运行 manage.py migrate，再运行 manage.py verify_chain 核对。" in capsys.readouterr().out


def test_nobodys_session_is_in_the_archive(place, client):
    client.force_login(factories.system(), backend="django.contrib.auth.backends.ModelBackend")
    backup(place)

    assert client.session.session_key.encode() not in content(place, "database.sqlite3")


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
    assert content(place, manifest.KEY) is None
    restore(place)
    assert "备份里没有密钥" in capsys.readouterr().out


def test_a_key_file_that_is_named_is_the_one_that_is_kept(place, tmp_path, monkeypatch):
    named = tmp_path / "named"
    named.write_text("of a file")
    monkeypatch.setenv("SECRET_KEY_FILE", str(named))

    backup(place)

    assert content(place, manifest.KEY) == b"of a file"


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
    backup(place)
    before = tables()
    body = "RETURNS event_trigger LANGUAGE plpgsql AS $$ BEGIN RAISE 'not today'; END $$"
    scratch.run_sql(f"CREATE SCHEMA elsewhere; CREATE FUNCTION elsewhere.no() {body}")
    event = "ddl_command_end WHEN TAG IN ('CREATE VIEW')"
    scratch.run_sql(f"CREATE EVENT TRIGGER never ON {event} EXECUTE FUNCTION elsewhere.no()")

    told = refused(place, "--replace", "--no-input")

    scratch.run_sql("DROP EVENT TRIGGER never")
    assert ("not today" in told, tables()) == (True, before)
