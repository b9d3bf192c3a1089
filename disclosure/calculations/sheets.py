"""What the printed sheet of a publication says, without a database behind it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.html import linebreaks
from django.utils.translation import gettext as _

from core import calculations as core_calculations
from disclosure.calculations import markdown


@dataclass(frozen=True)
class PrintedSheet:
    """A publication as it is printed: `facts` are label and text, `lists` heading and lines, `body` HTML of its text."""

    hospital: str
    kind: str
    title: str
    facts: tuple[tuple[str, str], ...]
    body: str
    lists: tuple[tuple[str, tuple[str, ...]], ...]
    steps: tuple[Mapping[str, Any], ...]
    svg: str
    files: tuple[tuple[str, str], ...]
    """Name and SHA-256 each."""
    sequence: int
    published_at: datetime
    hash: str
    url: str

    @property
    def shown_hash(self) -> str:
        """As much of the hash as somebody types or compares by eye."""
        return core_calculations.hash_to_copy(self.hash)


def parts_of(kind: str, content: Mapping[str, Any], *, category: str = "") -> dict[str, Any]:
    """The parts of a sheet that come from the content of a publication of `kind`."""
    made = {"power": _power, "item": _item, "answer": _answer}[kind]
    empty = {"facts": (), "body": "", "lists": (), "steps": (), "svg": "", "files": ()}
    parts = {**empty, **made(content)}
    if category:
        parts["facts"] = ((_("类别"), category), *parts["facts"])
    return {**parts, "facts": tuple((label, text) for label, text in parts["facts"] if text)}


def _power(content: Mapping[str, Any]) -> dict[str, Any]:
    facts = (
        (_("编码"), content["code"]),
        (_("办理部门"), content["department"]),
        (_("谁来定"), "、".join(content.get("deciders", ()))),
        (_("办理时限"), content["limit"]),
        (_("收费"), content["fee_basis"]),
        (_("监督渠道"), content["supervision_channels"]),
    )
    lists = ((_("需要准备的材料"), content["materials"]), (_("依据"), content["bases"]))
    return {
        "facts": facts,
        "body": linebreaks(content["content"], autoescape=True),
        "lists": tuple((heading, tuple(lines)) for heading, lines in lists if lines),
        "steps": tuple(content["steps"]),
        "svg": content["svg"],
    }


def _item(content: Mapping[str, Any]) -> dict[str, Any]:
    item = content["item"]
    facts = (
        (_("公开事项"), item.get("name", "")),
        (_("依据"), item.get("basis", "")),
        (_("责任部门"), content["department"]),
        (_("更正理由"), content["reason"]),
    )
    files = tuple((file["name"], file["sha256"]) for file in content["files"])
    return {"facts": facts, "body": markdown.render(content["body"]), "files": files}


def _answer(content: Mapping[str, Any]) -> dict[str, Any]:
    facts = (
        (_("关于"), content["about"]),
        (_("答复部门"), content["department"]),
        (_("来信日期"), content["asked_on"]),
        (_("更正理由"), content.get("reason", "")),
    )
    asked = linebreaks(content["question"], autoescape=True)
    answered = markdown.render(content["answer"])
    body = f"<h2>{_('群众来信')}</h2>{asked}<h2>{_('答复')}</h2>{answered}"
    return {"facts": facts, "body": body}
