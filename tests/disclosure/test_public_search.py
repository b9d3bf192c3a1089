"""Search under `/open/`: over everything, forgiving, narrowed by facets with counts, with pieces of the text."""

import pytest

from disclosure.calculations import searching
from disclosure.states import Topic
from powers.services import MaterialEntry
from tests import worlds
from tests.approvals import factories as approvals
from tests.disclosure import factories
from tests.disclosure import open_factories as opened

pytestmark = pytest.mark.django_db


def everything():
    """A power, two items of different topics and years, an answer."""
    factories.publish(approvals.world(), name="病历复印", content="为患者复印病历。", fee_basis="每页 0.5 元")
    opened.dated(opened.publish(opened.item(), "CG-01-1", "CT 设备采购结果", "甲公司中标，金额 12.5 万元。"), 2024)
    opened.publish(opened.item("SF-01", name="价格", topic=Topic.PRICES), "SF-01-1", "检查收费", "复印每页 0.5 元。")
    opened.answer(title="押金可以分次交吗")


@pytest.fixture
def published():
    return worlds.laid(everything)


def shown(client, query):
    return client.get(f"/open/search/{query}").context


def titles(client, query):
    return [row.title for row in shown(client, f"?q={query}")["rows"]]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("病历", ["病历复印"]),
        ("blfy", ["病历复印"]),
        ("binglifuyin", ["病历复印"]),
        ("ＣＴ设备", ["CT 设备采购结果"]),
        ("ct设备", ["CT 设备采购结果"]),
        ("设 备 采 购", ["CT 设备采购结果"]),
        ("甲公司 12.5", ["CT 设备采购结果"]),
        ("cg-01-1", ["CT 设备采购结果"]),
        ("怎么复印病历？", ["病历复印"]),
        ("分几次", ["押金可以分次交吗"]),
        ("招标办 采购", ["CT 设备采购结果"]),
        ("医务部", ["押金可以分次交吗"]),
    ],
)
def test_everything_is_found_by_words_pinyin_initials_codes_and_however_typed(client, published, query, found):
    assert titles(client, query) == found


def test_what_has_the_words_in_its_title_stands_first_unless_the_newest_is_asked_for(client, published):
    assert titles(client, "复印") == ["病历复印", "检查收费"]
    assert titles(client, "复印&sort=new") == ["检查收费", "病历复印"]


def test_a_word_mistyped_finds_what_comes_near_and_says_so(client, published):
    near = shown(client, "?q=病历复映")

    assert ([row.title for row in near["rows"]], near["is_near"]) == (["病历复印"], True)


WORDS = ["每页", "医务部", "身份证", "1 工作日", "网上报名", "明细.pdf", "电话反映", "20 工作日", "国卫办发"]


@pytest.mark.parametrize("query", WORDS)
def test_everything_that_a_page_says_is_searched(client, query):
    told = {"fee_basis": "每页 0.5 元", "supervision_channels": "电话反映医务部", "promised_limit": 20}
    factories.publish(approvals.world(), materials=[MaterialEntry("身份证")], **told)
    opened.publish(opened.item(), "CG-01-1", "采购结果", files=[("明细.pdf", b"%PDF")])

    found = shown(client, f"?q={query}")

    assert (len(found["rows"]), found["is_near"]) == (1, False)


def test_what_was_found_in_the_fee_is_shown_from_there(client, published):
    (row,) = (row for row in shown(client, "?q=每页")["rows"] if row.kind == "power")

    assert row.text_pieces == [("收费：", False), ("每页", True), (" 0.5 元", False)]


@pytest.mark.parametrize("query", ["<b>x</b>", "b", "?", "<>", "🙂", "x y z", "1", "%", "<script>alert(1)</script>"])
def test_junk_finds_nothing_and_comes_near_to_nothing(client, published, query):
    response = client.get("/open/search/", {"q": query})

    assert (response.context["rows"], "没有找到" in response.text) == ([], True)


def test_nothing_found_helps_on(client, published):
    response = client.get("/open/search/?q=qqqq")

    assert (response.context["total"], "没有找到“qqqq”" in response.text) == (0, True)
    assert [path for path in ("/open/powers/", "/open/catalogue/") if f'href="{path}"' not in response.text] == []


