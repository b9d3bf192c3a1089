from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [("disclosure", "0004_fill_what_reviews_were_given_on")]

    operations = [
        migrations.AddConstraint(
            "disclosurereview",
            models.CheckConstraint(
                condition=~Q(content_hash="") & ~Q(frozen_hash=""), name="review_says_what_it_was_given_on"
            ),
        ),
    ]
