"""Says line by line whether this machine has what 廉防 needs; ends with 1 when something is wrong."""

from typing import Any

from django.core.management.base import BaseCommand

from config import setup_checks
from config.setup_checks import Level


class Command(BaseCommand):
    help = "检查运行环境：Python、Pango、字体、数据库、Redis、数据文件夹、节假日"
    requires_system_checks: list[str] = []

    def handle(self, **options: Any) -> None:
        """Prints every finding, also when an early one is an error."""
        has_error = False
        for finding in setup_checks.everything():
            self.stdout.write(str(finding))
            has_error = has_error or finding.level == Level.ERROR
        if has_error:
            raise SystemExit(1)
