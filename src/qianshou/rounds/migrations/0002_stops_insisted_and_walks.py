from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("rounds", "0001_initial"),
    ]

    operations = [
        migrations.AddField(
            model_name="roundday",
            name="notes",
            field=models.JSONField(blank=True, default=list),
        ),
        migrations.AddField(
            model_name="roundday",
            name="walks",
            field=models.JSONField(blank=True, default=dict),
        ),
        migrations.AddField(
            model_name="stop",
            name="insisted",
            field=models.JSONField(blank=True, default=list),
        ),
        migrations.AddField(
            model_name="stop",
            name="insisted_why",
            field=models.CharField(blank=True, max_length=200),
        ),
    ]
