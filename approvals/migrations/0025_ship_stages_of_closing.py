"""The default stages of 整改销号, where an earlier installation does not have them yet."""

from django.db import migrations

from approvals.states import DEFAULT_STAGES, SubmissionKind


def ship(apps, schema_editor):
    stage_default = apps.get_model("approvals", "StageDefault")
    for position, stage in enumerate(DEFAULT_STAGES[SubmissionKind.CLOSING], 1):
        stage_default.objects.get_or_create(
            kind=SubmissionKind.CLOSING,
            position=position,
            defaults={
                "code": stage.code,
                "title": stage.title,
                "action": stage.action,
                "verdicts": list(stage.verdicts),
            },
        )


class Migration(migrations.Migration):
    dependencies = [("approvals", "0024_carry_what_is_no_list")]
    operations = [migrations.RunPython(ship, migrations.RunPython.noop)]
