"""封をする: what stands in clear is sealed, and everybody gets her tokens."""

from typing import Any

from django.db import migrations

from uketsuke.groups.finding import tokens_of
from uketsuke.kernel.sealed import rewriting
from uketsuke.kernel.text import digits, search_key

seal, unseal = rewriting("groups.Person", "name", "address", "phone_home", "phone_mobile", "mail")


def write_tokens(apps: Any, editor: Any) -> None:
    person, token = apps.get_model("groups.Person"), apps.get_model("groups.SearchToken")
    for each in person.objects.iterator():
        token.objects.bulk_create(token(person=each, token=text) for text in tokens_of(each))


def write_keys(apps: Any, editor: Any) -> None:
    for each in apps.get_model("groups.Person").objects.iterator():
        each.name_key = search_key(each.name)
        each.home_digits, each.mobile_digits = digits(each.phone_home), digits(each.phone_mobile)
        each.save()


class Migration(migrations.Migration):
    dependencies = [("groups", "0002_sealed_persons")]
    operations = [
        migrations.RunPython(write_tokens, migrations.RunPython.noop),
        migrations.RunPython(seal, write_keys),
        migrations.RunPython(migrations.RunPython.noop, unseal),
    ]
