"""Tables that are or were in force get their summary, as those that come into force from now on."""

from django.db import migrations
from django.db.models import Count


def count(apps, schema_editor):
    measures = apps.get_model("controls", "Measure").objects.filter(table__state__in=("in_force", "superseded"))
    MeasureCount = apps.get_model("controls", "MeasureCount")
    rows = measures.order_by().values("table_id", "status", "due_on").annotate(count=Count("pk"))
    MeasureCount.objects.bulk_create((MeasureCount(**row) for row in rows), batch_size=1000)


class Migration(migrations.Migration):
    dependencies = [("controls", "0007_count_measures")]
    operations = [migrations.RunPython(count, migrations.RunPython.noop)]
