from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('equipment', '0001_what_is_lent'),
    ]

    operations = [
        migrations.AddField(
            model_name='equipmentrules',
            name='soon_days',
            field=models.PositiveSmallIntegerField(db_default=14, default=14),
        ),
    ]
