from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('booklets', '0003_carers_volume'),
    ]

    operations = [
        migrations.AlterField(
            model_name='volume',
            name='kind',
            field=models.CharField(choices=[('forms', 'monthly forms'), ('attendance', "carers' sheets"), ('carer_year', "the carers' year"), ('elder_year', "the elders' year")], max_length=10),
        ),
        migrations.AddConstraint(
            model_name='volume',
            constraint=models.CheckConstraint(condition=models.Q(('kind__in', ('carer_year', 'elder_year')), _negated=True) | models.Q(('month__day', 1), ('month__month', 1)), name='volume_of_a_whole_year'),
        ),
    ]
