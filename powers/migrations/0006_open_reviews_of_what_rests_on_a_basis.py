import django.db.models.deletion
import simple_history.models
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('organization', '0003_keep_the_hospitals_history'),
        ('powers', '0005_keep_reviews_of_regulations'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='HistoricalReviewDue',
            fields=[
                ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                ('is_leadership', models.BooleanField(default=False, verbose_name='班子成员清单')),
                ('cause', models.CharField(choices=[('basis_repealed', '依据已废止'), ('basis_changed', '依据有改动'), ('regulation_repealed', '制度已废止'), ('regulation_replaced', '制度有新版')], max_length=20, verbose_name='原因')),
                ('why', models.CharField(max_length=300, verbose_name='变动情况')),
                ('kind', models.CharField(max_length=10)),
                ('key', models.CharField(max_length=60)),
                ('code', models.CharField(blank=True, max_length=60, verbose_name='编码')),
                ('label', models.CharField(max_length=160, verbose_name='复核对象')),
                ('url', models.CharField(max_length=300)),
                ('rows', models.JSONField(default=list)),
                ('mark', models.CharField(blank=True, max_length=64)),
                ('state', models.CharField(choices=[('open', '待复核'), ('kept', '无需调整'), ('adjusted', '已随新版调整')], default='open', max_length=10, verbose_name='状态')),
                ('opened_at', models.DateTimeField(verbose_name='发起时间')),
                ('reason', models.TextField(blank=True, verbose_name='复核意见')),
                ('ended_at', models.DateTimeField(blank=True, null=True, verbose_name='办结时间')),
                ('history_id', models.AutoField(primary_key=True, serialize=False)),
                ('history_date', models.DateTimeField(db_index=True)),
                ('history_change_reason', models.CharField(max_length=100, null=True)),
                ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                ('basis', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='powers.legalbasis')),
                ('department', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='organization.department', verbose_name='部门')),
                ('ended_by', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('history_user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('regulation', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='powers.regulation')),
            ],
            options={
                'verbose_name': 'historical review due',
                'verbose_name_plural': 'historical review dues',
                'ordering': ('-history_date', '-history_id'),
                'get_latest_by': ('history_date', 'history_id'),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name='ReviewDue',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('is_leadership', models.BooleanField(default=False, verbose_name='班子成员清单')),
                ('cause', models.CharField(choices=[('basis_repealed', '依据已废止'), ('basis_changed', '依据有改动'), ('regulation_repealed', '制度已废止'), ('regulation_replaced', '制度有新版')], max_length=20, verbose_name='原因')),
                ('why', models.CharField(max_length=300, verbose_name='变动情况')),
                ('kind', models.CharField(max_length=10)),
                ('key', models.CharField(max_length=60)),
                ('code', models.CharField(blank=True, max_length=60, verbose_name='编码')),
                ('label', models.CharField(max_length=160, verbose_name='复核对象')),
                ('url', models.CharField(max_length=300)),
                ('rows', models.JSONField(default=list)),
                ('mark', models.CharField(blank=True, max_length=64)),
                ('state', models.CharField(choices=[('open', '待复核'), ('kept', '无需调整'), ('adjusted', '已随新版调整')], default='open', max_length=10, verbose_name='状态')),
                ('opened_at', models.DateTimeField(verbose_name='发起时间')),
                ('reason', models.TextField(blank=True, verbose_name='复核意见')),
                ('ended_at', models.DateTimeField(blank=True, null=True, verbose_name='办结时间')),
                ('search_text', models.TextField(blank=True, editable=False)),
                ('basis', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='dues', to='powers.legalbasis')),
                ('department', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organization.department', verbose_name='部门')),
                ('ended_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('regulation', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='dues', to='powers.regulation')),
            ],
            options={
                'indexes': [models.Index(fields=['department', 'state', 'id'], name='due_department_state'), models.Index(fields=['opened_at', 'id'], name='due_opened'), models.Index(fields=['kind', 'key'], name='due_thing')],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('basis__isnull', True), ('regulation__isnull', False)), models.Q(('basis__isnull', False), ('regulation__isnull', True)), _connector='OR'), name='due_has_one_cause'), models.UniqueConstraint(condition=models.Q(('state', 'open')), fields=('basis', 'kind', 'key'), name='due_of_basis_open_once'), models.UniqueConstraint(condition=models.Q(('state', 'open')), fields=('regulation', 'kind', 'key'), name='due_of_regulation_open_once'), models.CheckConstraint(condition=models.Q(models.Q(('ended_at__isnull', True), ('ended_by__isnull', True), ('state', 'open')), models.Q(models.Q(('state', 'open'), _negated=True), ('ended_at__isnull', False), ('ended_by__isnull', False)), _connector='OR'), name='due_ended_has_who_and_when'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'kept'), _negated=True), models.Q(('reason', ''), _negated=True), _connector='OR'), name='due_kept_has_a_reason')],
            },
        ),
    ]
