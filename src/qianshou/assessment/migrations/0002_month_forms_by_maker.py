from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    """The forms of a month of one carer are looked up whenever her day's points are worked out."""

    dependencies = [
        ("assessment", "0001_first"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddIndex(
            model_name="assessment",
            index=models.Index(condition=models.Q(("month__isnull", False)), fields=["made_by", "completed_at"], name="month_forms_by_maker"),
        ),
    ]
