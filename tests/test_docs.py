"""Holds README, the glossary and the other pages against the code: what they name exists, what exists is named."""

import re
from pathlib import Path

import pytest
from django.apps import apps
from django.core.management import get_commands
from django.urls import resolve

from config.management.commands.serve import DEMO_ACCOUNTS
from tests.deployment import READ, ROOT

README = (ROOT / "README.md").read_text()
GLOSSARY = (ROOT / "docs/glossary.md").read_text()
PAGES = [ROOT / name for name in ("README.md", "CONTRIBUTING.md", "CHANGELOG.md")] + sorted(
    (ROOT / "docs").rglob("*.md")
)
OUR_APPS = ("approvals", "controls", "core", "disclosure", "organization", "powers", "risks", "supervision")
CODE = "\n".join(
    path.read_text()
    for app in (*OUR_APPS, "config")
    for path in sorted((ROOT / app).rglob("*.py"))
    if "migrations" not in path.parts
)
TESTS = {
    name
    for path in sorted((ROOT / "tests").rglob("test_*.py"))
    for name in re.findall(r"def (test_\w+)", path.read_text())
}
WHERE_FILES_LIE = (ROOT, ROOT / "templates", ROOT / "docs")


def first_cells(text, heading):
    """Codes in the first cell of each row of the table below `heading`, with the whole row."""
    table = re.search(rf"^\| {re.escape(heading)} \|.*\n\|[-| ]+\|\n((?:\|.*\n)+)", text, flags=re.MULTILINE)[1]
    return {code: row for row in table.splitlines() for code in re.findall(r"`([^`]+)`", row.split("|")[1])}


def identifiers():
    """Every identifier of the glossary: the second cell of each row."""
    rows = [line.split("|") for line in GLOSSARY.splitlines() if line.startswith("| ") and "Identifier" not in line]
    return {code for row in rows for code in re.findall(r"`([^`]+)`", row[2])}


def links(path):
    """Where the links of a page lead, inside the project."""
    found = re.findall(r"\]\(([^)]+)\)", path.read_text())
    return [link.split("#")[0] for link in found if not link.startswith(("http", "#"))]


def files_named(path):
    """Files named with their folder between backticks."""
    words = re.findall(r"`([^`\n]+)`", path.read_text())
    return [
        word for word in words if re.fullmatch(r"[\w.-]+(/[\w.-]+)+\.(py|md|html|xlsx|conf|example|css|toml)", word)
    ]


def relative(path):
    return str(path.relative_to(ROOT))


def test_readme_explains_every_variable_that_our_code_reads_and_no_other():
    assert set(first_cells(README, "变量")) == READ


def test_readme_tells_the_defaults_of_settings():
    source = (ROOT / "config/settings.py").read_text()
    plain = dict(re.findall(r'env\.\w+\(\s*"([A-Z_]+)", default="?([^",()\[\]]+)"?\)', source))
    rows = first_cells(README, "变量")

    told = {name: rows[name].split("|")[2] for name in plain}

    expected = {name: value.lower() if value in ("True", "False") else value for name, value in plain.items()}
    assert {name: f"`{expected[name]}`" in cell for name, cell in told.items()} == dict.fromkeys(plain, True)
    assert {"DEBUG", "SITE_FACE", "SITE_URL", "EMAIL_URL", "DEMO_PASSWORD"} <= set(plain)


def test_readme_names_every_target_of_the_makefile():
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(), flags=re.MULTILINE))

    assert {name.removeprefix("make ") for name in first_cells(README, "命令")} == targets - {"help"}


def test_readme_names_every_command_of_ours():
    ours = {name for name, app in get_commands().items() if app in (*OUR_APPS, "config")}

    assert {name.split()[0] for name in first_cells(README, "`.venv/bin/python manage.py …`")} == ours


def test_readme_names_every_demo_account():
    named = set(first_cells(README, "登录名"))

    assert {name for name in DEMO_ACCOUNTS if not name.startswith("member")} == named - {"member1", "member6"}
    assert max(name for name in DEMO_ACCOUNTS if name.startswith("member")) == "member6"


def test_addresses_in_readme_lead_somewhere():
    found = {resolve(address).view_name for address in re.findall(r"`(/[a-z/]*)`", README)}

    assert found == {"desk:inbox", "desk:load", "disclosure:home", "healthz"}


