"""What a patient reads under `/open/`: the home, topics, items, answers, the catalogue, and what has ended."""

import re

import pytest

from core.calculations import hash_to_copy, in_fours
from disclosure.queries import public
from disclosure.states import Period, Topic
from powers import services as power_services
from powers.calculations import links
from powers.services import StepEntry
from tests import factories as people
from tests.approvals import factories as approvals
from tests.disclosure import factories
from tests.disclosure import open_factories as opened

pytestmark = pytest.mark.django_db
TABLE = "## 结果\n\n| 供应商 | 金额 |\n|---|--:|\n| 甲公司 | 12.5 |\n"
PATHS = {
    "/open/": 3,
    "/open/topics/procurement/": 3,
    "/open/items/CG-01-1/": 3,
    "/open/items/DF-01/": 2,
    "/open/answers/": 3,
    "/open/catalogue/": 3,
    "/open/search/?q=采购": 3,
    "/open/data/": 2,
    "/open/feed.atom": 3,
    "/open/feed/procurement.atom": 3,
    "/open/sitemap.xml": 2,
    "/open/data/items.json": 3,
    "/open/data/catalogue.csv": 3,
}
"""Each address with the number of queries that it asks."""
AHEAD = {"/open/catalogue/": 3, "/open/data/catalogue.csv": 3, "/open/sitemap.xml": 1}
"""Those that ask another number before they answer 304; the others ask two."""
STAMP = re.compile(r'<dt>([^<]*)</dt><dd><code class="hash">([^<]*)</code>')


@pytest.fixture
def catalogue():
    return opened.item()


@pytest.fixture
def published(catalogue):
    opened.answer()
    return opened.publish(catalogue, "CG-01-1", "设备采购结果公示", TABLE, files=[("明细.pdf", b"%PDF")])


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize(("path", "number"), PATHS.items())
def test_each_page_asks_a_constant_number_of_queries(
    client, published, catalogue, django_assert_num_queries, count, path, number
):
    for each in range(2, count + 1):
        opened.publish(opened.item(f"CG-{each:02}"), f"CG-{each:02}-1", "采购结果")
        opened.answer(f"DF-{each:02}")

    with django_assert_num_queries(number):
        assert client.get(path).status_code == 200


@pytest.mark.parametrize("path", PATHS)
def test_a_page_the_reader_has_is_not_made_again(client, published, django_assert_num_queries, path):
    first = client.get(path)

    with django_assert_num_queries(AHEAD.get(path, 2)):
        second = client.get(path, headers={"If-None-Match": first.headers["ETag"]})

    assert (second.status_code, second.content, second.cookies) == (304, b"", {})
    assert (first.headers["Cache-Control"], first.headers.get("Vary", "")) == ("public, max-age=60", "")


@pytest.mark.parametrize("path", [path for path in PATHS if path != "/open/items/DF-01/"])
def test_what_is_published_makes_a_new_version(client, published, catalogue, path):
    before = client.get(path).headers["ETag"]

    if path == "/open/items/CG-01-1/":
        opened.publish(catalogue, "CG-01-1", "设备采购结果公示", replaces=published, reason="金额写错")
    else:
        opened.publish(catalogue, "CG-01-2", "试剂采购结果公示")

    assert client.get(path).headers["ETag"] != before


@pytest.mark.parametrize("path", [*PATHS, "/robots.txt"])
def test_nothing_is_written_to_what_is_read(client, path):
    assert client.post(path).status_code == 405


def test_the_home_leads_by_questions_topics_and_what_is_new(client, published):
    shown = client.get("/open/").context

    assert [entry["label"] for entry in shown["entries"]] == ["怎么办", "收多少费", "多久办好", "谁来定", "不满意找谁"]
    assert shown["topics"] == [("procurement", "采购招标", 1)]
    assert [row.code for row in shown["latest"]] == ["CG-01-1"]
    assert ([row.code for row in shown["answers"]], shown["answer_count"]) == (["DF-01"], 1)


