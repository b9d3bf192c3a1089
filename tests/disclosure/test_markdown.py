"""Markdown of what is published: tables and headings, but no HTML, no pictures, no scripts."""

from disclosure.templatetags.markdown_text import markdown, scope_word


def test_tables_and_headings_are_drawn_under_the_pages_own_heading():
    assert markdown("# 大\n\n|a|b|\n|---|---|\n|1|2|\n").startswith("<h2>大</h2>\n<table>")


def test_html_pictures_and_scripts_stay_text():
    drawn = markdown("<script>x</script> ![p](http://a/b.png) [l](javascript:x)")

    assert [part in drawn for part in ("<script", "<img", 'href="javascript')] == [False, False, False]


def test_nothing_is_nothing_and_a_scope_has_its_word():
    assert (markdown(None), scope_word("society"), scope_word("x")) == ("", "社会", "x")
