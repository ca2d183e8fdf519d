from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('association', '0002_club'),
    ]

    operations = [
        migrations.AlterField(
            model_name='timebankhours',
            name='said_by',
            field=models.CharField(blank=True, choices=[('elder', 'the elder herself'), ('family', 'the family'), ('officer', 'an officer'), ('card', 'her wall card, scanned')], max_length=7),
        ),
    ]
