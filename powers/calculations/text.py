"""Width of text before any font is at hand, and breaking it into lines the Chinese way."""

import unicodedata
from functools import lru_cache

NOT_FIRST = set("，。、；：？！）》」』】〕”’％…,.;:?!)]}%")
NOT_LAST = set("（《「『【〔“‘([{")
PAUSES = ("，", "。", "、", "；", "：", "）", ")", "》")
JOINING = frozenset("与和及并或")
TOGETHER = frozenset({"合并", "兼并", "涉及", "以及", "普及", "参与", "给与", "授与", "温和", "总和", "吞并"})
BONUS, SHORT = 7, 0.1
NARROW, DIGIT, LETTER, CAPITAL = 0.32, 0.57, 0.57, 0.72


@lru_cache(maxsize=4096)
def _advance(character: str) -> float:
    if unicodedata.combining(character):
        return 0
    if unicodedata.east_asian_width(character) in "WFA" or ord(character) > 0x2E80:
        return 1
    if character in " .,:;'|!il":
        return NARROW
    return DIGIT if character.isdigit() else CAPITAL if character.isupper() or character in "mw@%&" else LETTER


def width(text: str, size: float) -> float:
    """Width of `text` at a font size: a Chinese character is as wide as high, Latin letters about .57 of that."""
    return sum(map(_advance, text)) * size


def _pieces(text: str) -> list[str]:
    """The smallest parts a line may end after: one Chinese character, or a word, with the signs that cling to it."""
    pieces: list[str] = []
    for character in text:
        last = pieces[-1][-1] if pieces else ""
        clings = character in NOT_FIRST or last in NOT_LAST
        in_word = last.isascii() and last.isalnum() and character.isascii() and character.isalnum()
        if pieces and (clings or in_word):
            pieces[-1] += character
        else:
            pieces.append(character)
    return pieces


def _cut(piece: str, most: float, size: float) -> list[str]:
    """A piece too long for any line, cut to parts that fit."""
    if width(piece, size) <= most:
        return [piece]
    parts = [""]
    for character in piece:
        if parts[-1] and width(parts[-1] + character, size) > most:
            parts.append("")
        parts[-1] += character
    return parts


def _tear(before: str, after: str) -> float:
    """What it costs to end a line between two pieces: less than nothing at a pause, much within a word."""
    if after.startswith(("（", "(", "《")):
        return -2 * BONUS
    if before.endswith(PAUSES):
        return -BONUS
    if before + after in TOGETHER:
        return BONUS
    return -BONUS if after in JOINING else 0


@lru_cache(maxsize=4096)
def wrap(text: str, most: float, size: float) -> tuple[str, ...]:
    """Break `text` into as few lines of at most `most` as will do, of about equal length and rather at pauses."""
    clean = " ".join(text.split())
    if not clean:
        return ()
    if width(clean, size) <= most:
        return (clean,)
    pieces = [part for piece in _pieces(clean) for part in _cut(piece, most, size)]
    even = width(clean, size) / -(-width(clean, size) // most)
    best: list[tuple[float, float, tuple[str, ...]]] = [(0, 0, ())]
    for end in range(1, len(pieces) + 1):
        options = []
        for start in range(end - 1, -1, -1):
            line = "".join(pieces[start:end]).strip()
            room = width(line, size)
            if room > most and start < end - 1:
                break
            lines, cost, before = best[start]
            tear = _tear(pieces[start - 1], pieces[start]) if start else 0
            tear += SHORT if end < len(pieces) and room < even else 0
            options.append((lines + 1, cost + tear + ((room - even) / size) ** 2, (*before, line)))
        best.append(min(options))
    return best[-1][2]
