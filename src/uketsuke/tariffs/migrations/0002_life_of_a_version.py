"""A version is drafted, proposed and released; what there was counts as released."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('tariffs', '0001_initial'),
    ]

    operations = [
        migrations.AddField(
            model_name='tariff',
            name='based_on',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='copies', to='tariffs.tariff'),
        ),
        migrations.AddField(
            model_name='tariff',
            name='change_over',
            field=models.CharField(choices=[('by_approval', '承認の日による'), ('by_use', '利用の日による')], default='by_approval', max_length=12),
        ),
        migrations.AddField(
            model_name='tariff',
            name='proposed_at',
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='tariff',
            name='proposed_by',
            field=models.CharField(blank=True, max_length=40),
        ),
        migrations.AddField(
            model_name='tariff',
            name='released_at',
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='tariff',
            name='released_by',
            field=models.CharField(blank=True, max_length=40),
        ),
        migrations.AddField(
            model_name='tariff',
            name='state',
            field=models.CharField(choices=[('draft', '案'), ('proposed', '審査待ち'), ('released', '公布済')], default='released', max_length=10),
        ),
        migrations.AlterField(
            model_name='tariff',
            name='state',
            field=models.CharField(choices=[('draft', '案'), ('proposed', '審査待ち'), ('released', '公布済')], default='draft', max_length=10),
        ),
        migrations.AlterField(
            model_name='tariff',
            name='in_force_from',
            field=models.DateField(),
        ),
        migrations.AddConstraint(
            model_name='tariff',
            constraint=models.UniqueConstraint(condition=models.Q(('state', 'released')), fields=('in_force_from',), name='tariff_one_from_each_day'),
        ),
        migrations.AddConstraint(
            model_name='tariff',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['draft', 'proposed', 'released'])), name='tariff_known_state'),
        ),
        migrations.AddConstraint(
            model_name='tariff',
            constraint=models.CheckConstraint(condition=models.Q(('change_over__in', ['by_approval', 'by_use'])), name='tariff_known_change_over'),
        ),
        migrations.AddConstraint(
            model_name='tariff',
            constraint=models.CheckConstraint(condition=models.Q(('released_by', ''), models.Q(('released_by', models.F('proposed_by')), _negated=True), _connector='OR'), name='tariff_needs_two_persons'),
        ),
        migrations.AddConstraint(
            model_name='tariff',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', 'proposed'), _negated=True), models.Q(('proposed_by', ''), _negated=True), _connector='OR'), name='tariff_proposed_by_somebody'),
        ),
        migrations.AddConstraint(
            model_name='tariff',
            constraint=models.CheckConstraint(condition=models.Q(('proposed_by', ''), models.Q(('state', 'released'), _negated=True), models.Q(('released_by', ''), _negated=True), _connector='OR'), name='tariff_released_by_somebody'),
        ),
    ]
