"""Personal data in a file: what the finder says of every text in it, looked for once a content."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import asdict, dataclass
from typing import Any

from django.core.cache import cache
from django.utils.translation import gettext as _

from core import calculations
from disclosure.calculations import headed, personal_data
from disclosure.documents import readable
from disclosure.states import PersonalData

VERSION = 3
"""Of the finder: a change of what it finds counts it up, so that nothing stale is shown."""
DAYS = 24 * 3600 * 14
MOST = 500
AROUND = 8


@dataclass(frozen=True)
class Piece:
    """One thing somebody has to look at: what it is, where, and the words around it with itself covered."""

    kind: str
    place: str
    excerpt: str

    @property
    def key(self) -> str:
        """Under which it is settled."""
        return calculations.sha256([self.kind, self.place, self.excerpt])[:16]

    @property
    def label(self) -> str:
        return str(PersonalData(self.kind).label)


def in_text(text: str, *, place: str, allowed: Collection[str] = ()) -> list[Piece]:
    """Pieces of one text, line by line, with the words around them."""
    pieces = []
    lines = headed.lines_of(text)
    for number, line in enumerate(lines, 1):
        where = _("%(place)s第 %(number)d 行") % {"place": place, "number": number} if len(lines) > 1 else place
        found = personal_data.find(line, allowed=allowed)
        pieces += [Piece(each.kind, where, _around(line, each, found)) for each in found]
    return pieces


def _around(line: str, piece: personal_data.Found, found: list[personal_data.Found]) -> str:
    """The words beside the piece; other pieces there are covered too."""
    covered, end = [], 0
    for each in found:
        covered += [line[end : each.start], each.masked]
        if each == piece:
            before = "".join(covered[:-1])[-AROUND:]
            start_of_rest = each.end
        end = each.end
    following = next((each for each in found if each.start >= piece.end), None)
    rest_end = min(following.start if following else len(line), start_of_rest + AROUND)
    return f"{before}{piece.masked}{line[start_of_rest:rest_end]}".strip()


def in_file(
    load: Callable[[], bytes], *, name: str, content_type: str, sha256: str, allowed: Collection[str] = ()
) -> list[Piece]:
    """Pieces of one file, found once: `load` is asked for its bytes only where nobody has looked at this content yet."""
    key = f"disclosure.pieces:{VERSION}:{calculations.sha256([sha256, content_type, sorted(allowed)])}"
    kept: list[Mapping[str, Any]] | None = cache.get(key)
    if kept is None:
        kept = [asdict(piece) for piece in _look(load(), content_type, allowed)]
        cache.set(key, kept, DAYS)
    words = {"name": name}
    return [Piece(each["kind"], f"{_('附件“%(name)s”') % words}{each['place']}", each["excerpt"]) for each in kept]


def _look(data: bytes, content_type: str, allowed: Collection[str]) -> list[Piece]:
    pieces: list[Piece] = []
    for place, text in readable.text_of(data, content_type):
        if text is None:
            pieces.append(Piece(PersonalData.UNREADABLE, place, ""))
        else:
            pieces += in_text(text, place=place, allowed=allowed)
        if len(pieces) >= MOST:
            return [*pieces[:MOST], Piece(PersonalData.UNREADABLE, _("其余部分（找到的太多）"), "")]
    if readable.has_traces(data, content_type):
        pieces.append(Piece(PersonalData.TRACES, "", ""))
    return pieces
