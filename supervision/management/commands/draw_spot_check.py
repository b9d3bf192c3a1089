"""Drawing a spot check again from its population file, without the database."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from supervision.calculations import draws


class Command(BaseCommand):
    """`manage.py draw_spot_check CC2026-001.tsv --seed 3456.78 --size 20` prints the codes in the order of the draw."""

    help = "Draws a spot check again from its population file; the codes drawn stand one a line, the hash on stderr."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("population", type=Path)
        parser.add_argument("--seed", required=True)
        parser.add_argument("--size", type=int, required=True)
        parser.add_argument("--each-department", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            text = options["population"].read_bytes().decode()
            units = draws.parse(text)
        except (OSError, UnicodeDecodeError) as error:
            raise CommandError(_("读不到范围文件：%(error)s") % {"error": error}) from error
        except ValueError as error:
            raise CommandError(_("范围文件第%(line)s行不是“编码、等级、权重、部门”四列。") % {"line": error}) from error
        drawn = draws.draw(
            units, seed=options["seed"], size=options["size"], is_each_department=options["each_department"]
        )
        self.stderr.write(f"{draws.ALGORITHM}\nSHA-256 {draws.sha256(text)}\n")
        self.stdout.write("".join(f"{unit.code}\n" for unit in drawn), ending="")
