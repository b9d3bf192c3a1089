"""Ships the rules of procedure and carries meetings that were only recorded over as held ones."""

import hashlib

from django.db import migrations

SHIPPED = {"ordinary": (1, 2), "cadre": (2, 3)}
"""At least half attend, two thirds for cadre matters; more than half of 应到 agree (domain.md 4.2)."""


def ship(apps, schema_editor):
    rule = apps.get_model("approvals", "MeetingRule")
    for matter, (numerator, denominator) in SHIPPED.items():
        shares = {"attend_numerator": numerator, "attend_denominator": denominator}
        rule.objects.create(matter=matter, version=1, reason="随系统提供", **shares)


def carry_over(apps, schema_editor):
    rule = apps.get_model("approvals", "MeetingRule").objects.get(matter="ordinary", version=1)
    entries = apps.get_model("approvals", "AgendaSubmission").objects
    for meeting in apps.get_model("approvals", "Meeting").objects.all():
        meeting.rule, meeting.state, meeting.chair_id = rule, "held", meeting.recorded_by_id
        meeting.opened_at = meeting.closed_at = meeting.recorded_at
        meeting.sha256 = hashlib.sha256(meeting.number.encode()).hexdigest()
        meeting.save()
    for item in apps.get_model("approvals", "AgendaItem").objects.select_related("submission"):
        is_postponed = item.verdict == "postpone"
        item.title, item.state = f"审定{item.submission.year}年第{item.submission.number}版清单", "decided"
        if is_postponed:
            item.state, item.postponed_reason = "postponed", item.reason[:300]
        item.save()
        entries.create(item=item, submission=item.submission, verdict=item.verdict, reason=item.reason)


class Migration(migrations.Migration):

    dependencies = [
        ("approvals", "0013_hold_meetings"),
    ]

    operations = [
        migrations.RunPython(ship, migrations.RunPython.noop),
        migrations.RunPython(carry_over, migrations.RunPython.noop),
    ]
