"""What the public may read of a thing: lists of allowed fields; and the link of the publication chain."""

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import Any

from core import calculations
from powers.calculations import StepRow, contents, step_rows
from powers.states import FlowKind, LimitUnit, StepFocus, StepFunction

SCHEMA = 1
DECIDING = (StepFocus.DECISION, StepFocus.APPROVAL)
"""重点环节 at which somebody decides, whatever the step's function."""


def public_content(content: dict[str, Any], *, svg: str) -> dict[str, Any]:
    """The allowed fields of a power's frozen content; nothing else ever reaches the public.

    Left out on purpose: the internal chart but for the posts that decide in it, discretion, vetting, importance, who
    filed it, any person.
    """
    chart = contents.chart_of(content, FlowKind.EXTERNAL)
    limit = content["promised_limit"]
    return {
        "schema": SCHEMA,
        "code": content["code"],
        "name": content["name"],
        "category": content["category"],
        "nature": content["nature"],
        "content": content["content"],
        "department": content["handling_department"]["name"],
        "bases": [contents.basis_text(basis) for basis in content["bases"]],
        "materials": [contents.material_text(material) for material in content["materials"]],
        "limit": f"{limit} {LimitUnit(content['promised_unit']).label}" if limit else "",
        "fee_basis": content["fee_basis"],
        "supervision_channels": content["supervision_channels"],
        "disclosure_form": content["disclosure_form"],
        "deciders": _deciders(content),
        "steps": [_step(row) for row in step_rows(chart)] if chart else [],
        "svg": svg,
    }


def reviewed_hash(content: dict[str, Any]) -> str:
    """Hash of what a review of a power's frozen content is given on: all that would be public, and the scope filed.

    The external chart stands in for its drawing, which may come out otherwise without a change of the text.
    """
    return calculations.sha256(
        {
            "public": public_content(content, svg=""),
            "chart": content["flows"].get(FlowKind.EXTERNAL),
            "scope": content["disclosure_scope"],
        }
    )


def _step(row: StepRow) -> dict[str, Any]:
    """One step of the external chart: name, post, limit and what follows, without the function it has inside."""
    return {
        "number": row.number,
        "name": row.name,
        "post": _post(row),
        "limit": row.limit,
        "next": row.next_steps,
        "note": row.note,
    }


def _post(row: StepRow) -> str:
    """With the department it is in where that is another and the name of the post does not begin with it."""
    is_told = row.post.startswith(row.department)
    return row.post if is_told else f"{row.department} {row.post}".strip()


def _deciders(content: dict[str, Any]) -> list[str]:
    """Posts of the steps that decide or approve, of either chart, in their order: 谁来定."""
    charts = filter(None, (contents.chart_of(content, kind) for kind in (FlowKind.EXTERNAL, FlowKind.INTERNAL)))
    rows = [row for chart in charts for row in step_rows(chart)]
    deciding = [row for row in rows if row.step.function == StepFunction.DECISION or row.step.focus in DECIDING]
    return list(dict.fromkeys(filter(None, map(_post, deciding))))


def item_content(
    *,
    code: str,
    item: Mapping[str, str],
    title: str,
    body: str,
    department: str,
    files: Iterable[Mapping[str, Any]] = (),
    replaces: int | None = None,
    reason: str = "",
) -> dict[str, Any]:
    """What is open of a draft: `item` is the catalogue's code, name, topic and basis; `body` Markdown without HTML.

    `files` are name, type, size and sha256 each; `replaces` the sequence of what it corrects, with the reason.
    """
    return {
        "schema": SCHEMA,
        "kind": "item",
        "code": code,
        "item": dict(item),
        "title": title,
        "department": department,
        "body": body,
        "files": [dict(file) for file in files],
        "replaces": replaces,
        "reason": reason,
    }


def answer_content(
    *,
    code: str,
    title: str,
    question: str,
    answer: str,
    department: str,
    asked_on: str,
    about: str = "",
    replaces: int | None = None,
    reason: str = "",
) -> dict[str, Any]:
    """A public answer with the question as the moderator let it stand: never who asked.

    `replaces` is the sequence of the answer it corrects, with the reason.
    """
    return {
        "schema": SCHEMA,
        "kind": "answer",
        "code": code,
        "title": title,
        "question": question,
        "answer": answer,
        "department": department,
        "asked_on": asked_on,
        "about": about,
        "replaces": replaces,
        "reason": reason,
    }


def withdrawal_content(*, of: int, of_hash: str, reason: str) -> dict[str, Any]:
    """The tombstone of a publication: which link it was, its hash, and why it was taken off."""
    return {"schema": SCHEMA, "kind": "withdrawal", "of": of, "of_hash": of_hash, "reason": reason}


def prints_content(sheets: Iterable[tuple[int, str]]) -> dict[str, Any]:
    """Printed sheets made after their publications: sequence and SHA-256 of the PDF each."""
    return {"schema": SCHEMA, "kind": "prints", "sheets": [{"of": of, "sha256": sha256} for of, sha256 in sheets]}


def link_hash(*, sequence: int, content_hash: str, previous_hash: str, published_at: datetime) -> str:
    """Hash of one publication over its content's hash, the one before it and its time (in UTC)."""
    return calculations.sha256(
        {
            "sequence": sequence,
            "content_hash": content_hash,
            "previous_hash": previous_hash,
            "published_at": published_at.astimezone(UTC).isoformat(timespec="microseconds"),
        }
    )
