"""Text written in Markdown as HTML: what people write for the public, and its preview at the desk."""

from typing import Any

from django import template
from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt

from powers.states import DisclosureScope

register = template.Library()

PARSER = MarkdownIt("commonmark", {"html": False}).enable("table").disable("image")
"""No HTML, and no pictures: a reader's browser asks no other host."""


@register.filter
def markdown(text: Any) -> SafeString:
    """Paragraphs, headings (under the page's own), lists, tables and links; everything else stays text."""
    tokens = PARSER.parse(str(text or ""))
    for token in tokens:
        if token.type in ("heading_open", "heading_close"):
            token.tag = f"h{min(int(token.tag[1]) + 1, 6)}"
    return mark_safe(PARSER.renderer.render(tokens, PARSER.options, {}))  # noqa: S308 — HTML is off: text is escaped


@register.filter
def scope_word(code: Any) -> str:
    """`社会` for the scope that a frozen content keeps as a code."""
    return str(dict(DisclosureScope.choices).get(str(code), code))
