"""Open data as JSON and as CSV."""

import json
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.utils import timezone

from core.documents import sheets
from disclosure.calculations import open_data


def draw(dataset: open_data.Dataset, found: Iterable[Any], format: str, *, version: str, publisher: str) -> str:
    """The whole file."""
    if format == "csv":
        return as_csv(dataset, found)
    return as_json(dataset, found, version=version, publisher=publisher)


def as_json(dataset: open_data.Dataset, found: Iterable[Any], *, version: str, publisher: str) -> str:
    """The rows with what describes them, readable by people too."""
    rows = dataset.rows(found)
    content = {
        "name": dataset.name,
        "title": str(dataset.title),
        "description": str(dataset.meaning),
        "publisher": publisher,
        "licence": str(open_data.LICENCE),
        "version": version,
        "fields": {field.name: f"{field.label}：{field.meaning}" for field in dataset.fields},
        "count": len(rows),
        "rows": rows,
    }
    return json.dumps(content, ensure_ascii=False, indent=1, default=_moment)


def _moment(value: datetime) -> str:
    """In the hospital's own time, as machines read it."""
    return timezone.localtime(value).isoformat()


def as_csv(dataset: open_data.Dataset, found: Iterable[Any]) -> str:
    """With a byte order mark and formulas quoted; a list is one text, a time what spreadsheets read as one."""
    lines = [[_cell(value) for value in row.values()] for row in dataset.rows(found)]
    return "".join(sheets.csv_lines(headings=[str(field.label) for field in dataset.fields], rows=lines))


def _cell(value: Any) -> Any:
    if isinstance(value, datetime):
        return f"{timezone.localtime(value):%Y-%m-%d %H:%M:%S}"
    return open_data.SEPARATOR.join(value) if isinstance(value, list) else value
