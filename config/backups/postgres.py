"""PostgreSQL: pg_dump and psql as their own processes, rows streamed by COPY within the same snapshot."""

import hashlib
import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.db import connection, transaction
from django.utils.translation import gettext as _

from config.backups.manifest import SESSIONS, Table, Unfit

PROGRAMS = ("pg_dump", "pg_restore", "psql")
LOCK_SECONDS = 30
SAME_TEXT = (
    "SET LOCAL timezone = 'UTC'",
    "SET LOCAL datestyle = 'ISO, YMD'",
    "SET LOCAL intervalstyle = 'postgres'",
    "SET LOCAL bytea_output = 'hex'",
    "SET LOCAL extra_float_digits = 1",
)
"""How COPY writes a value must not depend on the server's or the role's own settings."""
COLUMNS = """
SELECT attname, attcollation <> 0, array_position(indkey::int2[], attnum)
FROM pg_attribute LEFT JOIN pg_index ON indrelid = attrelid AND indisprimary
WHERE attrelid = %s::regclass AND attnum > 0 AND NOT attisdropped ORDER BY attname COLLATE "C"
"""
GRANTEES = """
SELECT DISTINCT rolname FROM (
    SELECT (aclexplode(relacl)).grantee, relowner AS owner FROM pg_class WHERE relnamespace = current_schema()::regnamespace
    UNION SELECT (aclexplode(proacl)).grantee, proowner FROM pg_proc WHERE pronamespace = current_schema()::regnamespace
    UNION SELECT (aclexplode(nspacl)).grantee, nspowner FROM pg_namespace WHERE nspname = current_schema()
) AS granted JOIN pg_roles ON pg_roles.oid = grantee
WHERE grantee <> owner AND rolname NOT LIKE 'pg\\_%%' ORDER BY rolname
"""
OTHERS = """
SELECT count(*) FROM pg_stat_activity
WHERE datname = current_database() AND pid <> pg_backend_pid() AND (usename = current_user OR usename = ANY(%s))
"""
EVERYTHING = """
SELECT format('DROP %s IF EXISTS %s CASCADE;', kind, name) FROM (
    SELECT pg_class.oid AS object, oid::regclass::text AS name, CASE relkind WHEN 'v' THEN 'VIEW'
        WHEN 'm' THEN 'MATERIALIZED VIEW' WHEN 'S' THEN 'SEQUENCE' WHEN 'f' THEN 'FOREIGN TABLE' ELSE 'TABLE' END AS kind
    FROM pg_class WHERE relnamespace = current_schema()::regnamespace AND relkind IN ('r', 'p', 'v', 'm', 'S', 'f')
    UNION ALL SELECT oid, oid::regprocedure::text, 'ROUTINE' FROM pg_proc WHERE pronamespace = current_schema()::regnamespace
) AS ours WHERE NOT EXISTS (
    SELECT FROM pg_depend WHERE objid = object AND (deptype = 'e' OR kind = 'SEQUENCE' AND deptype IN ('a', 'i'))
)
"""
"""What stands in our schema, without what an extension brought; counters of columns go with their tables."""
VARIABLES = {
    "host": "PGHOST",
    "hostaddr": "PGHOSTADDR",
    "port": "PGPORT",
    "user": "PGUSER",
    "dbname": "PGDATABASE",
    "options": "PGOPTIONS",
    "passfile": "PGPASSFILE",
    "sslmode": "PGSSLMODE",
    "sslcert": "PGSSLCERT",
    "sslkey": "PGSSLKEY",
    "sslrootcert": "PGSSLROOTCERT",
    "sslcrl": "PGSSLCRL",
    "gssencmode": "PGGSSENCMODE",
    "channel_binding": "PGCHANNELBINDING",
}


class _Rows:
    """Where COPY writes: only the digest and the number of lines stay."""

    def __init__(self) -> None:
        self.count, self.sha256 = 0, hashlib.sha256()

    def write(self, data: bytes) -> None:
        self.count += data.count(b"\n")  # one within a value is written as \n in two characters
        self.sha256.update(data)


class Reader:
    """The database in the transaction that is open."""

    def __init__(self, cursor: Any) -> None:
        self.cursor = cursor

    def rows(self, sql: str) -> list[Any]:
        self.cursor.execute(sql)
        return self.cursor.fetchall()

    def tables(self) -> list[str]:
        return sorted(
            name for (name,) in self.rows("SELECT tablename FROM pg_tables WHERE schemaname = current_schema()")
        )

    def digest(self, table: str) -> Table:
        """Over all columns by name, rows by primary key, text in the order of its bytes; memory stays flat."""
        quote = connection.ops.quote_name
        self.cursor.execute(COLUMNS, [quote(table)])
        columns = self.cursor.fetchall()
        names = ", ".join(quote(name) for name, _is_text, _place in columns)
        keys = sorted((place, name, is_text) for name, is_text, place in columns if place is not None)
        order = ", ".join(quote(name) + (' COLLATE "C"' if is_text else "") for _place, name, is_text in keys)
        found = _Rows()
        sql = f"SELECT {names} FROM {quote(table)} ORDER BY {order or 'ctid'}"  # noqa: S608
        self.cursor.copy_expert(f"COPY ({sql}) TO STDOUT", found)
        return Table(found.count, found.sha256.hexdigest())

    def roles(self) -> list[str]:
        """Whom the dump will grant something to, besides the owners."""
        return [name for (name,) in self.rows(GRANTEES.replace("%%", "%"))]


