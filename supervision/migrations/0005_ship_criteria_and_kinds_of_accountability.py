"""The shipped standard of the appraisal and kinds of accountability, as data the hospital changes; and the summary of what
differs from last year for lists that came into force before there was one."""

from django.db import migrations
from django.db.models import F, Q, Value
from django.utils import timezone

from risks.queries import year_began
from supervision.calculations.differences import fates
from supervision.states.accountability import SHIPPED_KINDS
from supervision.states.appraisals import SHIPPED_CRITERIA

LISTS = (
    ("register", ("risks", "RiskRegister"), ("risks", "RiskPoint"), F("grade")),
    ("table", ("controls", "ControlTable"), ("controls", "Measure"), Value("")),
)


def ship(apps, schema_editor):
    criterion = apps.get_model("supervision", "CriterionDefault")
    criterion.objects.bulk_create(
        criterion(position=position, **shipped._asdict()) for position, shipped in enumerate(SHIPPED_CRITERIA, 1)
    )
    kind = apps.get_model("supervision", "AccountabilityKind")
    kind.objects.bulk_create(kind(**shipped._asdict()) for shipped in SHIPPED_KINDS)


def count(apps, schema_editor):
    difference = apps.get_model("supervision", "EditionDifference")
    for owner, listed, rowed, grade in LISTS:
        model, row = apps.get_model(*listed), apps.get_model(*rowed)
        for edition in model.objects.filter(state="in_force"):
            began = year_began(timezone.localtime(edition.in_force_at).year)
            is_left = Q(superseded_at=None) | Q(superseded_at__gte=began)
            same = model.objects.filter(department=edition.department_id, is_leadership=edition.is_leadership)
            earlier = same.filter(is_left, in_force_at__lt=began).values("pk")
            before, now = (
                dict(row.objects.filter(**{f"{owner}__in": lists}).values_list("lineage", grade))
                for lists in (earlier, [edition.pk])
            )
            difference.objects.bulk_create(
                difference(**{f"{owner}_id": edition.pk}, fate=fate, count=number)
                for fate, number in fates(before, now).items()
            )


class Migration(migrations.Migration):
    dependencies = [("supervision", "0004_ship_self_check_questions")]
    operations = [
        migrations.RunPython(ship, migrations.RunPython.noop),
        migrations.RunPython(count, migrations.RunPython.noop),
    ]
