"""Files of a draft as it was frozen, to be opened beside the decision."""

from typing import Any

from django import template

from core.models import Attachment
from disclosure.queries import drafts as queries

register = template.Library()


@register.simple_tag
def frozen_files(row: Any) -> list[Attachment]:
    """What is kept of the files in a frozen row; who opens one is asked again (`registry.attachment_readers`)."""
    return queries.kept_files(row.key, row.content["files"])
