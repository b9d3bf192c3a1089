"""`manage.py restore FILE`: puts back what `backup` kept, compares every table and verifies the chains."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import DatabaseError
from django.utils.translation import gettext as _

from config.backups import restoring
from config.backups.manifest import Unfit


class Command(BaseCommand):
    help = "恢复 manage.py backup 写的备份，逐表比对并核对哈希；先停下网页服务和后台任务"
    requires_system_checks: list[str] = []
    requires_migrations_checks = False

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, metavar="FILE")
        parser.add_argument("--replace", action="store_true", help="数据库里已有内容时，用备份替换它")
        parser.add_argument("--no-input", action="store_true", help="替换时不要求输入医院名称")

    def handle(self, *, file: Path, replace: bool, no_input: bool, **options: Any) -> None:
        """Ends with 1 when anything is not as the archive says."""
        confirm = (lambda name: True) if no_input else self._confirm
        try:
            done = restoring.restore(file, may_replace=replace, confirm=confirm, tell=self._tell)
        except Unfit as unfit:
            raise CommandError(str(unfit)) from unfit
        except (OSError, DatabaseError) as error:
            raise CommandError(_("没有恢复完：%s") % error) from error
        self._report(done)

    def _confirm(self, name: str) -> bool:
        self._tell(_("现有的数据库会被备份替换，不能撤回。请输入医院名称“%s”：") % name)
        return input().strip() == name

    def _report(self, done: restoring.Restored) -> None:
        for note in done.notes:
            self.stdout.write(self.style.WARNING(note))
        for line in done.faults:
            self.stderr.write(line)
        if done.faults:
            raise CommandError(_("已恢复，但有 %d 处与备份不符或核对有误，见上。") % len(done.faults))
        for line in done.later:
            self.stdout.write(self.style.WARNING(line))
        if done.later:
            text = _(
                "以上 %d 处是备份之后留存的链尾：备份之后的记录没有了，以后核对都会如实说出。请记下恢复的时间和原因。"
            )
            self.stdout.write(self.style.WARNING(text % len(done.later)))
        if not done.is_current:
            self._tell(_("备份来自较早的程序：请运行 manage.py migrate，再运行 manage.py verify_chain 核对。"))
        words = {"tables": len(done.manifest.tables), "checked": done.checked, "sha256": done.sha256}
        text = _("已恢复：%(tables)d 张表与备份相同，核对 %(checked)d 项无误。清单校验码 %(sha256)s")
        self.stdout.write(self.style.SUCCESS(text % words))

    def _tell(self, line: str) -> None:
        self.stdout.write(line)
        self.stdout.flush()
