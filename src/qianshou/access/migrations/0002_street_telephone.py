"""The office's telephone, for the paper that carers take along."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("access", "0001_first")]

    operations = [migrations.AddField("street", "telephone", models.CharField(blank=True, max_length=40))]
