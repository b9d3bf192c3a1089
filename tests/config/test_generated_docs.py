"""The pages of docs/ drawn from tables are what the tables say."""

import pytest
from django.conf import settings as project
from django.core.management import CommandError, call_command

from config import generated_docs


def test_the_pages_in_docs_are_what_the_tables_say():
    kept = {name: (project.BASE_DIR / "docs" / name).read_text(encoding="utf-8") for name in generated_docs.pages()}

    assert kept == generated_docs.pages()
    assert call_command("generate_docs", "--check") is None


def test_check_names_a_stale_page_and_changes_nothing(settings, tmp_path):
    settings.BASE_DIR = tmp_path
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs" / "states.md").write_text(generated_docs.pages()["states.md"], encoding="utf-8")

    with pytest.raises(CommandError, match="文档已过期：permissions.md。"):
        call_command("generate_docs", "--check")

    assert [path.name for path in (tmp_path / "docs").iterdir()] == ["states.md"]


def test_a_page_that_is_missing_is_written(settings, tmp_path):
    settings.BASE_DIR = tmp_path
    (tmp_path / "docs").mkdir()

    call_command("generate_docs")

    assert {path.name: path.read_text(encoding="utf-8") for path in (tmp_path / "docs").iterdir()} == (
        generated_docs.pages()
    )
