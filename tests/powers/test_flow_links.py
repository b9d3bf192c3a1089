"""Links in writing: read as people write them, written as they are read."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from powers import calculations
from powers.calculations import Link
from tests.powers.flow_charts import DATA, real_charts

REAL = real_charts()


@pytest.mark.parametrize(
    ("text", "links"),
    [
        ("3", [Link(3)]),
        ("结束", [Link(None)]),
        ("3:同意|5:不同意", [Link(3, "同意"), Link(5, "不同意")]),
        ("2:并行|3:并行", [Link(2, is_parallel=True), Link(3, is_parallel=True)]),
        ("４：通过｜不含竖线 | 结束：退回：补正", [Link(4, "通过｜不含竖线"), Link(None, "退回：补正")]),
        (" 第 3 步 : 同意 |结束", [Link(3, "同意"), Link(None)]),
        ("3:", [Link(3)]),
        ("属实→3；不属实→退回1", [Link(3, "属实"), Link(1, "不属实")]),
        ("同意 → 第 3 步|→结束", [Link(3, "同意"), Link(None)]),
        ("3:同意；5:不同意;结束：撤回", [Link(3, "同意"), Link(5, "不同意"), Link(None, "撤回")]),
        ("3:同意；并报备", [Link(3, "同意；并报备")]),
    ],
)
def test_links_are_read(text, links):
    assert calculations.parse_links(text) == links


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "未写后续环节：最后一步写“结束”"),
        (" \n", "未写后续环节：最后一步写“结束”"),
        ("3:同意||5:不同意", "“|”的前后都要写去向，有一处是空的"),
        ("同意3", "“同意3”看不懂：先写序号或“结束”，条件写在冒号后，如“3:同意|结束:不同意”"),
        ("3 同意", "“3 同意”看不懂：先写序号或“结束”，条件写在冒号后，如“3:同意|结束:不同意”"),
        ("0", "“0”的序号应在 1 到 9999 之间"),
        ("99999999999999:同意", "“99999999999999:同意”的序号应在 1 到 9999 之间"),
        ("3:同意|3：同意", "“3:同意”写了两次"),
    ],
)
def test_what_cannot_be_read_is_named(text, message):
    with pytest.raises(ValueError, match="^") as caught:
        calculations.parse_links(text)

    assert str(caught.value) == message


@pytest.mark.parametrize("name", REAL)
def test_links_of_the_hospital_are_written_as_they_were(name):
    written = [calculations.format_links(step.links) for step in REAL[name].steps]

    assert all(f'"{text}"' in DATA.read_text(encoding="utf-8") for text in written)


condition = st.text(max_size=12).map(str.strip).filter(lambda text: not set("|;；→") & set(text) and text != "并行")
link = st.one_of(
    st.builds(Link, st.one_of(st.none(), st.integers(1, 9999)), condition),
    st.builds(Link, st.one_of(st.none(), st.integers(1, 9999)), st.just(""), st.just(value=True)),
)


@given(st.lists(link, min_size=1, max_size=5, unique_by=lambda link: (link.to, link.condition)))
def test_links_written_are_read_back(links):
    assert calculations.parse_links(calculations.format_links(links)) == links