def refuse_missing_programs() -> None:
    """The client's programs come with a package of their own."""
    missing = [name for name in PROGRAMS if shutil.which(name) is None]
    if missing:
        how = _(
            "缺少 %s。请安装 PostgreSQL 客户端：apt-get install postgresql-client（版本不低于服务器的）；用 Docker Compose 部署的，"
            "镜像里已有，请在容器里运行：docker compose exec web python manage.py backup /app/var/备份.tar.gz"
        )
        raise Unfit(how % "、".join(missing))


@contextmanager
def now() -> Iterator[Reader]:
    """The database as of one moment; nobody who writes has to wait."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        for statement in SAME_TEXT:
            cursor.execute(statement)
        yield Reader(cursor)


@contextmanager
def snapshot(folder: Path) -> Iterator[tuple[Path, Reader]]:
    """A dump without anybody's session; what is compared is read in the very snapshot that was dumped."""
    dump = folder / "database.dump"
    with now() as reader:
        [(name,)] = reader.rows("SELECT pg_export_snapshot()")
        options = ["--format=custom", "--no-owner", f"--snapshot={name}", f"--exclude-table-data={SESSIONS}"]
        _run(["pg_dump", *options, f"--file={dump}"])
        yield dump, reader


def unpack_beside() -> Path | None:
    """Anywhere: the dump is read, not moved."""
    return None


def refuse_running(roles: list[str]) -> None:
    """A process that goes on would write into tables that are being taken away, or keep them locked."""
    with connection.cursor() as cursor:
        cursor.execute(OTHERS, [roles])
        [others] = cursor.fetchone()
    if others:
        text = _(
            "还有 %d 个连接在用数据库，请先停下网页服务和后台任务（docker compose stop web worker beat，有 public 的也停）。"
        )
        raise Unfit(text % others)


def restore(dump: Path, roles: list[str]) -> None:
    """One transaction: everything in our schema goes, the dump comes; a fault leaves all as it was.

    pg_restore alone would stop at a table of a later migration that the dump does not know, so that it writes the
    script and psql runs it. Grants to a role that this server lacks are left out.
    """
    lacking = _lacking(roles)
    script, emptied = dump.with_suffix(".sql"), dump.with_suffix(".drop.sql")
    options = ["--clean", "--if-exists", "--no-owner", "--exit-on-error", *(["--no-privileges"] if lacking else [])]
    _run(["pg_restore", *options, f"--file={script}", str(dump)])
    with connection.cursor() as cursor:
        cursor.execute(EVERYTHING)
        drops = [statement for (statement,) in cursor.fetchall()]
    emptied.write_text("\n".join([f"SET lock_timeout = '{LOCK_SECONDS}s';", *drops, ""]))
    quiet = ["--no-psqlrc", "--quiet", "--output=/dev/null", "--set=ON_ERROR_STOP=1"]
    _run(["psql", *quiet, "--single-transaction", f"--file={emptied}", f"--file={script}"])
    connection.close()


def _lacking(roles: list[str]) -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_roles WHERE rolname = ANY(%s)", [roles])
        return cursor.fetchone()[0] < len(roles)


def _run(command: list[str]) -> None:
    """The program reaches the same database as we do, told by its environment: a command line is read by everybody."""
    ran = subprocess.run(
        command, env=environment(), stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False
    )
    if ran.returncode:
        words = {"program": command[0], "said": ran.stderr.strip()[-2000:]}
        if "server version" in ran.stderr:
            raise Unfit(_("%(program)s 比数据库服务器旧，请安装同版本的 postgresql-client：\n%(said)s") % words)
        raise Unfit(_("%(program)s 没有成功：\n%(said)s") % words)


def environment() -> dict[str, str]:
    """Variables by which PostgreSQL's programs find this database; the password is one of them."""
    connection.ensure_connection()
    info = connection.connection.info
    told = {VARIABLES[name]: value for name, value in info.dsn_parameters.items() if name in VARIABLES and value}
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PG")}
    quiet = {"PGOPTIONS": f"{told.get('PGOPTIONS', '')} -c client_min_messages=warning".strip(), "LC_ALL": "C.UTF-8"}
    return kept | told | quiet | ({"PGPASSWORD": info.password} if info.password else {})
