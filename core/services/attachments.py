"""Storing files under random names outside the web root."""

import hashlib
import secrets
from collections.abc import Iterable
from pathlib import PurePath
from typing import Any

from django.core.files.base import ContentFile
from django.db import transaction

from core.documents.uploads import Upload
from core.models import Attachment


@transaction.atomic
def store(data: bytes, *, name: str, content_type: str, subject_type: str, subject_id: str, by: Any) -> Attachment:
    """Keep `data` as an attachment of the named subject; the stored name says nothing of `name` but its ending."""
    attachment = Attachment(
        name=name,
        content_type=content_type,
        size=len(data),
        sha256=hashlib.sha256(data).hexdigest(),
        subject_type=subject_type,
        subject_id=str(subject_id),
        made_by=by,
    )
    attachment.file.save(secrets.token_hex(16) + PurePath(name).suffix, ContentFile(data), save=False)
    attachment.save()
    return attachment


@transaction.atomic
def store_all(files: Iterable[Upload], *, subject_type: str, subject_id: int, by: Any) -> list[Attachment]:
    """Keep what was handed in with one form under its subject."""
    subject = {"subject_type": subject_type, "subject_id": str(subject_id)}
    return [store(file.data, name=file.name, content_type=file.content_type, by=by, **subject) for file in files]
