"""The public form as a browser sends it, its work done; and slips as they are printed."""

from datetime import timedelta
from typing import Any

from django.utils import timezone

from disclosure.calculations import slips, tokens
from disclosure.models import SlipBatch
from tests import factories as people

BITS = 4
TEXT = "上周三下午门诊二楼缴费排队四十分钟，建议中午多开一个窗口。"


def entry(**fields: Any) -> dict[str, Any]:
    """What the form sends: a fresh token, its proof, and a question."""
    token = fields.pop("token", "") or tokens.make(BITS)
    return {"token": token, "proof": tokens.prove(token, BITS), "kind": "question", "text": TEXT, **fields}


def batch(**fields: Any) -> SlipBatch:
    """A batch of ten slips in use."""
    department = fields.pop("department", None) or people.department()
    defaults = {
        "department": department,
        "title": f"{department.name}服务",
        "count": 10,
        "expires_on": timezone.localdate() + timedelta(days=30),
        "made_by": people.person("党办干部"),
    }
    return SlipBatch.objects.create(**{**defaults, **fields})


def slip(made: SlipBatch, number: int = 1) -> str:
    return slips.make(made.pk, number)
