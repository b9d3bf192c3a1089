"""Recomputes every hash of what was approved, decided, published and recorded; ends with 1 when one does not hold."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils.translation import gettext as _

from config import proof
from core import services as core_services
from organization import queries


class Command(BaseCommand):
    help = "重新计算全部哈希，说出第一处对不上的是什么；有误时以 1 结束"
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--all", action="store_true", help="列出每一处，而不只是各部分的第一处")
        parser.add_argument("--write-head", action="store_true", help="核对无误后，把链尾写到库外文件")

    def handle(self, **options: Any) -> None:
        """A head is written only over a trail that holds: one written over a breach would vouch for it."""
        broken = checked = 0
        for finding in proof.everything(is_all=options["all"]):
            broken, checked = broken + finding.count, checked + finding.checked
            self._tell(finding)
        if broken:
            self.stdout.write(self.style.ERROR(_("核对有误：%(count)d 处对不上。") % {"count": broken}))
            raise SystemExit(1)
        self.stdout.write(self.style.SUCCESS(_("核对无误：%(checked)d 项全部相符。") % {"checked": checked}))
        if options["write_head"]:
            head = core_services.write_head(by=queries.system_actor())
            words = {"sequence": head.sequence, "count": head.count, "hash": head.shown_hash}
            text = _("已在库外留存链尾：第 %(sequence)d 条，共 %(count)d 条，哈希前 16 位 %(hash)s。")
            self.stdout.write(text % words)

    def _tell(self, finding: proof.Finding) -> None:
        words = {"title": finding.title, "checked": finding.checked, "count": finding.count}
        if finding.first is None:
            self.stdout.write(_("[相符] %(title)s：%(checked)d 项") % words)
            return
        self.stdout.write(_("[有误] %(title)s：核对 %(checked)d 项，%(count)d 处对不上") % words)
        for breach in finding.shown or [finding.first]:
            self.stdout.write(f"    {breach}")
        if not finding.shown and finding.count > 1:
            self.stdout.write(_("    其后还有 %(rest)d 处，用 --all 全部列出") % {"rest": finding.count - 1})
