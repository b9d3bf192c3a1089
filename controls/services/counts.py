"""Keeping the summary of measures: written when a table comes into force, changed with each progress after that."""

from django.db.models import Count, F

from controls.models import Measure, MeasureCount


def count_table(table_id: int) -> None:
    """Write the summary of a table that has just come into force; the caller holds its row."""
    measures = Measure.objects.filter(table=table_id).order_by().values("status", "due_on")
    MeasureCount.objects.bulk_create(
        MeasureCount(table_id=table_id, **row) for row in measures.annotate(count=Count("pk"))
    )


def count_progress(measure: Measure, *, before: str) -> None:
    """One measure of a table in force went from `before` to its status; the caller holds the table's row."""
    same = MeasureCount.objects.filter(table=measure.table_id, due_on=measure.due_on)
    same.filter(status=before).update(count=F("count") - 1)
    if not same.filter(status=measure.status).update(count=F("count") + 1):
        MeasureCount.objects.create(table_id=measure.table_id, due_on=measure.due_on, status=measure.status, count=1)
