"""Registers that are or were in force get their summary, as those that come into force from now on."""

from django.db import migrations
from django.db.models import Count


def count(apps, schema_editor):
    points = apps.get_model("risks", "RiskPoint").objects.filter(register__state__in=("in_force", "superseded"))
    RegisterCount = apps.get_model("risks", "RegisterCount")
    rows = points.order_by().values("register_id", "type", "grade").annotate(count=Count("pk"))
    RegisterCount.objects.bulk_create((RegisterCount(**row) for row in rows), batch_size=1000)


class Migration(migrations.Migration):
    dependencies = [("risks", "0005_count_registers")]
    operations = [migrations.RunPython(count, migrations.RunPython.noop)]
