import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models

from ._attendance_guards import GUARDS, WITHOUT_GUARDS


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('access', '0003_visiting_assessor'),
        ('care', '0012_sheets'),
        ('pghistory', '0007_auto_20250421_0444'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='AbsencePaper',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('seen_at', models.DateTimeField()),
                ('absence', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='paper_seen', to='care.absence')),
                ('seen_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('street', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='access.street')),
            ],
        ),
        migrations.CreateModel(
            name='MonthClosing',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('month', models.DateField()),
                ('state', models.CharField(choices=[('signed', 'sheets signed'), ('closed', 'sheets closed'), ('reopened', 'sheets opened again')], default='signed', max_length=8)),
                ('sha256', models.CharField(max_length=64)),
                ('left_open', models.JSONField(blank=True, default=list)),
                ('left_open_why', models.CharField(blank=True, max_length=500)),
                ('signed_at', models.DateTimeField()),
                ('closed_at', models.DateTimeField(blank=True, null=True)),
                ('reopened_at', models.DateTimeField(blank=True, null=True)),
                ('reopened_why', models.CharField(blank=True, max_length=500)),
                ('closed_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('reopened_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('signed_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('street', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='access.street')),
            ],
            options={
                'ordering': ['-month', '-pk'],
            },
        ),
        migrations.CreateModel(
            name='ClosedSheet',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.CharField(max_length=20)),
                ('name', models.CharField(blank=True, max_length=60)),
                ('tier', models.CharField(max_length=20)),
                ('data', models.JSONField()),
                ('adjustments', models.JSONField(default=list)),
                ('words', models.JSONField(blank=True, default=list)),
                ('sha256', models.CharField(max_length=64)),
                ('carer', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='closed_sheets', to='care.carer')),
                ('street', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='access.street')),
                ('closing', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='sheets', to='merit.monthclosing')),
            ],
            options={
                'ordering': ['closing', 'number'],
            },
        ),
        migrations.CreateModel(
            name='Replacement',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('first_day', models.DateField()),
                ('last_day', models.DateField()),
                ('note', models.CharField(blank=True, max_length=200)),
                ('entered_at', models.DateTimeField()),
                ('cancelled_at', models.DateTimeField(blank=True, null=True)),
                ('by_carer', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='replacing', to='care.carer')),
                ('carer', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='replaced', to='care.carer')),
                ('entered_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('street', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='access.street')),
            ],
            options={
                'ordering': ['-first_day', '-pk'],
            },
        ),
        migrations.CreateModel(
            name='ReplacementEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('first_day', models.DateField()),
                ('last_day', models.DateField()),
                ('note', models.CharField(blank=True, max_length=200)),
                ('entered_at', models.DateTimeField()),
                ('cancelled_at', models.DateTimeField(blank=True, null=True)),
                ('by_carer', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='care.carer')),
                ('carer', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='care.carer')),
                ('entered_by', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='history', to='merit.replacement')),
                ('street', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='access.street')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='AttendanceCorrection',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('day', models.DateField()),
                ('came', models.TimeField(blank=True, null=True)),
                ('went', models.TimeField(blank=True, null=True)),
                ('text', models.CharField(max_length=500)),
                ('made_at', models.DateTimeField()),
                ('source', models.CharField(blank=True, max_length=60)),
                ('state', models.CharField(choices=[('open', 'to be answered'), ('granted', 'times corrected'), ('refused', 'times stay')], default='open', max_length=8)),
                ('instead', models.BooleanField(default=False)),
                ('answer', models.CharField(blank=True, max_length=500)),
                ('answered_at', models.DateTimeField(blank=True, null=True)),
                ('answered_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('carer', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='corrections', to='care.carer')),
                ('street', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='access.street')),
                ('written_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['-made_at', '-pk'],
                'indexes': [models.Index(fields=['street', 'day'], name='correction_in_street'), models.Index(fields=['carer', 'day'], name='correction_of_carer')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('state', 'open')), fields=('carer', 'day'), name='one_open_correction_per_day'), models.UniqueConstraint(condition=models.Q(('source', ''), _negated=True), fields=('source',), name='correction_once'), models.CheckConstraint(condition=models.Q(('came__isnull', False), ('went__isnull', False), _connector='OR'), name='correction_of_a_time'), models.CheckConstraint(condition=models.Q(('state', 'open'), models.Q(models.Q(('answer', ''), _negated=True), ('answered_at__isnull', False)), _connector='OR'), name='correction_answered_in_words')],
            },
        ),
        migrations.AddConstraint(
            model_name='monthclosing',
            constraint=models.UniqueConstraint(condition=models.Q(('state', 'reopened'), _negated=True), fields=('street', 'month'), name='closing_once'),
        ),
        migrations.AddConstraint(
            model_name='monthclosing',
            constraint=models.CheckConstraint(condition=models.Q(('month__day', 1)), name='closing_of_a_month'),
        ),
        migrations.AddConstraint(
            model_name='monthclosing',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('closed_at__isnull', True), ('state', 'signed')), models.Q(('closed_at__isnull', False), ('closed_by__isnull', False)), _connector='OR'), name='closing_by_somebody'),
        ),
        migrations.AddConstraint(
            model_name='monthclosing',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', 'reopened'), _negated=True), models.Q(('reopened_at__isnull', False), models.Q(('reopened_why', ''), _negated=True), models.Q(('reopened_by', models.F('closed_by')), _negated=True)), _connector='OR'), name='closing_opened_by_a_second'),
        ),
        migrations.AddIndex(
            model_name='closedsheet',
            index=models.Index(fields=['street', 'carer'], name='closed_sheet_in_street'),
        ),
        migrations.AddConstraint(
            model_name='closedsheet',
            constraint=models.UniqueConstraint(fields=('closing', 'carer'), name='closed_sheet_once'),
        ),
        migrations.AddIndex(
            model_name='replacement',
            index=models.Index(fields=['street', 'first_day'], name='replacement_in_street'),
        ),
        migrations.AddConstraint(
            model_name='replacement',
            constraint=models.CheckConstraint(condition=models.Q(('last_day__gte', models.F('first_day'))), name='replacement_span'),
        ),
        migrations.AddConstraint(
            model_name='replacement',
            constraint=models.CheckConstraint(condition=models.Q(('carer', models.F('by_carer')), _negated=True), name='replacement_by_another'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='replacement',
            trigger=pgtrigger.compiler.Trigger(name='changed_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "merit_replacementevent" ("by_carer_id", "cancelled_at", "carer_id", "entered_at", "entered_by_id", "first_day", "id", "last_day", "note", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "street_id") VALUES (OLD."by_carer_id", OLD."cancelled_at", OLD."carer_id", OLD."entered_at", OLD."entered_by_id", OLD."first_day", OLD."id", OLD."last_day", OLD."note", _pgh_attach_context(), NOW(), \'changed\', OLD."id", OLD."street_id"); RETURN NULL;', hash='7fdae93534f477e461d4c9d10e2cf5a88c8e9843', operation='UPDATE', pgid='pgtrigger_changed_update_f4900', table='merit_replacement', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='replacement',
            trigger=pgtrigger.compiler.Trigger(name='removed_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "merit_replacementevent" ("by_carer_id", "cancelled_at", "carer_id", "entered_at", "entered_by_id", "first_day", "id", "last_day", "note", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "street_id") VALUES (OLD."by_carer_id", OLD."cancelled_at", OLD."carer_id", OLD."entered_at", OLD."entered_by_id", OLD."first_day", OLD."id", OLD."last_day", OLD."note", _pgh_attach_context(), NOW(), \'removed\', OLD."id", OLD."street_id"); RETURN NULL;', hash='67e406e5e04974af57053c59a83103b7268a95c2', operation='DELETE', pgid='pgtrigger_removed_delete_3107f', table='merit_replacement', when='AFTER')),
        ),
        migrations.RunSQL(GUARDS, WITHOUT_GUARDS),
    ]
