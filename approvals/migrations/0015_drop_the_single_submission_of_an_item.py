import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('approvals', '0014_ship_meeting_rules'),
    ]

    operations = [
        migrations.RemoveField(
            model_name='agendaitem',
            name='reason',
        ),
        migrations.RemoveField(
            model_name='agendaitem',
            name='submission',
        ),
        migrations.RemoveField(
            model_name='agendaitem',
            name='verdict',
        ),
        migrations.RemoveField(
            model_name='agendarow',
            name='reason',
        ),
        migrations.RemoveField(
            model_name='agendarow',
            name='verdict',
        ),
        migrations.AddConstraint(
            model_name='meeting',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('closed_at__isnull', False), ('state', 'held'), models.Q(('sha256', ''), _negated=True)), models.Q(models.Q(('state', 'held'), _negated=True), ('closed_at__isnull', True), ('sha256', '')), _connector='OR'), name='meeting_held_has_end_and_hash'),
        ),
        migrations.AddConstraint(
            model_name='meeting',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', 'cancelled'), _negated=True), models.Q(('cancel_reason', ''), _negated=True), _connector='OR'), name='meeting_cancelled_has_a_reason'),
        ),
        migrations.AddConstraint(
            model_name='meeting',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['planned', 'called', 'cancelled']), models.Q(('chair__isnull', False), ('opened_at__isnull', False)), _connector='OR'), name='meeting_begun_has_a_chair'),
        ),
        migrations.AlterField(
            model_name='meeting',
            name='rule',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='approvals.meetingrule', verbose_name='议事规则'),
        ),
        migrations.AlterField(
            model_name='agendaitem',
            name='title',
            field=models.CharField(max_length=120, verbose_name='议题'),
        ),
    ]
