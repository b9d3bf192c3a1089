"""Editing the table of steps as text: rows inserted, moved and taken out, with what follows each kept right."""

from collections.abc import Mapping, Sequence
from typing import Any

from powers.calculations import charts, links

Row = dict[str, Any]
"""One row as it stands in the form: text by field name; `links` is the written form of what follows."""
Numbers = Mapping[int, int | None]


def insert(rows: Sequence[Row], place: int) -> list[Row]:
    """Rows with an empty one at `place` (0 is the first). Links follow their steps to the new numbers.

    Where the row above led to nothing but the one below, the new row comes between the two.
    """
    place = max(0, min(place, len(rows)))
    number = place + 1
    shifted = _renumbered(rows, {old: old if old < number else old + 1 for old in range(1, len(rows) + 1)})
    above = shifted[place - 1] if place else None
    follows = str(number + 1) if place < len(rows) else links.END
    if above is not None and above["links"].strip() == follows:
        above["links"] = str(number)
    return [*shifted[:place], {"links": follows}, *shifted[place:]]


def remove(rows: Sequence[Row], place: int) -> list[Row]:
    """Rows without the one at `place`. What led to it leads on to what followed it, where that was one step alone;
    otherwise that way is dropped."""
    if not 0 <= place < len(rows):
        return list(rows)
    number = place + 1
    after = _read(rows[place].get("links", ""))
    onward = after[0] if after and len(after) == 1 and after[0].to != number else None
    kept = [row for index, row in enumerate(rows) if index != place]
    mapping = {old: old - 1 if old > number else old for old in range(1, len(rows) + 1) if old != number}
    return [_relinked(row, mapping, gone=number, onward=onward) for row in kept]


def move(rows: Sequence[Row], place: int, *, by: int) -> list[Row]:
    """Rows with the one at `place` exchanged with the next (`by` 1) or the one before (`by` -1)."""
    other = place + by
    if not (0 <= place < len(rows) and 0 <= other < len(rows)):
        return list(rows)
    moved = list(rows)
    moved[place], moved[other] = moved[other], moved[place]
    mapping = {old: old for old in range(1, len(rows) + 1)} | {place + 1: other + 1, other + 1: place + 1}
    return _renumbered(moved, mapping)


def _read(text: str) -> list[charts.Link] | None:
    """Links as written, or None where they can't be read: such text is left as it is for its writer to mend."""
    try:
        return links.parse_links(text)
    except ValueError:
        return None


def _renumbered(rows: Sequence[Row], mapping: Numbers) -> list[Row]:
    return [_relinked(row, mapping) for row in rows]


def _relinked(row: Row, mapping: Numbers, *, gone: int | None = None, onward: charts.Link | None = None) -> Row:
    found = _read(row.get("links", ""))
    if found is None:
        return {**row, "links": row.get("links", "")}
    led = [_led(link, gone, onward) for link in found]
    numbered = [_numbered(link, mapping) for link in led if link is not None]
    return {**row, "links": links.format_links(dict.fromkeys(numbered))}


def _led(link: charts.Link, gone: int | None, onward: charts.Link | None) -> charts.Link | None:
    """The link itself, or where it leads when its step is gone."""
    if gone is None or link.to != gone:
        return link
    if onward is None:
        return None
    return charts.Link(onward.to, link.condition or onward.condition, link.is_parallel)


def _numbered(link: charts.Link, mapping: Numbers) -> charts.Link:
    if link.to is None or link.to not in mapping:
        return link
    return charts.Link(mapping[link.to], link.condition, link.is_parallel)
