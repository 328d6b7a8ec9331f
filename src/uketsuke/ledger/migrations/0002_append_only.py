from django.db import migrations

from uketsuke.kernel.append_only import AppendOnly


class Migration(migrations.Migration):
    """元帳と領収書は追記のみ."""

    dependencies = [("ledger", "0001_initial")]
    operations = [
        AppendOnly("ledger_entry"),
        AppendOnly("ledger_receipt"),
        AppendOnly("ledger_receiptprint"),
    ]
