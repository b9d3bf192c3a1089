"""An official document before it is drawn: head, title, body, signature, annex, foot; words only, no layout."""

import math
import re
from dataclasses import dataclass, field, replace

import segno

TITLE_WIDTH = 19
"""Characters of a title's line."""
BESIDE_CHINESE = re.compile(r"(?<=[\u2e80-\uffef]) +(?=\S)|(?<=\S) +(?=[\u2e80-\uffef])")


@dataclass(frozen=True, slots=True)
class Heading:
    """`level` 1 is 一、 in 黑体, 2 is （一） in 楷体."""

    text: str
    level: int = 1
    kind: str = field(default="heading", init=False)


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Text with a two-character indent; `label` stands before it in 黑体."""

    text: str
    label: str = ""
    is_kept: bool = False
    """On the page of what follows."""
    kind: str = field(default="paragraph", init=False)


@dataclass(frozen=True, slots=True)
class Table:
    """A table with thin lines; `widths` in millimetres sum to at most 156."""

    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    widths: tuple[int, ...]
    kind: str = field(default="table", init=False)


@dataclass(frozen=True, slots=True)
class Signatures:
    """Lines to sign on: as what, whose name."""

    lines: tuple[tuple[str, str], ...]
    kind: str = field(default="signatures", init=False)


Block = Heading | Paragraph | Table | Signatures


@dataclass(frozen=True, slots=True)
class Official:
    """One document. A red head makes it a paper that is sent; `issuer` and `issued_on` close the body where it is signed.

    Without a hash there is no annex. `seal` is the line that says where the committee puts its own seal: nothing here stands for it.
    """

    title: str
    author: str
    blocks: tuple[Block, ...]
    marking: str = ""
    red_head: str = ""
    number: str = ""
    signer: str = ""
    addressee: str = ""
    issuer: str = ""
    issued_on: str = ""
    seal: str = ""
    annexes: tuple[str, ...] = ()
    """What goes with it, as the 附件说明 lists it; the first is `annex` itself. Without `annex` and `sha256` it has no annex."""
    annex_title: str = ""
    annex: Table | None = None
    hash_label: str = ""
    sha256: str = ""
    verify_url: str = ""
    distribution: tuple[tuple[str, str], ...] = ()
    """版记: 主送, 抄送, 分送 with to whom, between lines at the end."""
    printed_by: str = ""
    printed_on: str = ""

    @property
    def red_size(self) -> int:
        """Points of the red head: as large as its one line of 156 mm takes, at most 一号 and a little."""
        return min(30, 430 // max(len(self.red_head), 1))

    @property
    def qr(self) -> segno.QRCode:
        """The address at which the paper can be compared with what is kept."""
        return segno.make_qr(self.verify_url, error="m")


def hash_lines(sha256: str) -> str:
    """The whole hash in two lines of equal length, in groups the eye can compare."""
    groups = [sha256[start : start + 8] for start in range(0, len(sha256), 8)]
    return " ".join(groups[:4]) + "\n" + " ".join(groups[4:])


def tight(text: str) -> str:
    """Without the blanks beside Chinese characters, which official documents do not have."""
    return BESIDE_CHINESE.sub("", text)


def tightened(official: Official) -> Official:
    """The document with the text of its body and annex tight, and its title in lines of about one length."""
    annex = _tight_table(official.annex) if official.annex else None
    title = "\n".join(title_lines(tight(official.title)))
    return replace(official, title=title, blocks=tuple(map(_tight, official.blocks)), annex=annex)


def _tight(block: Block) -> Block:
    if isinstance(block, Heading):
        return Heading(tight(block.text), block.level)
    if isinstance(block, Paragraph):
        return replace(block, text=tight(block.text), label=tight(block.label))
    return _tight_table(block) if isinstance(block, Table) else block


def _tight_table(table: Table) -> Table:
    return replace(table, rows=tuple(tuple(tight(cell) for cell in row) for row in table.rows))


def title_lines(title: str) -> list[str]:
    """The title in the fewest lines, cut where a phrase ends as near as may be to equal lengths."""
    count = math.ceil(len(title) / TITLE_WIDTH)
    if count < 2:
        return [title]
    wanted = math.ceil(len(title) / count)
    near = sorted(
        range(max(1, len(title) - TITLE_WIDTH * (count - 1)), TITLE_WIDTH + 1), key=lambda at: abs(at - wanted)
    )
    cut = next((at for at in near if title[at - 1] in "、，" or title[at:].startswith("关于")), None)
    cut = cut or next((at for at in near if title[at] not in "、，。）》"), wanted)
    return [title[:cut], *title_lines(title[cut:])]
