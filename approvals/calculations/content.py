"""What is signed as canonical content, and the one hash that stands for all of a submission."""

from collections.abc import Mapping
from datetime import UTC
from typing import Any

from core import calculations
from core.registry import FrozenList


def content(frozen: FrozenList) -> dict[str, Any]:
    """A list as it is kept and hashed: who filed a row and whose post it is stand outside."""
    rows = [{"key": row.key, "code": row.code, "content": row.content} for row in frozen.rows]
    return {"schema": frozen.schema, "head": frozen.head, "rows": rows}


def digest(submission: Any, lists: Mapping[str, str]) -> str:
    """The hash over whose edition it is and the hashes of its lists by kind: what the head signs, the table prints."""
    edition = [submission.year, submission.number]
    return calculations.sha256({"department": submission.department.code, "edition": edition, "lists": dict(lists)})


def seal(record: Mapping[str, Any]) -> str:
    """The hash over a meeting's record: attendance, recusals, opinions, votes, resolutions and the hashes of what was approved."""
    return calculations.sha256(dict(record))


def decision_facts(decision: Any, *, recused: Mapping[int, str]) -> dict[str, Any]:
    """A decision as the trail tells it, with the rows it left (回避): a decision altered or taken out is missed by it."""
    return {
        "version": decision.submission_version,
        "verdict": str(decision.verdict),
        "reason": decision.reason,
        "by": decision.by_id,
        "on_behalf_of": decision.on_behalf_of_id,
        "stage": decision.stage_id,
        "agenda_item": decision.agenda_item_id,
        "at": decision.at.astimezone(UTC).isoformat(timespec="microseconds"),
        "recused": {str(row): reason for row, reason in recused.items()},
    }
