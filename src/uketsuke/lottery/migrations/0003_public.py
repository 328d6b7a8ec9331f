"""催し物として案内してよい: whether an entry's use may be told in public."""

from django.db import migrations, models

from uketsuke.kernel.append_only import Again, Frozen

FROZEN = Frozen(
    "lottery_entry",
    "(SELECT frozen_at FROM lottery_round WHERE id = {row}.round_id) IS NOT NULL",
)


class Migration(migrations.Migration):
    dependencies = [("lottery", "0002_frozen")]

    operations = [
        Again(FROZEN),
        migrations.AddField(
            model_name="entry",
            name="public",
            field=models.BooleanField(
                db_default=False, default=False, help_text="催し物として案内してよい"
            ),
        ),
        Again(FROZEN),
    ]