@pytest.mark.parametrize("path", PAGES, ids=relative)
def test_links_lead_to_files(path):
    assert [link for link in links(path) if not (path.parent / link).exists()] == []


@pytest.mark.parametrize("path", PAGES, ids=relative)
def test_files_named_in_a_page_exist(path):
    missing = [name for name in files_named(path) if not any((base / name).exists() for base in WHERE_FILES_LIE)]

    assert missing == []


def test_identifiers_of_the_glossary_are_in_the_code():
    unknown = [name for name in identifiers() if not all(re.search(rf"\b{part}\b", CODE) for part in name.split("."))]

    assert unknown == []


def test_classes_of_the_glossary_are_defined():
    classes = {name.split(".")[0] for name in identifiers() if re.match(r"[A-Z][a-z]", name)}

    assert [name for name in sorted(classes) if not re.search(rf"^class {name}\b", CODE, flags=re.MULTILINE)] == []


def test_fields_of_the_glossary_are_on_their_models():
    models = {model.__name__: model for app in OUR_APPS for model in apps.get_app_config(app).get_models()}
    named = [name.split(".") for name in identifiers() if "." in name]

    assert [field for model, field in named if not hasattr(models[model], field)] == []


def test_every_model_is_in_the_glossary():
    models = {model.__name__ for app in OUR_APPS for model in apps.get_app_config(app).get_models()}

    assert sorted(name for name in models - identifiers() if not name.startswith("Historical")) == []


def test_decisions_are_numbered_without_gaps():
    numbers = [int(path.name[:4]) for path in sorted(Path(ROOT / "docs/adr").glob("*.md"))]

    assert numbers == list(range(1, len(numbers) + 1))


def named_tests(path):
    """Tests named between backticks, without those of files."""
    return re.findall(r"`(test_\w+)`", path.read_text())


@pytest.mark.parametrize("path", [path for path in PAGES if named_tests(path)], ids=relative)
def test_named_tests_in_a_page_exist(path):
    files = {found.stem for found in (ROOT / "tests").rglob("test_*.py")}

    assert [name for name in named_tests(path) if name not in TESTS | files] == []


def test_every_rule_that_is_kept_names_its_module_and_a_test():
    kept, left_out = (ROOT / "docs/rules.md").read_text().split("## 没有做的")
    rows = [line.split("|")[1:-1] for line in kept.splitlines() if line.startswith("| ") and "| 来源 |" not in line]
    reasons = [line.split("|")[1:-1] for line in left_out.splitlines() if line.startswith("| ")][1:]

    assert [row[0] for row in rows if ".py`" not in row[2] or "`test_" not in row[3]] == []
    assert [row[0] for row in reasons if not all(cell.strip() for cell in row)] == []
    assert (len(rows) > 30, len(reasons) > 10) == (True, True)


def test_every_test_named_for_a_rule_stands_in_the_list():
    named = {name for name in TESTS if re.match(r"test_(rule|domain)_4_", name)}

    assert sorted(named - {*named_tests(ROOT / "docs/rules.md")}) == []


CLAUSE = r"test_(clause_(2_[1-4]|2_5_[12]|3_[1-3])|stage_(2_[1-3]|3))_[a-z]"
"""二(一) to 二(五) and 三(一) to 三(三) are clauses; what the later stages ask is a stage's."""


def test_tests_of_the_regulation_are_named_for_one_of_its_clauses():
    named = {name for name in TESTS if re.match(r"test_(clause|stage)_\w*\d|test_clause", name)}

    assert [name for name in sorted(named) if not re.match(CLAUSE, name)] == []


def test_every_test_of_a_clause_stands_in_the_list_of_rules_and_no_clause_is_without_one():
    _rules, told = (ROOT / "docs/rules.md").read_text().split("## 实施方案逐句的测试")
    named = {name for name in TESTS if re.match(CLAUSE, name)}

    clauses = {re.match(CLAUSE, name)[1] for name in named}

    assert sorted(named) == sorted(re.findall(r"`(test_(?:clause|stage)_\w+[a-z])`", told))
    assert clauses == {
        *(f"clause_2_{number}" for number in ("1", "2", "3", "4", "5_1", "5_2")),
        *(f"clause_3_{number}" for number in (1, 2, 3)),
        *("stage_2_1", "stage_2_3", "stage_3"),
    }
