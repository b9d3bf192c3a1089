"""Markdown as text for readers: paragraphs, headings, lists and tables; never anybody's HTML, a picture or a script."""

from django import template
from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt

register = template.Library()

PARSER = MarkdownIt("commonmark", {"html": False, "linkify": False}).enable("table").disable("image")


@register.filter
def markdown(text: str) -> SafeString:
    """`text` rendered; HTML in it is shown as it was typed, and links lead only to addresses that browsers open safely."""
    tokens = PARSER.parse(text or "")
    for token in tokens:
        if (
            "style" in token.attrs
        ):  # our pages allow no style in an element: what stands on the right says so by its class
            token.attrs = {"class": "is-numeric"} if "right" in str(token.attrs["style"]) else {}
    return mark_safe(PARSER.renderer.render(tokens, PARSER.options, {}))  # noqa: S308 — it escapes text and refuses HTML
