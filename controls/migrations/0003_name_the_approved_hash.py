"""Lists that came into force carried the hash of their own content: they carry that of what was approved, as paper does."""

from django.db import migrations

MODELS = {"powers": ("powers", "PowerList"), "risks": ("risks", "RiskRegister"), "controls": ("controls", "ControlTable")}


def name(apps, schema_editor):
    items = apps.get_model("approvals", "SubmissionItem").objects.filter(submission__state="passed")
    for kind, list_id, sha256 in items.values_list("list_kind", "list_id", "submission__sha256"):
        apps.get_model(*MODELS[kind]).objects.filter(pk=list_id).update(sha256=sha256)


class Migration(migrations.Migration):
    dependencies = [
        ("controls", "0002_initial"),
        ("powers", "0002_power_content_hash"),
        ("risks", "0004_name_grade_fields"),
        ("approvals", "0008_drop_the_single_filer_of_a_row"),
    ]
    operations = [migrations.RunPython(name, migrations.RunPython.noop)]
