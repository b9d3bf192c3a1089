"""The written form of links, as the workbook and the table of steps have it: `3` · `3:同意|5:不同意` · `2:并行|3:并行` · `结束`."""

import re
from collections.abc import Iterable

from django.utils.translation import gettext as _

from powers.calculations import charts

END = "结束"
PARALLEL = "并行"
LARGEST_NUMBER = 9999
PART = re.compile(r"(?P<to>结束|第?\s*(?P<number>\d+)\s*步?)\s*(?:[:：](?P<condition>.*))?", re.DOTALL)
ARROW = re.compile(r"(?P<condition>[^→]*?)\s*→\s*(?:退回)?(?P<to>结束|第?\s*(?P<number>\d+)\s*步?)")
BETWEEN = re.compile(r"\||[；;]\s*(?=(?:结束|第?\s*\d+\s*步?)\s*[:：])|[；;](?=[^；;|]*→)")
"""What stands between two links: `|`, and a semicolon before what can only be another link."""


def parse_links(text: str) -> list[charts.Link]:
    """Read links from their written form, full-width digits and colons included, or as the pages tell them: `同意→3；不同意→退回1`.

    Raises ValueError that names, in Chinese, the part that cannot be read.
    """
    if not text.strip():
        raise ValueError(_("未写后续环节：最后一步写“结束”"))
    links = [_parse_part(part.strip()) for part in BETWEEN.split(text)]
    seen: set[tuple[int | None, str]] = set()
    for link in links:
        if (link.to, link.condition) in seen:
            raise ValueError(_("“%(link)s”写了两次") % {"link": format_links([link])})
        seen.add((link.to, link.condition))
    return links


def _parse_part(part: str) -> charts.Link:
    if not part:
        raise ValueError(_("“|”的前后都要写去向，有一处是空的"))
    match = PART.fullmatch(part) or ARROW.fullmatch(part)
    if match is None:
        raise ValueError(
            _("“%(part)s”看不懂：先写序号或“结束”，条件写在冒号后，如“3:同意|结束:不同意”") % {"part": part}
        )
    condition = (match["condition"] or "").strip()
    is_parallel = condition == PARALLEL
    return charts.Link(
        to=_parse_number(match["number"], part), condition="" if is_parallel else condition, is_parallel=is_parallel
    )


def _parse_number(digits: str | None, part: str) -> int | None:
    if digits is None:
        return None
    if not 1 <= int(digits[:9]) <= LARGEST_NUMBER:
        raise ValueError(_("“%(part)s”的序号应在 1 到 %(largest)d 之间") % {"part": part, "largest": LARGEST_NUMBER})
    return int(digits)


def format_links(links: Iterable[charts.Link]) -> str:
    """Write links as `parse_links` reads them; the condition of a parallel link gives way to 并行."""
    return "|".join(_format_link(link) for link in links)


def _format_link(link: charts.Link) -> str:
    to = END if link.to is None else str(link.to)
    condition = PARALLEL if link.is_parallel else link.condition
    return f"{to}:{condition}" if condition else to
