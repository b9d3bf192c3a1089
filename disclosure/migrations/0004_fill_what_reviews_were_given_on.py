"""Reviews given before hashes were kept: on what their submission had frozen when they were given."""

from django.db import migrations

from disclosure.calculations import reviewed_hash

UNKNOWN, NOTHING = "unknown", "nothing"
"""Stand for no text and for each other never: such a review counts no more."""


def fill(apps, schema_editor):
    Review = apps.get_model("disclosure", "DisclosureReview")
    Item = apps.get_model("approvals", "SubmissionItem")
    for list_id in Review.objects.order_by().values_list("power__power_list", flat=True).distinct():
        items = Item.objects.filter(list_kind="powers", list_id=list_id, submission__submitted_at__isnull=False)
        rounds = [
            (item.submission.submitted_at, {row.key: reviewed_hash(row.content) for row in item.rows.all()})
            for item in items.select_related("submission").order_by("submission__submitted_at", "id")
        ]
        for review in Review.objects.filter(power__power_list=list_id).select_related("power"):
            key = str(review.power.lineage_id)
            frozen = [(at, hashes[key]) for at, hashes in rounds if key in hashes]
            review.content_hash = _given_on(review, frozen)
            review.frozen_hash = frozen[-1][1] if frozen else NOTHING
            review.save(update_fields=["content_hash", "frozen_hash"])


def _given_on(review, frozen):
    """What both were given on; unknown where they speak of two texts."""
    moments = [moment for moment in (review.scope_at, review.secrecy_at) if moment]
    seen = {([UNKNOWN] + [found for at, found in frozen if at <= moment])[-1] for moment in moments}
    return seen.pop() if len(seen) == 1 else UNKNOWN


class Migration(migrations.Migration):
    dependencies = [
        ("approvals", "0005_keep_filings"),
        ("disclosure", "0003_keep_what_a_review_was_given_on"),
    ]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
