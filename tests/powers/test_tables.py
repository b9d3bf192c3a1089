"""The table of steps: rows inserted, moved and taken out, links kept right."""

import pytest

from powers.calculations import tables


def rows(*texts):
    return [{"name": f"步{number}", "links": text} for number, text in enumerate(texts, start=1)]


def links_of(changed):
    return [row["links"] for row in changed]


def test_insert_comes_between_two_steps_that_followed_each_other():
    changed = tables.insert(rows("2", "3:同意|1:退回", "结束"), 1)

    assert links_of(changed) == ["2", "3", "4:同意|1:退回", "结束"]
    assert [row.get("name") for row in changed] == ["步1", None, "步2", "步3"]


def test_insert_leaves_a_branching_step_above_as_it_is():
    assert links_of(tables.insert(rows("2:甲|3:乙", "3", "结束"), 1)) == ["3:甲|4:乙", "3", "4", "结束"]


def test_insert_at_the_end_takes_over_the_end():
    assert links_of(tables.insert(rows("2", "结束"), 2)) == ["2", "3", "结束"]


def test_insert_before_the_first_leads_to_it():
    assert links_of(tables.insert(rows("2", "结束"), 0)) == ["2", "3", "结束"]


def test_insert_into_nothing_makes_the_first_row():
    assert links_of(tables.insert([], 5)) == ["结束"]


def test_remove_leads_on_to_what_followed():
    assert links_of(tables.remove(rows("2", "3", "结束"), 1)) == ["2", "结束"]


def test_remove_of_the_last_step_ends_the_one_before():
    assert links_of(tables.remove(rows("2:同意|1:退回", "结束"), 1)) == ["结束:同意|1:退回"]


def test_remove_of_a_branching_step_drops_the_way_to_it():
    assert links_of(tables.remove(rows("2:甲|3:乙", "1:丙|3:丁", "结束"), 1)) == ["2:乙", "结束"]


def test_remove_keeps_one_of_two_ways_that_become_the_same():
    assert links_of(tables.remove(rows("2:甲|3:甲", "3", "结束"), 1)) == ["2:甲", "结束"]


def test_remove_of_a_parallel_step_keeps_the_split():
    assert links_of(tables.remove(rows("2:并行|3:并行", "4", "4", "结束"), 1)) == ["3:并行|2:并行", "3", "结束"]


def test_remove_of_a_place_that_is_not_there_changes_nothing():
    assert tables.remove(rows("结束"), 7) == rows("结束")


@pytest.mark.parametrize(("place", "by", "expected"), [(0, 1, ["3", "1", "结束"]), (1, -1, ["3", "1", "结束"])])
def test_move_exchanges_two_rows_and_their_numbers(place, by, expected):
    changed = tables.move(rows("2", "3", "结束"), place, by=by)

    assert links_of(changed) == expected
    assert [row["name"] for row in changed] == ["步2", "步1", "步3"]


@pytest.mark.parametrize(("place", "by"), [(0, -1), (2, 1), (9, 1)])
def test_move_beyond_the_table_changes_nothing(place, by):
    assert tables.move(rows("2", "3", "结束"), place, by=by) == rows("2", "3", "结束")


def test_text_that_cannot_be_read_is_left_for_its_writer():
    assert links_of(tables.insert(rows("随便", "结束"), 0)) == ["2", "随便", "结束"]
