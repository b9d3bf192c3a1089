"""The system's own actor, who loads workbooks and skips stages, and the hospital's row of names."""

from django.db import migrations


def add(apps, schema_editor):
    apps.get_model("organization", "Person").objects.get_or_create(
        kind="system", defaults={"name": "系统", "password": "!"}
    )
    apps.get_model("organization", "Hospital").objects.get_or_create(id=1)


class Migration(migrations.Migration):
    dependencies = [("organization", "0001_initial")]
    operations = [migrations.RunPython(add, migrations.RunPython.noop)]