def test_the_home_leads_to_everything_that_is_open(client, published):
    assert 'href="/open/search/?sort=new">全部公开的内容</a>' in client.get("/open/").text


def test_facts_of_a_line_break_before_their_dot(client, published):
    facts = re.findall('<span class="part">(.*?)</span>', client.get("/open/topics/procurement/").text)

    assert [fact[:2] for fact in facts[:3]] == ["采购", "· ", "· "]


def test_a_power_says_who_decides_by_the_posts_of_its_deciding_steps(client):
    made = approvals.world()
    filed = factories.power(made)
    posts = [people.post(made.department, name=name) for name in ("经办岗", "党委书记", "分管副院长")]
    given = zip(posts, ("execution", "decision", "execution"), ("none", "none", "approval"), strict=True)
    steps = [
        StepEntry(
            n, f"第{n}步", post, function, focus, 1, links=tuple(links.parse_links(str(n + 1) if n < 3 else "结束"))
        )
        for n, (post, function, focus) in enumerate(given, 1)
    ]
    power_services.save_flow(by=made.filer, power=filed, kind="internal", steps=steps)
    factories.bring_into_force(made, filed)

    page = client.get(f"/open/powers/{filed.code}/")

    assert page.context["power"]["deciders"] == ["党委书记", "分管副院长"]
    assert "<dt>谁来定</dt><dd>党委书记、分管副院长</dd>" in page.text


def test_a_power_that_nobody_decides_does_not_say_who(client):
    (filed,) = factories.publish(approvals.world())

    assert "谁来定" not in client.get(f"/open/powers/{filed.code}/").text


def test_many_powers_at_once_do_not_crowd_out_the_rest_of_the_home(client, published):
    factories.publish(approvals.world(), 5)

    latest = client.get("/open/").context["latest"]

    assert [row.kind for row in latest] == ["power"] * 3 + ["item"]


def test_a_topic_is_narrowed_by_year_and_by_item(client, published, catalogue):
    other = opened.item("CG-02", name="采购公告")
    opened.dated(opened.publish(other, "CG-02-1", "采购公告一"), 2024)

    def titles(query):
        return [row.title for row in client.get(f"/open/topics/procurement/{query}").context["rows"]]

    assert titles("") == ["采购公告一", "设备采购结果公示"]
    assert titles("?year=2024") == titles("?item=CG-02") == ["采购公告一"]
    assert titles("?year=2024&item=CG-01") == titles("?year=2019") == []
    assert titles("?year=zwei") == titles("?year=²") == titles("")


def test_a_topic_counts_its_years_and_items(client, published):
    shown = client.get("/open/topics/procurement/").context

    assert shown["items"] == [("CG-01", "采购结果", 1)]
    assert shown["years"] == [(str(published.published_at.year), 1)]


@pytest.mark.parametrize(("topic", "words"), [("powers", "查看全部 1 项职权"), ("answers", "查看全部 1 条答复")])
def test_topics_with_lists_of_their_own_lead_there(client, topic, words):
    factories.publish(approvals.world())
    opened.answer()

    assert words in client.get(f"/open/topics/{topic}/").text


def test_a_topic_without_anything_says_so_and_one_made_up_is_not_found(client):
    assert "本栏目现在没有公开的内容" in client.get("/open/topics/budget/").text
    assert client.get("/open/topics/xyz/").status_code == 404


def test_an_item_shows_text_files_basis_and_proof(client, published):
    text = client.get("/open/items/CG-01-1/").text

    asked = ("<h3>结果</h3>", '<td class="is-numeric" data-label="金额">12.5</td>', "明细.pdf", "国卫办发〔2021〕43号")
    asked += (f"第 {published.sequence} 号", "招标办", "PDF · 1 KB")
    assert [words for words in asked if words not in text] == []


