"""カレンダーの秘密のアドレス of a group: made, made anew, closed; only a number is stored.

The key says which group and which number, signed: a key with an older number opens nothing.
"""

from datetime import datetime

from django.core import signing
from django.db import transaction

from uketsuke.audit.actions import record
from uketsuke.groups.models import Group, GroupState
from uketsuke.kernel.actors import Actor

SALT = "calendar"


def key_of(group: Group) -> str:
    """秘密の鍵 of the group's calendar; empty where it has none."""
    if not group.feed_open:
        return ""
    return signing.dumps([group.pk, group.feed], salt=SALT)


def group_of(key: str) -> Group | None:
    """The group whose calendar this key opens."""
    try:
        number, feed = signing.loads(key, salt=SALT)
    except (signing.BadSignature, ValueError):
        return None
    found = Group.objects.filter(pk=number, feed=feed, feed_open=True)
    return found.exclude(state=GroupState.CLOSED).first()


@transaction.atomic(durable=True)
def renew(group_id: int, *, by: Actor, at: datetime) -> Group:
    """アドレスを作る・作り直す: the older one opens nothing from now on."""
    group = Group.objects.select_for_update().get(pk=group_id)
    group.feed, group.feed_open = group.feed + 1, True
    group.save(update_fields=["feed", "feed_open"])
    record("group.feed_renew", group, by=by, at=at)
    return group


@transaction.atomic(durable=True)
def close(group_id: int, *, by: Actor, at: datetime) -> Group:
    """アドレスを止める; closed already is as good."""
    group = Group.objects.select_for_update().get(pk=group_id)
    if group.feed_open:
        group.feed_open = False
        group.save(update_fields=["feed_open"])
        record("group.feed_close", group, by=by, at=at)
    return group
