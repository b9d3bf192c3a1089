from django.db import migrations
from django.utils import timezone


def fill(apps, schema_editor):
    """Regulations that the hospital has already stay as they are: in force, and not assessed."""
    regulation_model = apps.get_model("powers", "Regulation")
    version_model = apps.get_model("powers", "RegulationVersion")
    record_model = apps.get_model("powers", "HistoricalRegulationVersion")
    system = apps.get_model("organization", "Person").objects.filter(kind="system").first()
    for regulation in regulation_model.objects.order_by("pk"):
        version = version_model.objects.create(
            regulation=regulation,
            number=1,
            edition=regulation.edition,
            effective_on=regulation.effective_on,
            state="in_force",
            is_existing=True,
            drafted_by=system,
        )
        kept = {field.attname: getattr(version, field.attname) for field in version._meta.concrete_fields}
        record_model.objects.create(
            **kept, history_date=timezone.now(), history_type="+", history_user=system, history_change_reason=None
        )


class Migration(migrations.Migration):

    dependencies = [
        ("powers", "0003_keep_versions_of_regulations"),
        ("organization", "0002_add_system_actor"),
    ]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
