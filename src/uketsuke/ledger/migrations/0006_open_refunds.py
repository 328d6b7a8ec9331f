from django.db import migrations
from django.db.models import Max, Sum


def open_refunds(apps, schema_editor):
    entries = apps.get_model("ledger", "Entry").objects
    Refund = apps.get_model("ledger", "Refund")
    due = entries.values("account").annotate(sum=Sum("amount"), at=Max("at")).filter(sum__lt=0)
    Refund.objects.bulk_create(
        Refund(account_id=row["account"], amount=-row["sum"], asked_at=row["at"]) for row in due
    )


class Migration(migrations.Migration):
    """還付: what was due back already is asked for from now on."""

    dependencies = [("ledger", "0005_money")]
    operations = [migrations.RunPython(open_refunds, migrations.RunPython.noop)]
