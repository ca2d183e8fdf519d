from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('access', '0002_street_telephone'),
    ]

    operations = [
        migrations.AlterField(
            model_name='roleassignment',
            name='role',
            field=models.CharField(choices=[('administrator', 'Administrator'), ('district_officer', 'District officer'), ('street_officer', 'Street officer'), ('committee_worker', 'Committee worker'), ('assessor', 'Assessor'), ('visiting_assessor', 'Visiting assessor'), ('association_secretary', 'Association secretary'), ('duty_desk', 'Duty desk'), ('carer', 'Carer'), ('volunteer', 'Volunteer'), ('kitchen', 'Kitchen'), ('driver', 'Driver'), ('family', 'Family')], max_length=30),
        ),
    ]
