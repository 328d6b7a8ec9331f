"""Once the list is frozen, its entries stay as they are; a draw is never rewritten at all."""

from django.db import migrations

from uketsuke.kernel.append_only import AppendOnly, Frozen

LIST_IS_FROZEN = (
    "(SELECT frozen_at FROM lottery_round WHERE id = {row}.round_id) IS NOT NULL"
)


class Migration(migrations.Migration):
    dependencies = [("lottery", "0001_initial")]

    operations = [
        Frozen("lottery_entry", LIST_IS_FROZEN),
        Frozen("lottery_partydecision", LIST_IS_FROZEN),
        AppendOnly("lottery_draw"),
    ]
