"""Claiming one-time keys of forms, so that a second click changes nothing."""

import uuid
from typing import Any

from django.db import IntegrityError, transaction

from core.models import FormKey


def claim_form_key(key: uuid.UUID, by: Any) -> str | None:
    """Claim `key` inside the caller's transaction; None when it is ours now, else the first result's address.

    On PostgreSQL a second claim waits for the first transaction to end: a rolled-back first leaves the key free.
    """
    try:
        with transaction.atomic():
            FormKey.objects.create(key=key, used_by=by)
    except IntegrityError:
        first = FormKey.objects.filter(key=key, used_by=by).first()
        return first.result_url if first else ""
    return None


def store_form_result(key: uuid.UUID, url: str) -> None:
    """Keep where the first use of `key` led."""
    FormKey.objects.filter(key=key).update(result_url=url)
