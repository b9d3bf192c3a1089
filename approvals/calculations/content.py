"""What is signed as canonical content, and the one hash that stands for all of a submission."""

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import Any

from core import calculations
from core.registry import FrozenList

FACT = 16
"""Characters of a hash by which the trail knows one part of a record."""


def content(frozen: FrozenList) -> dict[str, Any]:
    """A list as it is kept and hashed: who filed a row and whose post it is stand outside."""
    rows = [{"key": row.key, "code": row.code, "content": row.content} for row in frozen.rows]
    return {"schema": frozen.schema, "head": frozen.head, "rows": rows}


def digest(submission: Any, lists: Mapping[str, str]) -> str:
    """The hash over whose edition it is and the hashes of its lists by kind: what the head signs, the table prints."""
    edition = [submission.year, submission.number]
    return calculations.sha256({"department": submission.department.code, "edition": edition, "lists": dict(lists)})


def seal(record: Mapping[str, Any]) -> str:
    """The hash over a meeting's record: attendance, recusals, opinions, votes, resolutions, hashes of what was approved."""
    return calculations.sha256(dict(record))


def record_facts(record: Mapping[str, Any]) -> dict[str, str]:
    """Place → hash of each part of a meeting's record, for the trail: it names what was altered and tells nobody's vote."""
    parts: dict[str, Any] = {"meeting": [record[name] for name in ("number", "held_on", "rule", "chair")]}
    parts |= {f"attendance:{person}": rest for person, *rest in record["attendance"]}
    for item in record["items"]:
        place = item["position"]
        parts[f"item:{place}"] = [item[name] for name in ("title", "state", "postponed", "implementer", "due_on")]
        parts |= {f"submission:{place}:{submission}": rest for submission, *rest in item["submissions"]}
        parts |= {f"recusal:{place}:{person}:{row}": reason for person, row, reason in item["recusals"]}
        parts |= {f"opinion:{place}:{person}:{number}": rest for number, person, *rest in item["opinions"]}
        parts |= {f"ballot:{place}:{ballot['position']}": {**ballot, "votes": []} for ballot in item["ballots"]}
    return {name: calculations.sha256([name, value])[:FACT] for name, value in parts.items()}


def vote_facts(votes: Iterable[Any]) -> dict[str, str]:
    """Vote (ballot and person) → hash of what was said, by whom and when it was entered; the moment hides the choice."""
    return {
        f"{vote.ballot_id}:{vote.person_id}": calculations.sha256(
            [vote.ballot_id, vote.person_id, str(vote.choice), vote.reason, vote.by_id, moment(vote.at)]
        )[:FACT]
        for vote in votes
    }


def moment(at: datetime) -> str:
    """A time as it is hashed: in UTC, to the microsecond."""
    return at.astimezone(UTC).isoformat(timespec="microseconds")


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
        "at": moment(decision.at),
        "recused": {str(row): reason for row, reason in recused.items()},
    }