def test_a_page_shows_the_hash_that_its_paper_carries_the_one_before_and_that_of_its_content(client, published):
    text = client.get("/open/items/CG-01-1/").text

    hashes = (published.hash, published.previous_hash, published.content_hash)
    assert [dt for dt, value in re.findall(STAMP, text) if value] == ["校验码", "前一号校验码", "内容校验码"]
    assert tuple("".join(value.split()) for _dt, value in re.findall(STAMP, text)) == hashes
    assert hash_to_copy(published.hash) in text
    assert ('href="/open/chain/2/"' in text, 'href="/open/verify/"' in text, "哈希" in text) == (True, True, False)


def test_a_correction_says_what_it_replaces_and_why(client, published, catalogue):
    opened.publish(catalogue, "CG-01-2", "设备采购结果公示（更正）", replaces=published, reason="金额写错")

    new, old = (client.get(f"/open/items/{code}/") for code in ("CG-01-2", "CG-01-1"))

    assert [words for words in ("更正了公开序号第 2 号", "理由：金额写错") if words not in new.text] == []
    assert (old.status_code, old.context["ended"].successor_url) == (410, "/open/items/CG-01-2/")
    assert ("看现行的一版" in old.text, published.title in old.text) == (True, False)


def test_what_was_withdrawn_leaves_its_hash_and_the_reason_but_not_its_text(client, published):
    opened.withdraw(published, "供应商信息有误")

    gone = client.get("/open/items/CG-01-1/")

    kept = (in_fours(published.hash), in_fours(published.content_hash))
    assert (gone.status_code, gone.cookies) == (410, {})
    assert [words for words in ("采购结果", "供应商信息有误", *kept) if words not in gone.text] == []
    assert [words for words in (published.title, "甲公司") if words in gone.text] == []


def test_a_correction_that_was_withdrawn_has_no_successor(client, published, catalogue):
    opened.withdraw(opened.publish(catalogue, "CG-01-2", "更正", replaces=published, reason="金额写错"))

    ended = [public.ended(code, "item") for code in ("CG-01-1", "CG-01-2")]

    assert [(each.successor, each.successor_url, each.reason) for each in ended] == [
        (None, "", ""),
        (None, "", "数据有误"),
    ]


@pytest.mark.parametrize("path", ["/open/items/YP-01/", "/open/powers/CG-01-1/", "/open/powers/DF-01/"])
def test_each_kind_has_its_own_address(client, published, path):
    factories.publish(approvals.world())

    assert client.get(path).status_code == 404


def test_an_answer_shows_the_question_and_the_answer(client):
    opened.answer(about="YP-01")

    text = client.get("/open/items/DF-01/").text

    asked = (
        "住院押金可以分几次交吗？",
        "可以，<strong>分次</strong>补交。",
        "医务部",
        '<time datetime="2026-03-02">2026年3月2日</time> 提出',
        "?q=YP-01",
    )
    assert [words for words in asked if words not in text] == []


def test_answers_are_listed_with_their_figures_and_by_year(client):
    opened.dated(opened.answer("DF-01", "第一问"), 2024)
    opened.answer("DF-02", "第二问")

    every, one = (client.get(f"/open/answers/{query}").context for query in ("", "?year=2024"))

    assert [row.title for row in every["rows"]] == ["第二问", "第一问"]
    assert [row.title for row in one["rows"]] == ["第一问"]
    assert (every["all_count"], every["department_count"], len(every["years"])) == (2, 1, 2)


def test_without_answers_or_catalogue_the_pages_say_so(client):
    assert "还没有公开的答复" in client.get("/open/answers/").text
    assert "还没有公布公开目录" in client.get("/open/catalogue/").text


def test_the_catalogue_shows_what_is_missing(client, published):
    opened.item("YS-01", name="部门预算", topic=Topic.BUDGET, period=Period.YEAR, basis="")

    shown = client.get("/open/catalogue/").context

    lines = {line.item.code: (line.url, line.count, line.clock) for _c, _l, group in shown["groups"] for line in group}
    assert lines == {
        "YS-01": ("", 0, "每年一次，期满后 20 个工作日内"),
        "CG-01": ("/open/items/CG-01-1/", 1, "形成或变更后 20 个工作日内"),
    }
    assert (shown["total"], shown["open_count"]) == (2, 1)