def test_without_a_word_everything_stands_the_newest_first(client, published):
    every = shown(client, "?q= ")

    assert [row.code for row in every["rows"]] == ["DF-01", "SF-01-1", "CG-01-1", "YP-01"]


def test_before_anything_is_public_search_says_so(client):
    assert "还没有公开的内容" in client.get("/open/search/").text


def test_facets_count_what_would_be_left(client, published):
    found = shown(client, "?q=复印&topic=prices")

    assert [row.title for row in found["rows"]] == ["检查收费"]
    assert [(label, count) for label, count, _is, _url in found["kinds"]] == [("全部", 1), ("公开事项", 1)]
    assert found["topics"] == [("powers", "职权运行", 1), ("prices", "收费价格", 1)]
    assert [(name, count) for _code, name, count in found["departments"]] == [("招标办", 1)]
    assert (found["all_count"], found["is_narrowed"]) == (2, True)


@pytest.mark.parametrize(
    ("query", "codes"),
    [
        ("?kind=answer", ["DF-01"]),
        ("?year=2024", ["CG-01-1"]),
        ("?topic=prices&kind=item", ["SF-01-1"]),
        ("?topic=prices&kind=power", []),
        ("?kind=withdrawal&year=abcd", ["DF-01", "SF-01-1", "CG-01-1", "YP-01"]),
        ("?q=%00", ["DF-01", "SF-01-1", "CG-01-1", "YP-01"]),
    ],
)
def test_results_are_narrowed_and_what_makes_no_sense_is_left_out(client, published, query, codes):
    assert [row.code for row in shown(client, query)["rows"]] == codes


def test_a_narrowing_that_leaves_nothing_offers_the_rest(client, published):
    response = client.get("/open/search/?q=复印&year=2024")

    assert "去掉筛选有 2 项" in response.text
    assert response.context["wide_url"] == "?q=%E5%A4%8D%E5%8D%B0"


def test_pages_of_results_keep_words_and_facets(client, published, monkeypatch):
    monkeypatch.setattr("disclosure.views.paging.PER_PAGE", 1)

    first = shown(client, "?q=复印&sort=new")

    assert (first["next_url"], first["last"]) == ("?q=%E5%A4%8D%E5%8D%B0&sort=new&page=2", 2)


def test_found_words_are_marked_and_what_was_typed_stays_text(client, published):
    text = client.get("/open/search/?q=病历 <b>").text

    assert ("<mark>病历</mark>复印" in text, "<b>" in text) == (True, False)


@pytest.mark.parametrize("query", ["采购", "病历复映", "qqqq", ""])
def test_a_search_asks_three_queries_whatever_it_finds(client, published, django_assert_num_queries, query):
    with django_assert_num_queries(3):
        client.get(f"/open/search/?q={query}")


@pytest.mark.parametrize(
    ("query", "terms", "pieces"),
    [
        ("", (), ()),
        ("多少钱", ("多少钱",), ("多少", "少钱")),
        ("药品、器械", ("药品", "器械"), ("药品", "器械")),
        ("药品的采购", ("药品", "采购"), ("药品", "采购")),
        ("YP-01号", ("yp-01", "号"), ("yp-01",)),
        ("药 品 采 购", ("药品采购",), ("药品", "品采", "采购")),
        ("a b", ("a", "b"), ()),
        ("<b>x</b>", ("b", "x", "/b"), ()),
        ("？！", ("?!",), ()),
    ],
)
def test_what_is_typed_becomes_words_and_pieces(query, terms, pieces):
    asked = searching.asked(query)

    assert (asked.terms, asked.pieces) == (terms, pieces)


@pytest.mark.parametrize(
    ("text", "words", "pieces"),
    [
        ("药品采购", (), [("药品采购", False)]),
        ("药品采购", ("采购",), [("药品", False), ("采购", True)]),
        ("CT检查", ("ct",), [("CT", True), ("检查", False)]),
        ("一" * 200, ("二",), [("一" * 96 + "…", False)]),
        ("一" * 50 + "采购", ("采购",), [("…" + "一" * 28, False), ("采购", True)]),
        ("İ采购", ("采购",), [("İ", False), ("采购", True)]),
    ],
)
def test_a_piece_of_the_text_shows_the_words(text, words, pieces):
    assert searching.snippet(text, words) == pieces
