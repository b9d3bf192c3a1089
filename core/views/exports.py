"""What a list page shows, as a sheet to download: same rows, same columns, same words."""

import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any

from django.db.models import QuerySet
from django.http import FileResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.utils.http import content_disposition_header

from core.documents import sheets

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def answer(listing: Any, rows: Iterable[Any], *, kind: str) -> HttpResponseBase:
    """The rows of a `lists.Listing`, a query or things at hand, as `xlsx` or `csv`, to be saved."""
    columns = [column for column in listing.columns if column.is_exported]
    headings = [str(column.label) for column in columns]
    lines = _lines(columns, rows)
    name = f"{listing.name}-{timezone.localdate():%Y%m%d}.{kind}"
    if kind == "csv":
        text = sheets.csv_lines(headings=headings, rows=lines)
        disposition = content_disposition_header(True, name) or "attachment"
        headers = {"Content-Disposition": disposition}
        return StreamingHttpResponse(text, content_type="text/csv; charset=utf-8", headers=headers)
    file = tempfile.TemporaryFile()  # noqa: SIM115 — the response closes it
    widths = [column.sheet_width for column in columns]
    sheets.write_xlsx(file, title=str(listing.name), headings=headings, rows=lines, widths=widths)
    file.seek(0)
    return FileResponse(file, as_attachment=True, filename=name, content_type=XLSX)


def _lines(columns: Sequence[Any], rows: Iterable[Any]) -> Iterator[list[Any]]:
    """Values row by row; of a query by `values_list` when every column is a field path, else by instance."""
    words = [{code: str(label) for code, label in column.labels.items()} for column in columns]
    sources = [column.export or column.value or column.key for column in columns]
    paths = [source for source in sources if isinstance(source, str)]
    if isinstance(rows, QuerySet) and len(paths) == len(sources):
        found: Iterable[Any] = rows.values_list(*paths).iterator(chunk_size=2000)
        for values in found:
            yield [labels.get(value, value) for labels, value in zip(words, values, strict=True)]
        return
    for row in rows.iterator(chunk_size=2000) if isinstance(rows, QuerySet) else rows:
        found_here = (read(source, row) for source in sources)
        yield [labels.get(value, value) for labels, value in zip(words, found_here, strict=True)]


def read(value: str | Callable[[Any], Any], row: Any) -> Any:
    """Follow a field path from the row, or call the callable; a missing link on the way reads as None."""
    if not isinstance(value, str):
        return value(row)
    for name in value.split("__"):
        if row is None:
            return None
        row = row[name] if isinstance(row, Mapping) else getattr(row, name)
    return row
