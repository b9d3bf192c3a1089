"""Tags of the public pages: found words marked, what a file is."""

from collections.abc import Iterable
from typing import Any

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from disclosure.calculations import channels

register = template.Library()


@register.filter
def pieces(found: Iterable[tuple[str, bool]]) -> SafeString:
    """Pieces of a text (`calculations.searching`), what was asked for marked."""
    return format_html_join(
        "", "{}", ((format_html("<mark>{}</mark>", text) if is_asked else text,) for text, is_asked in found)
    )


@register.filter
def phone(text: str) -> SafeString:
    """A text whose first telephone number can be dialled; the rest of it, like hours, stays text."""
    before, number, after = channels.around_number(text)
    if not number:
        return format_html("{}", text)
    return format_html('{}<a href="tel:{}">{}</a>{}', before, channels.dialled(number), number, after)


@register.simple_tag
def parts(*found: Any) -> SafeString:
    """What is there of some facts on one line; a narrow screen breaks it before a dot, never behind it."""
    shown = [each for each in found if each]
    return format_html_join(
        " ", '<span class="part">{}{}</span>', (("· " if place else "", each) for place, each in enumerate(shown))
    )


@register.filter
def extension(name: str) -> str:
    """The end of a file's name, as its address has it."""
    return name.rpartition(".")[2].lower() if "." in name else "bin"


@register.filter
def kind_of_file(name: str) -> str:
    """What a reader calls such a file."""
    words = {
        "pdf": "PDF",
        **dict.fromkeys(("doc", "docx"), _("Word 文档")),
        **dict.fromkeys(("xls", "xlsx", "csv"), _("表格")),
        **dict.fromkeys(("jpg", "jpeg", "png"), _("图片")),
    }
    return words.get(extension(name), extension(name).upper())


@register.filter
def further(step: dict[str, Any]) -> str:
    """What follows a step of a power, where it is not just the next one or the end."""
    following = str(step["next"])
    the_next = _("第%(number)d步“") % {"number": step["number"] + 1}
    is_plain = "→" not in following and (following.startswith(the_next) or following == _("结束"))
    return "" if is_plain else following
