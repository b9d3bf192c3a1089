import django.db.models.deletion
import simple_history.models
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('core', '0005_protect_who_used_a_key'),
        ('powers', '0002_power_content_hash'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='HistoricalRegulationVersion',
            fields=[
                ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                ('number', models.PositiveSmallIntegerField(verbose_name='第几版')),
                ('edition', models.CharField(blank=True, max_length=40, verbose_name='版本')),
                ('document_number', models.CharField(blank=True, max_length=80, verbose_name='文号')),
                ('issued_on', models.DateField(blank=True, null=True, verbose_name='印发日期')),
                ('effective_on', models.DateField(blank=True, null=True, verbose_name='施行日期')),
                ('ended_on', models.DateField(blank=True, null=True, verbose_name='失效日期')),
                ('ended_reason', models.CharField(blank=True, max_length=200, verbose_name='废止或作废原因')),
                ('summary', models.TextField(blank=True, verbose_name='主要内容')),
                ('changes', models.TextField(blank=True, verbose_name='修订内容')),
                ('state', models.CharField(choices=[('draft', '草稿'), ('in_force', '施行中'), ('superseded', '已被替代'), ('repealed', '已废止'), ('dropped', '已作废')], default='draft', max_length=10, verbose_name='状态')),
                ('is_existing', models.BooleanField(default=False, verbose_name='沿用的现行制度')),
                ('drafted_at', models.DateTimeField(blank=True, editable=False)),
                ('history_id', models.AutoField(primary_key=True, serialize=False)),
                ('history_date', models.DateTimeField(db_index=True)),
                ('history_change_reason', models.CharField(max_length=100, null=True)),
                ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                ('drafted_by', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('history_user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('regulation', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='powers.regulation')),
                ('text', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='core.attachment', verbose_name='正文')),
            ],
            options={
                'verbose_name': 'historical regulation version',
                'verbose_name_plural': 'historical regulation versions',
                'ordering': ('-history_date', '-history_id'),
                'get_latest_by': ('history_date', 'history_id'),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name='RegulationVersion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveSmallIntegerField(verbose_name='第几版')),
                ('edition', models.CharField(blank=True, max_length=40, verbose_name='版本')),
                ('document_number', models.CharField(blank=True, max_length=80, verbose_name='文号')),
                ('issued_on', models.DateField(blank=True, null=True, verbose_name='印发日期')),
                ('effective_on', models.DateField(blank=True, null=True, verbose_name='施行日期')),
                ('ended_on', models.DateField(blank=True, null=True, verbose_name='失效日期')),
                ('ended_reason', models.CharField(blank=True, max_length=200, verbose_name='废止或作废原因')),
                ('summary', models.TextField(blank=True, verbose_name='主要内容')),
                ('changes', models.TextField(blank=True, verbose_name='修订内容')),
                ('state', models.CharField(choices=[('draft', '草稿'), ('in_force', '施行中'), ('superseded', '已被替代'), ('repealed', '已废止'), ('dropped', '已作废')], default='draft', max_length=10, verbose_name='状态')),
                ('is_existing', models.BooleanField(default=False, verbose_name='沿用的现行制度')),
                ('drafted_at', models.DateTimeField(auto_now_add=True)),
                ('drafted_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('regulation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='versions', to='powers.regulation')),
                ('text', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='core.attachment', verbose_name='正文')),
            ],
            options={
                'indexes': [models.Index(fields=['state', 'effective_on', 'id'], name='regulation_version_state')],
                'constraints': [models.UniqueConstraint(fields=('regulation', 'number'), name='regulation_version_number_once'), models.UniqueConstraint(condition=models.Q(('state', 'in_force')), fields=('regulation',), name='regulation_in_force_once'), models.UniqueConstraint(condition=models.Q(('state', 'draft')), fields=('regulation',), name='regulation_drafted_once'), models.CheckConstraint(condition=models.Q(('state__in', ['draft', 'dropped']), ('is_existing', True), ('effective_on__isnull', False), _connector='OR'), name='regulation_in_force_since_a_day'), models.CheckConstraint(condition=models.Q(('ended_on__isnull', True), ('effective_on__isnull', True), ('ended_on__gte', models.F('effective_on')), _connector='OR'), name='regulation_ends_after_it_begins'), models.CheckConstraint(condition=models.Q(models.Q(('state__in', ['repealed', 'dropped']), _negated=True), models.Q(('ended_reason', ''), _negated=True), _connector='OR'), name='regulation_ends_with_a_reason')],
            },
        ),
    ]
