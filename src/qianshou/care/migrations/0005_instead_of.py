from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("care", "0004_taken_back")]

    operations = [migrations.AddField(model_name="visit", name="instead_of", field=models.DateField(blank=True, null=True))]
