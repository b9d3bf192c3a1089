"""Markdown of publications: no HTML, style or picture of the author's, headings by rank, tables that fit a telephone."""

import pytest

from disclosure.calculations import markdown
from disclosure.templatetags import markdown_text


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("**粗** 字", "<p><strong>粗</strong> 字</p>\n"),
        ("<script>alert(1)</script>", "<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>\n"),
        ("<img src=x onerror=y>", "<p>&lt;img src=x onerror=y&gt;</p>\n"),
        ("[网](https://a.cn)", '<p><a href="https://a.cn" rel="nofollow noopener">网</a></p>\n'),
        ("[网](javascript:x)", "<p>[网](javascript:x)</p>\n"),
        ("[网](data:text/html,x)", "<p>[网](data:text/html,x)</p>\n"),
        ("[网](/desk/)", "<p>[网](/desk/)</p>\n"),
        ("<javascript:x>", "<p>&lt;javascript:x&gt;</p>\n"),
        ("# 一\n## 二\n# 三", "<h3>一</h3>\n<h4>二</h4>\n<h3>三</h3>\n"),
        ("### 一\n# 二\n##### 三", "<h3>一</h3>\n<h3>二</h3>\n<h4>三</h4>\n"),
        ("# 1\n## 2\n### 3\n#### 4\n##### 5", "<h3>1</h3>\n<h4>2</h4>\n<h5>3</h5>\n<h6>4</h6>\n<h6>5</h6>\n"),
    ],
)
def test_text_becomes_html_that_can_do_no_harm(text, html):
    assert markdown.render(text) == html


def test_a_picture_is_not_loaded_from_elsewhere():
    assert "<img" not in markdown.render("![图](https://a.cn/x.png)")


def test_cells_carry_their_columns_and_no_style():
    html = markdown.render("| 名 | 价 | |\n|:--|--:|--|\n| 甲 | 1 | x |\n| 乙 | 2 | y |\n")

    assert html.count('data-label="名"') == 2
    assert '<td class="is-numeric" data-label="价">1</td>' in html
    assert ('<th scope="col">名</th>' in html, "<td>x</td>" in html, "style=" in html) == (True, True, False)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("# 标题\n\n一\n二 `三` **四**", "标题 一 二 三 四"),
        ("| 甲 | 乙 |\n|--|--|\n| 1 | 2 |", "甲 乙 1 2"),
        ("```\n码\n```", "码"),
        ("", ""),
    ],
)
def test_the_words_alone_in_one_line(text, words):
    assert markdown.plain(text) == words


def test_the_preview_draws_what_the_public_reads_and_a_scope_has_its_word():
    assert markdown_text.markdown("# 一") == markdown.render("# 一")
    assert (markdown_text.markdown(None), markdown_text.scope_word("society")) == ("", "社会")
    assert markdown_text.scope_word("x") == "x"
