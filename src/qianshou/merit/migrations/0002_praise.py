# Written by Django 5.2; the lock of closed appraisals is in _appraisal_lock.py.

import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models

from qianshou.merit.migrations._appraisal_lock import LOCK, UNLOCK


class Migration(migrations.Migration):

    dependencies = [
        ('merit', '0001_sheets'),
        ('access', '0003_visiting_assessor'),
        ('care', '0011_points'),
        ('people', '0011_rights'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Appraisal',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('month', models.DateField()),
                ('version', models.PositiveSmallIntegerField(default=1)),
                ('why', models.CharField(blank=True, max_length=300)),
                ('state', models.CharField(choices=[('open', 'not closed yet'), ('closed', 'closed for good')], default='open', max_length=6)),
                ('tier', models.CharField(max_length=20)),
                ('parts', models.JSONField(default=list)),
                ('compared', models.JSONField(default=dict)),
                ('tenths', models.PositiveSmallIntegerField(blank=True, null=True)),
                ('result', models.CharField(blank=True, max_length=20)),
                ('pack', models.CharField(max_length=60)),
                ('worked_at', models.DateTimeField()),
                ('talk_on', models.DateField(blank=True, null=True)),
                ('said_by_office', models.CharField(blank=True, max_length=1000)),
                ('said_by_carer', models.CharField(blank=True, max_length=1000)),
                ('goals', models.CharField(blank=True, max_length=500)),
                ('closed_at', models.DateTimeField(blank=True, null=True)),
                ('carer', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='appraisals', to='care.carer')),
                ('closed_by', models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('opened_by', models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('street', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='access.street')),
                ('talk_by', models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['-month', 'carer_id', '-version'],
            },
        ),
        migrations.CreateModel(
            name='AppraisalObjection',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('part', models.CharField(blank=True, max_length=40)),
                ('text', models.CharField(max_length=500)),
                ('at', models.DateTimeField()),
                ('state', models.CharField(choices=[('open', 'to be answered'), ('upheld', 'the carer is right'), ('refused', 'stays as it is')], default='open', max_length=8)),
                ('answer', models.CharField(blank=True, max_length=500)),
                ('answered_at', models.DateTimeField(blank=True, null=True)),
                ('answered_by', models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('appraisal', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='objections', to='merit.appraisal')),
                ('written_by', models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['-at', '-pk'],
            },
        ),
        migrations.CreateModel(
            name='AppraisalSign',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('who', models.CharField(choices=[('carer', 'the carer herself'), ('officer', 'officer')], max_length=7)),
                ('how', models.CharField(choices=[('drawn', 'signed on the screen'), ('paper', 'signed on paper')], max_length=5)),
                ('at', models.DateTimeField()),
                ('appraisal', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='signs', to='merit.appraisal')),
                ('by', models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('paper', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='people.paper')),
            ],
            options={
                'ordering': ['who'],
            },
        ),
        migrations.CreateModel(
            name='CallBackDraw',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('month', models.DateField()),
                ('seed', models.CharField(max_length=40)),
                ('each', models.PositiveSmallIntegerField()),
                ('pool', models.JSONField()),
                ('left_out', models.JSONField(default=dict)),
                ('drawn_at', models.DateTimeField()),
                ('by', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('street', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='access.street')),
            ],
        ),
        migrations.CreateModel(
            name='CallBack',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('month', models.DateField()),
                ('position', models.PositiveSmallIntegerField()),
                ('state', models.CharField(choices=[('to_call', 'to be rung'), ('reached', 'answered'), ('unreached', 'not reached'), ('refused', 'did not want to answer'), ('never', 'wants no such calls')], default='to_call', max_length=9)),
                ('tries', models.PositiveSmallIntegerField(default=0)),
                ('answers', models.JSONField(blank=True, default=dict)),
                ('note', models.CharField(blank=True, max_length=300)),
                ('called_at', models.DateTimeField(blank=True, null=True)),
                ('called_by', models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('carer', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='care.carer')),
                ('elder', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.person')),
                ('street', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='access.street')),
                ('draw', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='calls', to='merit.callbackdraw')),
            ],
            options={
                'ordering': ['tries', 'carer_id', 'position'],
            },
        ),
        migrations.CreateModel(
            name='Feedback',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('praise', 'praise'), ('complaint', 'complaint')], max_length=9)),
                ('on', models.DateField()),
                ('source', models.CharField(choices=[('elder', 'an elder'), ('family', 'family'), ('neighbour', 'a neighbour'), ('committee', 'the committee'), ('other', 'somebody else')], max_length=9)),
                ('source_name', models.CharField(blank=True, max_length=60)),
                ('text', models.CharField(max_length=500)),
                ('finding', models.CharField(blank=True, choices=[('justified', 'it is so'), ('partly_right', 'partly so'), ('unfounded', 'it is not so')], max_length=12)),
                ('settled', models.CharField(blank=True, max_length=500)),
                ('settled_at', models.DateTimeField(blank=True, null=True)),
                ('at', models.DateTimeField()),
                ('batch', models.UUIDField(unique=True)),
                ('taken_back_at', models.DateTimeField(blank=True, null=True)),
                ('by', models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('carer', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='care.carer')),
                ('elder', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.person')),
                ('settled_by', models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('street', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='access.street')),
            ],
            options={
                'ordering': ['-on', '-pk'],
            },
        ),
        migrations.CreateModel(
            name='Honour',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(max_length=40)),
                ('kind', models.CharField(max_length=10)),
                ('threshold', models.PositiveIntegerField()),
                ('evidence', models.JSONField(default=dict)),
                ('pack', models.CharField(max_length=60)),
                ('state', models.CharField(choices=[('proposed', 'proposed by the program'), ('approved', 'approved, to be confirmed'), ('confirmed', 'confirmed'), ('refused', 'refused with a reason')], default='proposed', max_length=9)),
                ('proposed_at', models.DateTimeField()),
                ('decided_at', models.DateTimeField(blank=True, null=True)),
                ('reason', models.CharField(blank=True, max_length=300)),
                ('confirmed_at', models.DateTimeField(blank=True, null=True)),
                ('given_on', models.DateField(blank=True, null=True)),
                ('fen', models.PositiveIntegerField(default=0)),
                ('gift_zh', models.CharField(blank=True, max_length=60)),
                ('gift_en', models.CharField(blank=True, max_length=60)),
                ('carer', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='honours', to='care.carer')),
                ('confirmed_by', models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('decided_by', models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('street', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='access.street')),
            ],
            options={
                'ordering': ['-proposed_at', '-pk'],
            },
        ),
        migrations.CreateModel(
            name='SpotVisit',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('on', models.DateField()),
                ('checks', models.JSONField(default=dict)),
                ('note', models.CharField(blank=True, max_length=500)),
                ('at', models.DateTimeField()),
                ('batch', models.UUIDField(unique=True)),
                ('taken_back_at', models.DateTimeField(blank=True, null=True)),
                ('by', models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('carer', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='care.carer')),
                ('elder', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.person')),
                ('street', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='access.street')),
            ],
            options={
                'ordering': ['-on', '-pk'],
            },
        ),
        migrations.CreateModel(
            name='Training',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('on', models.DateField()),
                ('title', models.CharField(max_length=120)),
                ('minutes', models.PositiveSmallIntegerField()),
                ('at', models.DateTimeField()),
                ('batch', models.UUIDField(unique=True)),
                ('taken_back_at', models.DateTimeField(blank=True, null=True)),
                ('by', models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('street', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='access.street')),
            ],
            options={
                'ordering': ['-on', '-pk'],
            },
        ),
        migrations.CreateModel(
            name='TrainingSeat',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('state', models.CharField(choices=[('present', 'was there'), ('excused', 'excused'), ('absent', 'was not there')], max_length=7)),
                ('carer', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='care.carer')),
                ('training', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='seats', to='merit.training')),
            ],
        ),
        migrations.AddIndex(
            model_name='appraisal',
            index=models.Index(fields=['street', 'month'], name='appraisal_by_month'),
        ),
        migrations.AddConstraint(
            model_name='appraisal',
            constraint=models.UniqueConstraint(fields=('carer', 'month', 'version'), name='appraisal_version_once'),
        ),
        migrations.AddConstraint(
            model_name='appraisal',
            constraint=models.UniqueConstraint(condition=models.Q(('state', 'open')), fields=('carer', 'month'), name='appraisal_one_open'),
        ),
        migrations.AddConstraint(
            model_name='appraisal',
            constraint=models.CheckConstraint(condition=models.Q(('tenths__isnull', True), ('tenths__lte', 1000), _connector='OR'), name='appraisal_within_a_hundred'),
        ),
        migrations.AddConstraint(
            model_name='appraisal',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('closed_at__isnull', True), ('state', 'open')), models.Q(('closed_at__isnull', False), ('state', 'closed'), ('talk_on__isnull', False)), _connector='OR'), name='appraisal_closed_after_talk'),
        ),
        migrations.AddConstraint(
            model_name='appraisalobjection',
            constraint=models.UniqueConstraint(condition=models.Q(('state', 'open')), fields=('appraisal',), name='appraisal_one_objection_open'),
        ),
        migrations.AddConstraint(
            model_name='appraisalobjection',
            constraint=models.CheckConstraint(condition=models.Q(('state', 'open'), models.Q(('answer', ''), _negated=True), _connector='OR'), name='appraisal_answered_in_words'),
        ),
        migrations.AddConstraint(
            model_name='appraisalsign',
            constraint=models.UniqueConstraint(fields=('appraisal', 'who'), name='appraisal_signed_once'),
        ),
        migrations.AddConstraint(
            model_name='callbackdraw',
            constraint=models.UniqueConstraint(fields=('street', 'month'), name='callbacks_drawn_once'),
        ),
        migrations.AddConstraint(
            model_name='callbackdraw',
            constraint=models.CheckConstraint(condition=models.Q(('seed', ''), _negated=True), name='callbacks_drawn_with_seed'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='callbackdraw',
            trigger=pgtrigger.compiler.Trigger(name='drawn_for_good', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='0cfdf68f061e46a3be3c44153c9b28203ded60fc', operation='UPDATE OR DELETE', pgid='pgtrigger_drawn_for_good_6fe86', table='merit_callbackdraw', when='BEFORE')),
        ),
        migrations.AddIndex(
            model_name='callback',
            index=models.Index(fields=['street', 'month', 'state'], name='callback_by_month'),
        ),
        migrations.AddIndex(
            model_name='callback',
            index=models.Index(fields=['elder'], name='callback_of_elder'),
        ),
        migrations.AddConstraint(
            model_name='callback',
            constraint=models.UniqueConstraint(fields=('draw', 'carer', 'position'), name='callback_place_once'),
        ),
        migrations.AddIndex(
            model_name='feedback',
            index=models.Index(fields=['street', 'on'], name='feedback_by_day'),
        ),
        migrations.AddConstraint(
            model_name='feedback',
            constraint=models.CheckConstraint(condition=models.Q(('text', ''), _negated=True), name='feedback_says_what'),
        ),
        migrations.AddConstraint(
            model_name='feedback',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('finding', ''), ('settled_at__isnull', True)), models.Q(('settled_at__isnull', False), models.Q(('settled', ''), _negated=True)), _connector='OR'), name='feedback_settled_in_words'),
        ),
        migrations.AddIndex(
            model_name='honour',
            index=models.Index(fields=['street', 'state'], name='honour_by_state'),
        ),
        migrations.AddConstraint(
            model_name='honour',
            constraint=models.UniqueConstraint(fields=('carer', 'code'), name='honour_once'),
        ),
        migrations.AddConstraint(
            model_name='honour',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('decided_at__isnull', True), ('state', 'proposed')), models.Q(models.Q(('state', 'proposed'), _negated=True), ('decided_at__isnull', False), models.Q(('reason', ''), _negated=True)), _connector='OR'), name='honour_decided_with_reason'),
        ),
        migrations.AddConstraint(
            model_name='honour',
            constraint=models.CheckConstraint(condition=models.Q(('confirmed_by__isnull', True), models.Q(('confirmed_by', models.F('decided_by')), _negated=True), _connector='OR'), name='honour_confirmed_by_a_second'),
        ),
        migrations.AddConstraint(
            model_name='honour',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', 'confirmed'), _negated=True), models.Q(('confirmed_at__isnull', False), ('given_on__isnull', False)), _connector='OR'), name='honour_confirmed_has_a_day'),
        ),
        migrations.AddIndex(
            model_name='spotvisit',
            index=models.Index(fields=['street', 'on'], name='spot_by_day'),
        ),
        migrations.AddIndex(
            model_name='training',
            index=models.Index(fields=['street', 'on'], name='training_by_day'),
        ),
        migrations.AddConstraint(
            model_name='trainingseat',
            constraint=models.UniqueConstraint(fields=('training', 'carer'), name='training_seat_once'),
        ),
        migrations.RunSQL(LOCK, UNLOCK),
    ]
