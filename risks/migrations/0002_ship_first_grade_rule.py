"""The first grading rule: weights 2·1·2, bands 20 and 14 (product.md, Grading)."""

from django.db import migrations


def ship(apps, schema_editor):
    system = apps.get_model("organization", "Person").objects.get(kind="system")
    apps.get_model("risks", "GradeRule").objects.create(version=1, reason="随系统提供的默认规则", made_by=system)


class Migration(migrations.Migration):
    dependencies = [("risks", "0001_initial"), ("organization", "0002_add_system_actor")]
    operations = [migrations.RunPython(ship, migrations.RunPython.noop)]
