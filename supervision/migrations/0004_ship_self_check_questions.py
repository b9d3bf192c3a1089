"""The standard items of a self-check, as data the hospital may change."""

from django.db import migrations

from supervision.states.self_checks import SHIPPED_QUESTIONS


def ship(apps, schema_editor):
    question = apps.get_model("supervision", "SelfCheckQuestion")
    question.objects.bulk_create(
        question(content=content, position=position, text=text)
        for content, texts in SHIPPED_QUESTIONS.items()
        for position, text in enumerate(texts, 1)
    )


class Migration(migrations.Migration):
    dependencies = [("supervision", "0003_refuse_changes_of_what_was_drawn_from")]
    operations = [migrations.RunPython(ship, migrations.RunPython.noop)]
