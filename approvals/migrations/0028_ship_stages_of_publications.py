"""The default stages of 公开事项, where an earlier installation does not have them yet."""

from django.db import migrations

from approvals.states import DEFAULT_STAGES, SubmissionKind


def ship(apps, schema_editor):
    stage_default = apps.get_model("approvals", "StageDefault")
    for position, stage in enumerate(DEFAULT_STAGES[SubmissionKind.PUBLICATION], 1):
        stage_default.objects.get_or_create(
            kind=SubmissionKind.PUBLICATION,
            position=position,
            defaults={
                "code": stage.code,
                "title": stage.title,
                "action": stage.action,
                "verdicts": list(stage.verdicts),
            },
        )


class Migration(migrations.Migration):
    dependencies = [("approvals", "0027_carry_publications")]
    operations = [migrations.RunPython(ship, migrations.RunPython.noop)]
