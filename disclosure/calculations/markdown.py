"""What stands in Markdown in a publication, as HTML for a page and as plain words for a summary."""

import re
from collections.abc import Iterator, Sequence
from typing import Any

from django.utils.html import escape
from django.utils.translation import gettext as _
from markdown_it import MarkdownIt
from markdown_it.token import Token

LINKS = ("http://", "https://")
ABOVE = 2
"""Rank of the page's heading above the text: its own begin one below."""
LOWEST = 6


def render(text: str) -> str:
    """HTML without any of the author's own HTML, pictures, styles or scripts; links lead to http and https only.

    Headings step down from the page's without leaving a rank out, whatever ranks the author chose; each cell of a table
    carries the name of its column, so that a telephone can show rows as cards.
    """
    tokens = _PARSER.parse(text)
    _rank_headings(tokens)
    _dress_tables(tokens)
    return str(_PARSER.renderer.render(tokens, _PARSER.options, {}))


def plain(text: str) -> str:
    """The words alone, in one line."""
    words = [_words(token) for token in _PARSER.parse(text) if token.type in ("inline", "fence", "code_block")]
    return re.sub(r"\s+", " ", " ".join(words)).strip()


def _words(token: Token) -> str:
    if token.children is None:
        return token.content
    return "".join(
        child.content if child.type in ("text", "code_inline") else " " * child.type.endswith("break")
        for child in token.children
    )


def _rank_headings(tokens: Sequence[Token]) -> None:
    """`##` below `#` goes one down, however many were left out between."""
    above: list[int] = []
    for token in tokens:
        if token.type == "heading_open":
            rank = int(token.tag[1])
            while above and above[-1] >= rank:
                above.pop()
            above.append(rank)
        if token.type in ("heading_open", "heading_close"):
            token.tag = f"h{min(ABOVE + len(above), LOWEST)}"


def _dress_tables(tokens: Sequence[Token]) -> None:
    """Scopes of headings, classes instead of styles (which the content policy forbids), and each cell's column."""
    for cells in _tables(tokens):
        names = [_words(inline) for opened, inline in cells if opened.tag == "th"]
        for place, (opened, _inline) in enumerate(cells):
            if "right" in str(opened.attrs.pop("style", "")):
                opened.attrs["class"] = "is-numeric"
            if opened.tag == "th":
                opened.attrs["scope"] = "col"
            elif names[place % len(names)]:
                opened.attrs["data-label"] = names[place % len(names)]


def _tables(tokens: Sequence[Token]) -> Iterator[list[tuple[Token, Token]]]:
    """Of each table its cells in order, headings first: the opening token and what stands in it."""
    cells: list[tuple[Token, Token]] = []
    for place, token in enumerate(tokens):
        if token.type == "table_open":
            cells = []
        elif token.type in ("th_open", "td_open"):
            cells.append((token, tokens[place + 1]))
        elif token.type == "table_close":
            yield cells


def _open_link(renderer: Any, tokens: Sequence[Token], place: int, options: Any, env: Any) -> str:
    tokens[place].attrs["rel"] = "nofollow noopener"
    return str(renderer.renderToken(tokens, place, options, env))


def _open_table(renderer: Any, tokens: Sequence[Token], place: int, options: Any, env: Any) -> str:
    return f'<div class="table-wrap" role="region" aria-label="{escape(_("表格"))}" tabindex="0"><table class="list">\n'


def _close_table(renderer: Any, tokens: Sequence[Token], place: int, options: Any, env: Any) -> str:
    return "</table></div>\n"


def _parser() -> MarkdownIt:
    parser = MarkdownIt("commonmark", {"html": False}).enable("table").disable("image")
    parser.validateLink = lambda url: url.lower().startswith(LINKS)  # type: ignore[method-assign]
    parser.add_render_rule("link_open", _open_link)
    parser.add_render_rule("table_open", _open_table)
    parser.add_render_rule("table_close", _close_table)
    return parser


_PARSER = _parser()
