"""Writes `docs/states.md` and `docs/permissions.md`; with `--check` fails when they are stale."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import translation

from config import generated_docs


class Command(BaseCommand):
    help = "由状态表和权限表生成 docs/states.md、docs/permissions.md"
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--check", action="store_true", help="只检查文档是否与表一致")

    def handle(self, **options: Any) -> None:
        """Writes the pages that differ, or names them and ends with 1."""
        folder = settings.BASE_DIR / "docs"
        with translation.override(settings.LANGUAGE_CODE):
            pages = generated_docs.pages()
        stale = [name for name, text in pages.items() if _read(folder / name) != text]
        if options["check"] and stale:
            raise CommandError(f"文档已过期：{'、'.join(stale)}。请运行 manage.py generate_docs。")
        for name in stale:
            (folder / name).write_text(pages[name], encoding="utf-8")
            self.stdout.write(f"已更新 docs/{name}")


def _read(path: Any) -> str:
    return path.read_text(encoding="utf-8") if path.exists() else ""
