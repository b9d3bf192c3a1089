"""The shipped standard of the appraisal and kinds of accountability, as data the hospital changes."""

from django.db import migrations

from supervision.states.accountability import SHIPPED_KINDS
from supervision.states.appraisals import SHIPPED_CRITERIA


def ship(apps, schema_editor):
    criterion = apps.get_model("supervision", "CriterionDefault")
    criterion.objects.bulk_create(
        criterion(position=position, **shipped._asdict()) for position, shipped in enumerate(SHIPPED_CRITERIA, 1)
    )
    kind = apps.get_model("supervision", "AccountabilityKind")
    kind.objects.bulk_create(kind(**shipped._asdict()) for shipped in SHIPPED_KINDS)


class Migration(migrations.Migration):
    dependencies = [("supervision", "0004_ship_self_check_questions")]
    operations = [migrations.RunPython(ship, migrations.RunPython.noop)]
