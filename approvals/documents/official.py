"""An official document before it is drawn: head, title, body, signature, annex, foot; words only, no layout."""

from dataclasses import dataclass, field

import segno


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

    `seal` is the line that says where the committee puts its own seal: nothing here stands for it.
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
    """What goes with it, as the 附件说明 lists it; the first is `annex` itself."""
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
    def qr(self) -> segno.QRCode:
        """The address at which the paper can be compared with what is kept."""
        return segno.make_qr(self.verify_url, error="m")


def hash_lines(sha256: str) -> str:
    """The whole hash in two lines of equal length, in groups the eye can compare."""
    groups = [sha256[start : start + 8] for start in range(0, len(sha256), 8)]
    return " ".join(groups[:4]) + "\n" + " ".join(groups[4:])
