"""`make bench BENCH_ARGS="--only lists --scale 10000 --json"`: prints each figure as a ratio to a bare twin of the same run."""

import argparse
import logging
import os
import sys
from collections.abc import Iterator

import django

PARTS = ("load", "lists", "export", "duties", "reminders", "print", "public")
SCALE = 10_000


def main() -> int:
    """Measure what was asked for; 1 when a goal of quality.md is missed."""
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("--only", choices=PARTS, action="append", help="measure this part alone; may be repeated")
    parser.add_argument("--scale", type=int, default=SCALE, metavar="N", help="risk points of the hospital measured")
    parser.add_argument("--json", action="store_true", help="one JSON object a line")
    options = parser.parse_args()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    os.environ["DEBUG"] = "false"
    django.setup()
    logging.disable(logging.INFO)
    from bench import report  # noqa: PLC0415 — needs the settings

    parts = [part for part in PARTS if part in (options.only or PARTS)]
    is_met = report.show(_measure(parts, scale=options.scale), is_json=options.json)
    return 0 if is_met else 1


def _measure(parts: list[str], *, scale: int) -> Iterator:
    from django.core.management import call_command  # noqa: PLC0415 — needs the settings

    from bench import jobs, pages, print_table, public, reminders, workbooks  # noqa: PLC0415
    from bench.measure import Line, seconds  # noqa: PLC0415
    from organization.models import Department  # noqa: PLC0415

    call_command("migrate", verbosity=0)
    is_empty = not Department.objects.exists()
    if "load" in parts and is_empty:
        yield from workbooks.measure()
    if is_empty and {"lists", "export", "reminders", "public"} & {*parts}:
        seeding = seconds(lambda: call_command("seed_demo", scale=scale, stdout=sys.stderr))
        yield Line(f"seed_demo --scale {scale}", seeding)
        _analyze()
    measured = {
        "lists": pages.measure,
        "export": jobs.export,
        "duties": jobs.duties,
        "reminders": reminders.measure,
        "print": print_table.measure,
        "public": public.measure,
    }
    for part, measure in measured.items():
        if part in parts:
            yield from measure()


def _analyze() -> None:
    """The planner's figures, which a server of some days has by itself."""
    from django.db import connection  # noqa: PLC0415 — needs the settings

    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


if __name__ == "__main__":
    sys.exit(main())
