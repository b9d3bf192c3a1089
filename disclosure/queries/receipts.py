"""What the holder of a receipt code may read: one query by its hash (for each key), the same for a right, a wrong and a malformed code."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from django.db import connection

from disclosure.calculations import receipts
from disclosure.states import HandlingState, SuggestionKind

FUNCTION = "SELECT * FROM disclosure_receipt(%s)"
SELECT = """
SELECT s.kind, s.text, s.received_at, s.due_on, COALESCE(h.state, 'received') AS state,
       COALESCE(d.name, '') AS department_name, COALESCE(r.is_refusal, FALSE) AS is_refusal,
       COALESCE(r.text, '') AS answer, r.at AS answered_at, COALESCE(r.reason, '') AS correction,
       COALESCE(p.code, '') AS public_code,
       s.purged_at IS NOT NULL AS is_purged
FROM disclosure_suggestion s
LEFT JOIN disclosure_handling h ON h.suggestion_id = s.id
LEFT JOIN organization_department d ON d.id = h.department_id
LEFT JOIN disclosure_reply r ON r.id = (SELECT MAX(each.id) FROM disclosure_reply each WHERE each.suggestion_id = s.id)
LEFT JOIN disclosure_publication p ON p.id = r.publication_id AND p.state = 'published' AND p.face = 'open'
WHERE s.code_hash = """
"""What the function runs (migration 0015), for databases that know none."""


SHOWN = {
    HandlingState.DRAFTED: HandlingState.ASSIGNED,
    HandlingState.CLEARING: HandlingState.ASSIGNED,
    HandlingState.CORRECTING: HandlingState.ANSWERED,
}
"""What the asker is told of states that are the hospital's own."""


@dataclass(frozen=True)
class Found:
    """What came of a suggestion, for who wrote it."""

    kind: SuggestionKind
    text: str
    received_at: datetime
    due_on: date
    state: HandlingState
    """That an answer is drafted or under 保密审查 is not their concern: it is still 办理中, or answered as it was."""
    department_name: str
    is_refusal: bool
    answer: str
    answered_at: datetime | None
    correction: str
    """Why the answer of before was corrected; empty of the first."""
    public_code: str
    is_purged: bool


def suggestion_of(code: str) -> Found | None:
    """What came of the suggestion with this receipt code, however it was typed.

    Nobody is asked to work or to wait here: of 2^80 codes none is found by trying.
    """
    sql = FUNCTION if connection.vendor == "postgresql" else f"{SELECT}%s"
    rows = []
    with connection.cursor() as cursor:
        for code_hash in receipts.code_hashes(code):
            cursor.execute(sql, [code_hash])
            rows.append(cursor.fetchone())
    return next((_found(*row) for row in rows if row), None)


def _found(
    kind: str, text: str, received_at: Any, due_on: date, state: str, place: str, is_refusal: Any, answer: str,
    answered_at: Any, correction: str, public_code: str, is_purged: Any,
) -> Found:  # fmt: skip
    return Found(
        kind=SuggestionKind(kind),
        text=text,
        received_at=_moment(received_at),
        due_on=due_on,
        state=SHOWN.get(HandlingState(state), HandlingState(state)),
        department_name=place,
        is_refusal=bool(is_refusal),
        answer=answer,
        answered_at=_moment(answered_at),
        correction=correction,
        public_code=public_code,
        is_purged=bool(is_purged),
    )


def _moment(value: Any) -> Any:
    """A time, of which SQLite does not say that it is UTC."""
    return value.replace(tzinfo=UTC) if value and value.tzinfo is None else value
