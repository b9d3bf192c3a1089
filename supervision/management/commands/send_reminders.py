"""`manage.py send_reminders [--on DATE]`: the reminders of one day; run twice it adds nothing."""

from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone
from django.utils.translation import gettext as _

from supervision import services


class Command(BaseCommand):
    help = "发出一天的到期提醒；同一天重复运行不会重复提醒"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--on", metavar="DATE", help="哪一天，例如 2026-11-25；不写则为今天")

    def handle(self, **options: Any) -> None:
        """Says how many things are due and how many people are told; the worker sends the mails."""
        day = _day(options["on"])
        swept = services.send_reminders(on=day)
        if not swept.is_workday:
            self.stdout.write(_("%(day)s 不是工作日，不提醒。") % {"day": day})
            return
        words = _(
            "%(day)s：到期或逾期 %(items)d 项；新增提醒 %(reminders)d 条，发给 %(digests)d 人，待发邮件和消息 %(deliveries)d 条。"
        )
        self.stdout.write(words % {"day": day, **vars(swept)})


def _day(text: str | None) -> date:
    try:
        return date.fromisoformat(text) if text else timezone.localdate()
    except ValueError as error:
        raise CommandError(_("日期“%(text)s”看不懂，请写成 2026-11-25 的样子。") % {"text": text}) from error
