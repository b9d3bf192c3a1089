"""意见建议 taken in on the public face: inserted once, with nothing read and nothing else written.

The public face's role may insert suggestions and ratings only, so the trail is not told here: the desk tells it when it takes
them in. What is sent twice meets its own keys and is left alone without an error, whose statement a database would log.
"""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import connection, models, transaction
from django.utils import timezone

from core.documents.uploads import Upload
from disclosure.calculations import receipts
from disclosure.models import Suggestion, SuggestionFile
from disclosure.queries import open_settings
from organization import queries as organization_queries


@dataclass(frozen=True)
class Receipt:
    """What the writer is given: the code, until when an answer is due, and whether this form had been sent before."""

    code: str
    due_on: date
    is_repeated: bool


@transaction.atomic
def receive(*, nonce: str, kind: str, text: str, files: Sequence[Upload] = (), **fields: Any) -> Receipt:
    """Take in a suggestion; a form (its `nonce`) sent twice is one suggestion and gets the same code.

    The minute is all that is kept of when, so that no other record of seconds is matched with it.
    `fields` are those of `Suggestion`: about_code, about_title, department_code, name, contact, is_public_allowed.
    """
    now = timezone.now()
    code, key = receipts.code_of(nonce), receipts.key_of(nonce)
    due_on = organization_queries.workdays_after(timezone.localdate(now), open_settings.current().answer_days)
    suggestion = Suggestion(
        id=key,
        kind=kind,
        text=text,
        code_hash=receipts.code_hash(code),
        token_hash=receipts.token_hash(nonce),
        received_at=now.replace(second=0, microsecond=0),
        due_on=due_on,
        **fields,
    )
    is_new = insert_once(Suggestion, [suggestion])
    if is_new and files:
        insert_once(SuggestionFile, (_file(nonce, key, number, file) for number, file in enumerate(files)))
    return Receipt(code, due_on, is_repeated=not is_new)


def _file(nonce: str, suggestion: Any, number: int, file: Upload) -> SuggestionFile:
    return SuggestionFile(
        id=receipts.key_of(nonce, str(number)),
        suggestion_id=suggestion,
        name=file.name,
        content_type=file.content_type,
        size=len(file.data),
        sha256=hashlib.sha256(file.data).hexdigest(),
        data=file.data,
    )


def insert_once(model: type[models.Model], rows: Iterable[Any]) -> bool:
    """Insert what is not there yet without asking what is; were all of them new?"""
    rows, counts = list(rows), []

    def count(execute: Any, sql: str, params: Any, many: Any, context: dict[str, Any]) -> Any:
        result = execute(sql, params, many, context)
        counts.append(context["cursor"].rowcount)
        return result

    with connection.execute_wrapper(count):
        model._default_manager.bulk_create(rows, ignore_conflicts=True)
    return sum(counts) == len(rows)
