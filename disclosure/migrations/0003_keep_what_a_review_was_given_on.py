from django.db import migrations, models


def _hash():
    return models.CharField(default="", editable=False, max_length=64)


class Migration(migrations.Migration):
    dependencies = [("disclosure", "0002_initial")]

    operations = [
        migrations.AddField("disclosurereview", "content_hash", _hash(), preserve_default=False),
        migrations.AddField("disclosurereview", "frozen_hash", _hash(), preserve_default=False),
        migrations.AddField("historicaldisclosurereview", "content_hash", _hash(), preserve_default=False),
    ]
