"""Storing files under random names outside the web root."""

import hashlib
import secrets
from pathlib import PurePath
from typing import Any

from django.core.files.base import ContentFile
from django.db import transaction

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
