"""`manage.py backup FILE`: database, files, heads of the trail and secret key as one archive."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from config.backups import making
from config.backups.manifest import Unfit
from organization import queries


class Command(BaseCommand):
    help = "把数据库、附件、库外链尾和密钥备份成一个文件（.tar.gz），运行中也可以"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, metavar="FILE")
        parser.add_argument("--force", action="store_true", help="覆盖已有的同名文件")
        parser.add_argument(
            "--without-key", action="store_true", help="不带密钥；恢复时要另有它，否则回执码、评议码失效"
        )

    def handle(self, *, file: Path, force: bool, without_key: bool, **options: Any) -> None:
        """Who holds the archive can read everything and forge receipts: it is for its owner alone."""
        by = queries.system_actor()
        try:
            made = making.make(file, by=by, is_forced=force, has_key=not without_key, tell=self._tell)
        except Unfit as unfit:
            raise CommandError(str(unfit)) from unfit
        except OSError as error:
            raise CommandError(_("没有写成备份：%s") % error) from error
        if not made.has_key:
            text = _("备份里没有密钥。请另行保管 SECRET_KEY：没有它，恢复以后群众手里的回执码、印好的评议码都会失效。")
            self.stdout.write(self.style.WARNING(text))
        self._tell(_("会话不进备份，恢复以后都要重新登录；登录失败的记录在备份里，恢复时不比对。"))
        words = {"file": file, "size": made.size, "sequence": made.manifest.head["sequence"], "sha256": made.sha256}
        text = _("已写成 %(file)s，%(size)d 字节，审计记录到第 %(sequence)d 条。清单校验码 %(sha256)s")
        self.stdout.write(self.style.SUCCESS(text % words))
        self._tell(_("文件只有本人能读，里面是全部内容：请移到别的机器上，像密钥一样保管。"))

    def _tell(self, line: str) -> None:
        self.stdout.write(line)
        self.stdout.flush()
