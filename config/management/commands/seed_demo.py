"""`manage.py seed_demo [--scale N]`: the demo hospital, or one with N risk points to measure on."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.db import connection, transaction
from django.utils import timezone

from config.demo import disclosing, duties, people, regulations, this_year
from config.demo import scale as scaling
from config.demo.clock import running_from
from config.loading import apply, checks, plan
from organization import queries
from organization.models import Department
from supervision import services as supervision

WORKBOOK = Path(people.__file__).parent / "hospital.xlsx"


def _analyze() -> None:
    """The planner's figures of our tables: all this is one transaction, which the database does not look into by itself."""
    with connection.cursor() as cursor:
        for table in connection.introspection.django_table_names(only_existing=True):
            cursor.execute(f"ANALYZE {connection.ops.quote_name(table)}")


class Command(BaseCommand):
    help = "载入演示医院（虚构）：两年的清单，处于各种状态，供各演示账号试用"

    def add_arguments(self, parser):
        parser.add_argument("--scale", type=int, default=0, metavar="N", help="至少 N 个风险点，其余按比例")

    def handle(self, *, scale: int, **options):
        if Department.objects.exists():
            raise CommandError("数据库里已有医院数据，没有载入演示医院。请换一个空的数据库。")
        with transaction.atomic(), running_from(2025, 9, 1) as clock:
            self._tell("读取工作簿")
            self._load(scale)
            self._tell("安排人员和授权")
            duties.name_areas()
            known = people.settle_in()
            told, rules = this_year.ThisYear(known, clock), regulations.Regulations(known, clock)
            rules.before_anyone_looked()
            self._tell("2025年：全院审定")
            told.approve_everything()
            _analyze()
            self._tell("2026年：修订制度，各部门在办")
            rules.revise()
            told.this_year()
            rules.this_autumn()
            told.report_progress()
            self._tell("院务公开：公布、更正、答复群众")
            disclosing.lately(known, clock)
            self._tell("登记今天的到期提醒")
            supervision.send_reminders(on=timezone.localdate())
        people.renew_passwords()
        self.stdout.write(self.style.SUCCESS("演示医院已载入。"))

    def _load(self, points: int) -> None:
        workbook = checks.load(WORKBOOK.read_bytes())
        if points:
            workbook = scaling.scaled(workbook, points=points)
        apply.apply(plan.compare(workbook), by=queries.system_actor())
        _analyze()

    def _tell(self, text: str) -> None:
        self.stdout.write(f"{text}……")
