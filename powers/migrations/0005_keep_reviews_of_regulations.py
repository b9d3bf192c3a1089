import django.db.models.deletion
import simple_history.models
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('organization', '__first__'),
        ('powers', '0004_fill_versions_of_regulations_in_the_library'),
    ]

    operations = [
        migrations.CreateModel(
            name='HistoricalRegulationReview',
            fields=[
                ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                ('state', models.CharField(choices=[('draft', '评估中'), ('submitted', '待监督意见'), ('returned', '已退回'), ('completed', '已完成')], default='draft', max_length=10, verbose_name='状态')),
                ('conclusion', models.TextField(blank=True, verbose_name='评估结论')),
                ('opened_at', models.DateTimeField(blank=True, editable=False)),
                ('submitted_at', models.DateTimeField(blank=True, null=True, verbose_name='提交时间')),
                ('completed_at', models.DateTimeField(blank=True, null=True, verbose_name='完成时间')),
                ('history_id', models.AutoField(primary_key=True, serialize=False)),
                ('history_date', models.DateTimeField(db_index=True)),
                ('history_change_reason', models.CharField(max_length=100, null=True)),
                ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                ('history_user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('opened_by', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('submitted_by', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('version', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='powers.regulationversion')),
            ],
            options={
                'verbose_name': 'historical regulation review',
                'verbose_name_plural': 'historical regulation reviews',
                'ordering': ('-history_date', '-history_id'),
                'get_latest_by': ('history_date', 'history_id'),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name='RegulationReview',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('state', models.CharField(choices=[('draft', '评估中'), ('submitted', '待监督意见'), ('returned', '已退回'), ('completed', '已完成')], default='draft', max_length=10, verbose_name='状态')),
                ('conclusion', models.TextField(blank=True, verbose_name='评估结论')),
                ('opened_at', models.DateTimeField(auto_now_add=True)),
                ('submitted_at', models.DateTimeField(blank=True, null=True, verbose_name='提交时间')),
                ('completed_at', models.DateTimeField(blank=True, null=True, verbose_name='完成时间')),
                ('opened_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('submitted_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('version', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='review', to='powers.regulationversion')),
            ],
            options={
                'indexes': [models.Index(fields=['state', 'submitted_at', 'id'], name='regulation_review_waiting')],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('submitted_at__isnull', True), ('submitted_by__isnull', True)), models.Q(('submitted_at__isnull', False), ('submitted_by__isnull', False)), _connector='OR'), name='regulation_review_submitted_has_who_and_when'), models.CheckConstraint(condition=models.Q(('state', 'draft'), models.Q(models.Q(('submitted_at__isnull', False)), models.Q(('conclusion', ''), _negated=True)), _connector='OR'), name='regulation_review_submitted_has_conclusion'), models.CheckConstraint(condition=models.Q(models.Q(('completed_at__isnull', False), ('state', 'completed')), models.Q(models.Q(('state', 'completed'), _negated=True), ('completed_at__isnull', True)), _connector='OR'), name='regulation_review_completed_has_time')],
            },
        ),
        migrations.CreateModel(
            name='HistoricalReviewCorrection',
            fields=[
                ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                ('item', models.CharField(choices=[('discretion', '自由裁量'), ('limits', '时限和标准'), ('transparency', '公开透明'), ('conflict', '利益冲突'), ('sanctions', '责任追究')], max_length=14, verbose_name='评估内容')),
                ('text', models.TextField(verbose_name='修改事项')),
                ('due_on', models.DateField(verbose_name='完成期限')),
                ('added_at', models.DateTimeField(blank=True, editable=False)),
                ('result', models.TextField(blank=True, verbose_name='修改结果')),
                ('done_on', models.DateField(blank=True, null=True, verbose_name='完成日期')),
                ('history_id', models.AutoField(primary_key=True, serialize=False)),
                ('history_date', models.DateTimeField(db_index=True)),
                ('history_change_reason', models.CharField(max_length=100, null=True)),
                ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                ('added_by', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('done_by', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('history_user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('review', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='powers.regulationreview')),
            ],
            options={
                'verbose_name': 'historical review correction',
                'verbose_name_plural': 'historical review corrections',
                'ordering': ('-history_date', '-history_id'),
                'get_latest_by': ('history_date', 'history_id'),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name='HistoricalReviewAnswer',
            fields=[
                ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                ('item', models.CharField(choices=[('discretion', '自由裁量'), ('limits', '时限和标准'), ('transparency', '公开透明'), ('conflict', '利益冲突'), ('sanctions', '责任追究')], max_length=14, verbose_name='评估内容')),
                ('answer', models.CharField(choices=[('fits', '符合'), ('at_risk', '有风险'), ('not_applicable', '不适用')], max_length=16, verbose_name='结论')),
                ('note', models.TextField(blank=True, verbose_name='说明')),
                ('history_id', models.AutoField(primary_key=True, serialize=False)),
                ('history_date', models.DateTimeField(db_index=True)),
                ('history_change_reason', models.CharField(max_length=100, null=True)),
                ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                ('history_user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('review', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='powers.regulationreview')),
            ],
            options={
                'verbose_name': 'historical review answer',
                'verbose_name_plural': 'historical review answers',
                'ordering': ('-history_date', '-history_id'),
                'get_latest_by': ('history_date', 'history_id'),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name='ReviewAnswer',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('item', models.CharField(choices=[('discretion', '自由裁量'), ('limits', '时限和标准'), ('transparency', '公开透明'), ('conflict', '利益冲突'), ('sanctions', '责任追究')], max_length=14, verbose_name='评估内容')),
                ('answer', models.CharField(choices=[('fits', '符合'), ('at_risk', '有风险'), ('not_applicable', '不适用')], max_length=16, verbose_name='结论')),
                ('note', models.TextField(blank=True, verbose_name='说明')),
                ('review', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='answers', to='powers.regulationreview')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('review', 'item'), name='review_answers_an_item_once'), models.CheckConstraint(condition=models.Q(models.Q(('answer', 'at_risk'), _negated=True), models.Q(('note', ''), _negated=True), _connector='OR'), name='review_risk_is_described')],
            },
        ),
        migrations.CreateModel(
            name='ReviewCorrection',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('item', models.CharField(choices=[('discretion', '自由裁量'), ('limits', '时限和标准'), ('transparency', '公开透明'), ('conflict', '利益冲突'), ('sanctions', '责任追究')], max_length=14, verbose_name='评估内容')),
                ('text', models.TextField(verbose_name='修改事项')),
                ('due_on', models.DateField(verbose_name='完成期限')),
                ('added_at', models.DateTimeField(auto_now_add=True)),
                ('result', models.TextField(blank=True, verbose_name='修改结果')),
                ('done_on', models.DateField(blank=True, null=True, verbose_name='完成日期')),
                ('added_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('done_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('review', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='corrections', to='powers.regulationreview')),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('done_on__isnull', True)), fields=['due_on', 'id'], name='review_correction_open')],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('done_by__isnull', True), ('done_on__isnull', True), ('result', '')), models.Q(models.Q(('done_by__isnull', False), ('done_on__isnull', False)), models.Q(('result', ''), _negated=True)), _connector='OR'), name='review_correction_done_has_who_when_and_what')],
            },
        ),
        migrations.CreateModel(
            name='ReviewOpinion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('verdict', models.CharField(choices=[('no_objection', '无不同意见'), ('return', '退回修改')], max_length=14, verbose_name='意见')),
                ('reason', models.TextField(blank=True, verbose_name='理由')),
                ('at', models.DateTimeField(auto_now_add=True)),
                ('content', models.JSONField(default=dict)),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('on_behalf_of', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('review', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='opinions', to='powers.regulationreview')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('verdict', 'return'), _negated=True), models.Q(('reason', ''), _negated=True), _connector='OR'), name='review_return_has_a_reason')],
            },
        ),
    ]
