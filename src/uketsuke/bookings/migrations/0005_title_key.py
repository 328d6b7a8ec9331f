"""催しの検索: titles get the key by which they are found; filled in steps, while others work."""

from typing import Any

from django.db import migrations, models

from uketsuke.kernel.text import search_key

AT_ONCE = 500


def fill(apps: Any, editor: Any) -> None:
    applications = apps.get_model("bookings.Application").objects
    last = 0
    while found := list(
        applications.filter(pk__gt=last, title_key="").order_by("pk").only("pk", "title")[:AT_ONCE]
    ):
        for each in found:
            each.title_key = search_key(each.title)
        applications.bulk_update(found, ["title_key"])
        last = found[-1].pk


class Migration(migrations.Migration):
    dependencies = [("bookings", "0004_money")]
    operations = [
        migrations.AddField(
            model_name="application",
            name="title_key",
            field=models.CharField(blank=True, db_default="", default="", max_length=120),
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
