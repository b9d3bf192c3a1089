"""Counting a register for the summary, in the transaction in which it comes into force."""

from django.db.models import Count

from risks.models import RegisterCount, RiskPoint


def count_register(register_id: int) -> None:
    """Write the summary of a register in force: its grades do not change any more, so it is written once."""
    points = RiskPoint.objects.filter(register=register_id).order_by().values("type", "grade")
    RegisterCount.objects.bulk_create(
        RegisterCount(register_id=register_id, **row) for row in points.annotate(count=Count("pk"))
    )
