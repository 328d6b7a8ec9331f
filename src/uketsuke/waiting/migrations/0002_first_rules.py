"""An installation that exists already gets the figures of waiting with their defaults."""

from django.db import migrations


def add(apps, schema_editor):
    first = apps.get_model("bookings", "ReceptionRules").objects.order_by("in_force_from").first()
    rules = apps.get_model("waiting", "WaitingRules")
    if first and not rules.objects.exists():
        rules.objects.create(in_force_from=first.in_force_from)


class Migration(migrations.Migration):
    dependencies = [("waiting", "0001_waiting"), ("bookings", "0006_resting_cells")]

    operations = [migrations.RunPython(add, migrations.RunPython.noop)]
