"""旧字体でも探せる: names and tokens are keyed anew, old forms of kanji being the same as new."""

from typing import Any

from django.db import migrations

from uketsuke.groups.finding import tokens_of
from uketsuke.kernel.kanji import SAME_WORD
from uketsuke.kernel.text import search_key

AT_ONCE = 500


def key_groups(apps: Any, editor: Any) -> None:
    groups = apps.get_model("groups.Group").objects
    last = 0
    while found := list(groups.filter(pk__gt=last).order_by("pk").only("pk", "name")[:AT_ONCE]):
        for each in found:
            each.name_key = search_key(each.name)
        groups.bulk_update(found, ["name_key"])
        last = found[-1].pk


def key_persons(apps: Any, editor: Any) -> None:
    """Only those in whose names an old form stands: the tokens of all others stay as they are."""
    token = apps.get_model("groups.SearchToken")
    for person in apps.get_model("groups.Person").objects.order_by("pk").iterator(AT_ONCE):
        if any(ord(sign) in SAME_WORD for sign in person.name):
            token.objects.filter(person=person).delete()
            token.objects.bulk_create(token(person=person, token=one) for one in tokens_of(person))


class Migration(migrations.Migration):
    dependencies = [("groups", "0006_past_persons")]
    operations = [
        migrations.RunPython(key_groups, migrations.RunPython.noop),
        migrations.RunPython(key_persons, migrations.RunPython.noop),
    ]
