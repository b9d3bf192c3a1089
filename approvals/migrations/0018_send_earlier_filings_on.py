"""Filings made before name the body they go to and the filing they supplement, and are looked at once."""

from django.db import migrations
from django.utils import timezone


def fill(apps, schema_editor):
    Filing, Duty = apps.get_model("approvals", "Filing"), apps.get_model("core", "Duty")
    hospital, earlier = apps.get_model("organization", "Hospital").objects.first(), None
    now = timezone.now()
    day = str(timezone.localdate(now))
    for filing in Filing.objects.order_by("id"):
        filing.body, filing.supplements = hospital.filing_body if hospital else "上级党委", earlier
        filing.save()
        Duty.objects.get_or_create(
            key=f"filing:{filing.pk}:pending:{day}",
            defaults={
                "kind": "approvals.remind_filing",
                "payload": {"filing": filing.pk, "state": "pending", "day": day},
                "title": "备案提醒",
                "due_at": now,
            },
        )
        earlier = filing


class Migration(migrations.Migration):
    dependencies = [
        ("approvals", "0017_send_filings_and_keep_receipts"),
        ("organization", "0007_name_the_filing_body"),
        ("core", "0001_initial"),
    ]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
