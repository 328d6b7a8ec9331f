from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('bookings', '0007_public'),
    ]

    operations = [
        migrations.AddField(
            model_name='receptionrules',
            name='hold_extensions',
            field=models.PositiveSmallIntegerField(db_default=10, default=10),
        ),
    ]
