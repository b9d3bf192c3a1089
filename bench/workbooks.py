"""Loading workbooks, each in a process of its own and rolled back, against reading the same cells with bare openpyxl."""

import io
import json
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import django
import openpyxl

from bench.measure import Counter, Line, seconds

WORKBOOK = Path("config/demo/hospital.xlsx")
POINTS, STATEMENTS, MEGABYTES = 10_000, 200, 200


def measure() -> Iterator[Line]:
    """The demo hospital, then the same with 10,000 risk points and their measures; needs an empty database."""
    with tempfile.TemporaryDirectory() as folder:
        big = Path(folder) / "big.xlsx"
        big.write_bytes(grown(WORKBOOK.read_bytes(), points=POINTS))
        for name, file in (("load hospital.xlsx", WORKBOOK), (f"load {POINTS} risk points", big)):
            yield _line(name, file)


def _line(name: str, file: Path) -> Line:
    bare = seconds(lambda: _read(file))
    command = [sys.executable, "-m", "bench.workbooks", str(file)]
    told = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
    facts = {key: told[key] for key in ("statements", "peak MB", "start MB", "reading s")}
    return Line(name, told["seconds"], bare, 0, facts, {"statements": STATEMENTS, "peak MB": MEGABYTES})


def _read(file: Path) -> None:
    book = openpyxl.load_workbook(file, read_only=True)
    for sheet in book:
        for _row in sheet.iter_rows(values_only=True):
            pass


def grown(data: bytes, *, points: int) -> bytes:
    """The workbook with every risk point and its measures repeated under codes of their own."""
    book = openpyxl.load_workbook(io.BytesIO(data))
    times = -(-points // (book["风险点"].max_row - 1))
    for title in ("风险点", "防控措施"):
        rows = list(book[title].iter_rows(min_row=2, values_only=True))
        for number in range(2, times + 1):
            for code, *rest in rows:
                book[title].append([f"{code}{number:02}", *rest])
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def load(file: Path) -> dict[str, float]:
    """Load `file` into the database, count, and roll back."""
    from django.db import connection, transaction  # noqa: PLC0415 — needs the settings

    from config.loading import apply, checks, plan  # noqa: PLC0415
    from organization import queries  # noqa: PLC0415

    counter = Counter()
    start = _peak()
    with transaction.atomic(), connection.execute_wrapper(counter):
        found: list = []
        reading = seconds(lambda: found.append(checks.load(file.read_bytes())))
        writing = seconds(lambda: apply.apply(plan.compare(found[0]), by=queries.system_actor()))
        transaction.set_rollback(True)
    return {
        "seconds": reading + writing,
        "reading s": round(reading, 2),
        "statements": counter.count,
        "start MB": start,
        "peak MB": _peak(),
    }


def _peak() -> int:
    """The most memory held so far, in MB; `getrusage` would tell the parent's when that was more."""
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) // 1024 for line in lines if line.startswith("VmHWM"))


if __name__ == "__main__":
    django.setup()
    print(json.dumps(load(Path(sys.argv[1]))))
