from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('people', '0009_family'),
    ]

    operations = [
        migrations.AlterField(
            model_name='grant',
            name='why',
            field=models.CharField(choices=[('link', 'Link'), ('round', 'Round'), ('consent', 'Consent'), ('table', 'Table')], max_length=10),
        ),
    ]
