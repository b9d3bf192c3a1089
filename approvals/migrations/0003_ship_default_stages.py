"""The default stages of product.md, as data the hospital may add to."""

from django.db import migrations

from approvals.states import DEFAULT_STAGES


def ship(apps, schema_editor):
    stage_default = apps.get_model("approvals", "StageDefault")
    stage_default.objects.bulk_create(
        stage_default(
            kind=kind,
            position=position,
            code=stage.code,
            title=stage.title,
            action=stage.action,
            verdicts=list(stage.verdicts),
        )
        for kind, stages in DEFAULT_STAGES.items()
        for position, stage in enumerate(stages, 1)
    )


class Migration(migrations.Migration):
    dependencies = [("approvals", "0002_initial")]
    operations = [migrations.RunPython(ship, migrations.RunPython.noop)]