def test_the_catalogue_marks_a_basis_that_was_not_checked(client):
    opened.item("CG-01")
    opened.item("CG-02", basis_status="valid", basis_verified_on="2026-01-05")

    text = client.get("/open/catalogue/").text

    assert (text.count(">待核<"), text.count("尚未与原文核对")) == (1, 1)
    assert text.index("尚未与原文核对") < text.index(">待核<")


def test_the_catalogue_explains_no_mark_that_it_does_not_show(client):
    opened.item("CG-02", basis_status="valid", basis_verified_on="2026-01-05")

    assert "待核" not in client.get("/open/catalogue/").text


def test_powers_and_answers_stand_for_their_items_of_the_catalogue(client):
    opened.item("ZQ-01", name="职权目录", topic=Topic.POWERS)
    opened.item("DF", name="答复群众", topic=Topic.ANSWERS)
    before = client.get("/open/catalogue/").context["open_count"]
    factories.publish(approvals.world())
    opened.answer()

    lines = public.catalogue(public.overview())

    assert (before, [line.url for line in lines]) == (0, ["/open/powers/", "/open/answers/"])


def test_items_inside_the_hospital_or_retired_are_not_in_the_catalogue(client):
    opened.item("NB-01", scope="hospital")
    opened.item("CG-09", is_retired=True)

    assert client.get("/open/catalogue/").context["total"] == 0


def test_what_is_open_inside_only_is_found_nowhere(client, catalogue):
    opened.publish(catalogue, "NB-01", "院内公开的事", scope="hospital")

    pages = (
        "/open/",
        "/open/search/?q=公开的事",
        "/open/topics/procurement/",
        "/open/feed.atom",
        "/open/data/items.json",
    )

    assert [path for path in pages if "院内公开的事" in client.get(path).text] == []
    assert client.get("/open/items/NB-01/").status_code == 404


@pytest.mark.parametrize(("way", "names"), [("fee", ["复印"]), ("limit", ["复印", "招聘"]), ("x", ["复印", "招聘"])])
def test_powers_are_narrowed_to_those_that_state_a_fee_or_a_limit(client, way, names):
    made = approvals.world()
    where = factories.powers.power_list(made.department, by=made.filer)
    filed = [
        factories.power(made, where, name="复印", fee_basis="每页 0.5 元"),
        factories.power(made, where, name="招聘"),
    ]
    factories.bring_into_force(made, *filed)

    shown = client.get(f"/open/powers/?way={way}").context

    assert [row.title for row in shown["rows"]] == names


def test_each_page_names_itself_for_search_engines(client, published, settings):
    settings.OPEN_URL = "https://open.example.cn/"

    text = client.get("/open/items/CG-01-1/?x=1").text

    asked = (
        '<link rel="canonical" href="https://open.example.cn/open/items/CG-01-1/">',
        '<meta name="description" content="结果 供应商 金额 甲公司 12.5">',
        'itemtype="https://schema.org/Report"',
        "<title>设备采购结果公示 · 江州市第一人民医院</title>",
    )
    assert [words for words in asked if words not in text] == []


@pytest.mark.parametrize("topic", ["personnel", "budget", "spending", "assets", "integrity"])
def test_stage_2_1_each_of_the_five_matters_stressed_has_a_page(client, topic):
    """重点公开人事任免、经费预决算、财务报销、资产管理、廉政建设"""
    opened.publish(opened.item("X-01", topic=topic), "X-01-1", "公开的结果")

    assert [row.title for row in client.get(f"/open/topics/{topic}/").context["rows"]] == ["公开的结果"]


def test_clause_3_3_each_page_says_where_the_masses_turn_to(client, published):
    """群众参与监督：畅通渠道"""
    pages = ("/open/", "/open/items/CG-01-1/", "/open/items/DF-01/")

    assert [path for path in pages if "纪检监察室" not in client.get(path).text] == []
