"""Writes the whole public face as static files, for a web server that stands apart from this network."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from disclosure.services import exporting
from organization import queries


class Command(BaseCommand):
    help = "把院务公开的全部页面导出为静态文件；再次导出只重做有变化的页面"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("folder", metavar="DIR", type=Path, help="空文件夹，或上一次导出的文件夹")

    def handle(self, **options: Any) -> None:
        place = options["folder"]
        try:
            done = exporting.export_site(place, by=queries.system_actor(), tell=self._tell)
        except FileExistsError as error:
            raise CommandError(
                _("%(place)s 里有别的文件。请给一个空文件夹，或上一次导出的文件夹。") % {"place": place}
            ) from error
        except ValueError as error:
            raise CommandError(_("%(place)s 的清单读不懂。请另给一个空文件夹。") % {"place": place}) from error
        self._report(done)

    def _tell(self, pages: int, waiting: int) -> None:
        self.stdout.write(_("已处理 %(pages)d 页，还有 %(waiting)d 页") % {"pages": pages, "waiting": waiting})

    def _report(self, done: exporting.Export) -> None:
        for address in done.broken:
            self.stderr.write(_("没有这一页，却有链接指向它：%(address)s") % {"address": address})
        for name in done.strangers:
            self.stderr.write(_("文件夹里另有不属于网站的文件：%(name)s") % {"name": name})
        words = {
            "pages": done.pages,
            "rendered": done.rendered,
            "files": done.files,
            "seconds": done.seconds,
            "speed": done.pages / max(done.seconds, 0.001),
        }
        text = _("%(pages)d 页（重做 %(rendered)d 页），共 %(files)d 个文件，%(seconds).1f 秒，每秒 %(speed).0f 页。")
        self.stdout.write(self.style.SUCCESS(text % words))
        self.stdout.write(_("链尾 %(head)s") % {"head": done.head})
        self.stdout.write(_("清单 %(sha256)s") % {"sha256": done.sha256})
