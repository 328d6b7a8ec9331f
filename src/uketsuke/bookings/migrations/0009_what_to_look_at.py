from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('bookings', '0008_hold_extensions'),
    ]

    operations = [
        migrations.AddField(
            model_name='receptionrules',
            name='near_percent',
            field=models.PositiveSmallIntegerField(db_default=90, default=90),
        ),
        migrations.AddField(
            model_name='receptionrules',
            name='short_days',
            field=models.PositiveSmallIntegerField(db_default=7, default=7),
        ),
    ]
