"""`manage.py load_hospital FILE.xlsx [--dry-run]`: a hospital from its workbook, all of it or nothing."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from config.loading import apply, checks, faults, plan
from core.rules import Denied
from organization import queries


class Command(BaseCommand):
    help = "从工作簿导入医院：部门、岗位、依据、职权、材料、流程环节、风险点、措施、制度；同一事务，全成或全不成"

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path, metavar="FILE.xlsx")
        parser.add_argument("--dry-run", action="store_true", help="只检查和比较，不写入")

    def handle(self, *, file: Path, dry_run: bool, **options):
        try:
            planned = plan.compare(checks.load(file.read_bytes()))
            if not dry_run:
                apply.apply(planned, by=queries.system_actor())
        except OSError as error:
            raise CommandError(f"读不到文件 {file}：{error.strerror}") from error
        except faults.WorkbookFaults as found:
            lines = "\n".join(f"  {fault}" for fault in found.faults)
            raise CommandError(f"有 {len(found.faults)} 处问题，没有写入任何内容：\n{lines}") from found
        except Denied as denied:
            raise CommandError(f"没有写入任何内容：{denied.reason}{denied.help}") from denied
        self._tell(planned, is_dry=dry_run)

    def _tell(self, planned: plan.Plan, *, is_dry: bool) -> None:
        for line in planned.counts():
            self.stdout.write(
                "{sheet}：文件 {file} 行，新增 {new}，修改 {changed}，未变 {same}，文件中没有的 {absent}".format(**line)
            )
        if planned.is_empty:
            self.stdout.write("与现有内容一致，没有变化。")
        elif is_dry:
            self._show(planned)
            self.stdout.write("以上是预览，没有写入。")
        else:
            self.stdout.write(self.style.SUCCESS("已导入。"))

    def _show(self, planned: plan.Plan) -> None:
        for change in planned.shown():
            if change.kind == "changed":
                fields = "；".join(
                    f"{name}：{before or '空'} → {after or '空'}" for name, before, after in change.fields
                )
                self.stdout.write(f"  修改 {change.sheet} {change.label}：{fields}")
