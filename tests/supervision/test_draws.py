"""The draw: the same from the page, the command and the script of the manual, and fair by weight."""

import re
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from hypothesis import given, settings
from hypothesis import strategies as st

from supervision import queries
from supervision.calculations import draws
from supervision.models import RecordPoint
from tests.supervision import spot_factories

MANUAL = Path(__file__).resolve().parent.parent.parent / "docs" / "draw.md"
CODES = st.text(st.characters(exclude_categories=("Cs", "Cc", "Zl", "Zp")), min_size=1, max_size=8)
UNITS = st.lists(
    st.builds(
        draws.Unit,
        code=CODES,
        grade=st.sampled_from(["high", "medium", "low"]),
        weight=st.integers(1, draws.MOST_WEIGHT),
        department=st.sampled_from(["D11", "D14", "D28"]),
    ),
    min_size=1,
    max_size=30,
    unique_by=lambda unit: unit.code,
)
SEEDS = st.text(st.characters(min_codepoint=33, max_codepoint=126), min_size=1, max_size=20)


def by_command(capsys, file, seed, size, *, is_each):
    options = ["--each-department"] if is_each else []
    capsys.readouterr()
    call_command("draw_spot_check", str(file), f"--seed={seed}", "--size", str(size), *options)
    return capsys.readouterr().out.split("\n")[:-1]


def by_script(tmp_path, file, seed, size, *, is_each):
    """The ten lines of the manual as somebody without this system runs them."""
    script = tmp_path / "draw.py"
    script.write_text(re.search(r"```python\n(.*?)```", MANUAL.read_text(), re.DOTALL)[1])
    options = ["each"] if is_each else []
    command = [sys.executable, "-I", "-X", "utf8", str(script), str(file), seed, str(size), *options]
    return subprocess.run(command, capture_output=True, check=True, text=True, encoding="utf-8").stdout.split("\n")[:-1]


def test_the_script_of_the_manual_has_ten_lines():
    script = re.search(r"```python\n(.*?)```", MANUAL.read_text(), re.DOTALL)[1]

    assert len(list(filter(None, script.split("\n")))) == 10


def test_page_command_and_script_draw_the_same(tmp_path, capsys):
    file = tmp_path / "population.tsv"

    @settings(max_examples=12, deadline=None)
    @given(units=UNITS, seed=SEEDS, size=st.integers(1, 12), is_each=st.booleans())
    def compare(units, seed, size, is_each):
        file.write_bytes(draws.population_text(units).encode())
        drawn = [unit.code for unit in draws.draw(units, seed=seed, size=size, is_each_department=is_each)]
        assert by_command(capsys, file, seed, size, is_each=is_each) == drawn
        assert by_script(tmp_path, file, seed, size, is_each=is_each) == drawn

    compare()


@pytest.mark.django_db
def test_the_list_of_a_spot_check_is_drawn_again_from_its_file(tmp_path, capsys):
    check = spot_factories.drawn(spot_factories.points(5), spot_factories.points(4), size=4, seed="3456.78")
    file = tmp_path / "population.tsv"
    file.write_bytes(check.population.file.read())

    listed = list(RecordPoint.objects.order_by("position").values_list("unit__code", flat=True))
    assert by_command(capsys, file, "3456.78", 4, is_each=False) == listed
    assert by_script(tmp_path, file, "3456.78", 4, is_each=False) == listed
    assert draws.sha256(file.read_text()) == check.population_sha256
    assert queries.draw_command(check) == f"manage.py draw_spot_check {check.code}.tsv --seed '3456.78' --size 4"


@settings(max_examples=50, deadline=None)
@given(units=UNITS, seed=SEEDS, size=st.integers(1, 40))
def test_a_unit_is_drawn_once_whatever_the_order_of_the_lines(units, seed, size):
    drawn = draws.draw(units, seed=seed, size=size)

    assert drawn == draws.draw(units[::-1], seed=seed, size=size)
    assert len(set(drawn)) == min(size, len(units))


@settings(max_examples=50, deadline=None)
@given(units=UNITS, seed=SEEDS)
def test_leaving_one_out_does_not_move_the_others(units, seed):
    whole = draws.draw(units, seed=seed, size=len(units))

    assert draws.draw(units[1:], seed=seed, size=len(units)) == [unit for unit in whole if unit != units[0]]


@settings(max_examples=50, deadline=None)
@given(units=UNITS, seed=SEEDS)
def test_each_department_comes_once_before_any_comes_twice(units, seed):
    places = {unit.department for unit in units}

    drawn = draws.draw(units, seed=seed, size=len(places), is_each_department=True)

    assert {unit.department for unit in drawn} == places


def test_the_share_drawn_first_fits_the_weight():
    units = [draws.Unit("A", "high", 3, "D"), draws.Unit("B", "medium", 2, "D"), draws.Unit("C", "low", 1, "D")]

    first = [draws.draw(units, seed=str(seed), size=1)[0].code for seed in range(6000)]

    shares = {code: first.count(code) / 6000 for code in "ABC"}
    assert shares == pytest.approx({"A": 3 / 6, "B": 2 / 6, "C": 1 / 6}, abs=0.025)


def test_the_second_is_drawn_by_weight_among_the_rest():
    units = [draws.Unit("A", "high", 3, "D"), draws.Unit("B", "medium", 2, "D"), draws.Unit("C", "low", 1, "D")]
    draw = [[unit.code for unit in draws.draw(units, seed=str(seed), size=2)] for seed in range(6000)]

    after_a = [second for first, second in draw if first == "A"]

    assert after_a.count("B") / len(after_a) == pytest.approx(2 / 3, abs=0.03)


@pytest.mark.parametrize(
    "unit",
    [
        draws.Unit("A\tB", "high", 1, "D"),
        draws.Unit("A\nB", "high", 1, "D"),
        draws.Unit("", "high", 1, "D"),
        draws.Unit("A", "high", 0, "D"),
    ],
)
def test_what_would_be_another_line_is_no_population(unit):
    with pytest.raises(ValueError, match=f"^{unit.code}$"):
        draws.population_text([unit])


def test_a_code_stands_once_in_a_population():
    with pytest.raises(ValueError, match="A"):
        draws.population_text([draws.Unit("A", "high", 1, "D"), draws.Unit("A", "low", 1, "E")])


@given(units=UNITS)
def test_a_population_is_read_as_it_was_written(units):
    assert draws.parse(draws.population_text(units)) == sorted(units)


def test_nothing_is_a_population_without_units():
    assert draws.parse("") == []


@pytest.mark.parametrize("line", ["A\thigh\t1", "A\thigh\tx\tD", "A\thigh\t0\tD", "\thigh\t1\tD"])
def test_the_command_says_which_line_is_none(tmp_path, line):
    file = tmp_path / "population.tsv"
    file.write_text(f"B\tlow\t1\tD\n{line}\n")

    with pytest.raises(CommandError, match="第2行"):
        call_command("draw_spot_check", str(file), "--seed", "1", "--size", "1")


def test_the_command_says_when_there_is_no_file(tmp_path):
    with pytest.raises(CommandError, match="读不到范围文件"):
        call_command("draw_spot_check", str(tmp_path / "none.tsv"), "--seed", "1", "--size", "1")
