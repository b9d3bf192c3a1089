"""Rows frozen before all their filers were kept: the one they kept."""

from django.db import migrations


def fill(apps, schema_editor):
    row = apps.get_model("approvals", "SubmissionRow")
    filed = row.filers.through
    kept = row.objects.filter(filed_by__isnull=False).values_list("pk", "filed_by_id")
    filed.objects.bulk_create(
        (filed(submissionrow_id=pk, person_id=person) for pk, person in kept.iterator()), batch_size=500
    )


class Migration(migrations.Migration):
    dependencies = [("approvals", "0006_keep_all_filers_of_a_row")]
    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
