"""One-time keys of forms: a double click or a replay leads to the first result."""

import uuid

from django.conf import settings
from django.db import models


class FormKey(models.Model):
    """A key that was used, by whom, and the address its first use led to."""

    key = models.UUIDField(primary_key=True, default=uuid.uuid4)
    used_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    used_at = models.DateTimeField(auto_now_add=True, db_index=True)
    result_url = models.CharField(max_length=500, blank=True)

    def __str__(self) -> str:
        return str(self.key)
