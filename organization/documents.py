"""What leaves the house by mail or robot: one message as plain text, as HTML, and as one line with a link."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.utils.translation import gettext as _


@dataclass(frozen=True)
class Line:
    """One thing that a message tells, with the page it is about and what stands beside it."""

    text: str
    url: str = ""
    note: str = ""


@dataclass(frozen=True)
class Part:
    """Lines under one heading."""

    title: str
    lines: Sequence[Line]


@dataclass(frozen=True)
class Letter:
    """A message before it is drawn; nothing in it may be a secret, for it passes through foreign machines."""

    lead: str
    parts: Sequence[Part] = ()
    brief: str = ""
    """What a robot says in a group, where more people read than the one it is for: figures alone."""
    url: str = ""
    """The page where all of it can be read after logging in."""

    def content(self) -> dict[str, Any]:
        """As it is kept until it has been sent: plain JSON values."""
        return asdict(self)


def address_of(path: str) -> str:
    """The full address of a page of ours; one on the public face's own host is full already."""
    return path if not path or "://" in path else f"{settings.SITE_URL}{path}"


def as_text(content: dict[str, Any]) -> str:
    """The message as plain text."""
    lines = [content["lead"], ""]
    for part in content["parts"]:
        lines.append(f"【{part['title']}】")
        for line in part["lines"]:
            lines += [f"- {line['text']}（{line['note']}）" if line["note"] else f"- {line['text']}"]
            lines += [f"  {address_of(line['url'])}"] if line["url"] else []
        lines.append("")
    return "\n".join([*lines, *_foot(content)])


def as_html(content: dict[str, Any]) -> str:
    """The message as HTML: headings, lists and links, no pictures, nothing fetched."""
    return render_to_string("organization/mail.html", {"content": content, "site": settings.SITE_URL})


def as_brief(content: dict[str, Any]) -> str:
    """The message for a robot: figures and one link."""
    return "\n".join(filter(None, [content["brief"] or content["lead"], address_of(content["url"])]))


def _foot(content: dict[str, Any]) -> list[str]:
    ways = address_of("/accounts/channels/")
    shown = [_("全部事项：%s") % address_of(content["url"])] if content["url"] else []
    return [*shown, _("不想收到邮件的，在“接收提醒的方式”里关闭：%s") % ways]
