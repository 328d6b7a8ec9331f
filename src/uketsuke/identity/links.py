"""一回限りのリンク: how a person gets to set her own password, without staff knowing it."""

import secrets
import unicodedata
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.crypto import constant_time_compare, salted_hmac

from uketsuke.audit.actions import record
from uketsuke.identity.models import OneTimeLink, Role, User
from uketsuke.kernel.actors import Actor
from uketsuke.kernel.refusals import Refusal

_SALT = "uketsuke.one-time-link"
ALPHABET = "abcdefghijkmnpqrstuvwxyz23456789"  # 32 signs, none that looks like another
_LETTERS = 16  # 80 bits: nobody guesses it within seven days
_DIGITS = 15
DAYS = 7
AGAIN_AFTER = timedelta(minutes=10)


def issue(user: User, *, at: datetime, days: int = DAYS) -> OneTimeLink:
    """リンクを作る (step): any older one of the account stops working."""
    user.links.filter(used_at=None).update(used_at=at)
    return OneTimeLink.objects.create(
        user=user, nonce=secrets.token_hex(16), expires_at=at + timedelta(days=days)
    )


def recent(user: User, at: datetime) -> OneTimeLink | None:
    """The unused link of the account that was made within the last minutes, if there is one."""
    since = at + timedelta(days=DAYS) - AGAIN_AFTER
    return user.links.filter(used_at=None, expires_at__gt=since).first()


@transaction.atomic(durable=True)
def give(user_id: int, *, by: Actor, at: datetime) -> OneTimeLink:
    """職員へのリンク: on a slip for a member of staff who sets her first or a new password."""
    user: User = (
        User.objects.select_for_update().exclude(role=Role.GROUP).get(pk=user_id, is_active=True)
    )
    link = issue(user, at=at)
    record("identity.give_link", user, by=by, at=at)
    return link


def text(link: OneTimeLink) -> str:
    """What stands in the address, short enough to be typed from paper (``12-abcd-efgh-jkmn-pqrs``):
    made from the row and the secret key, stored nowhere."""
    digest = salted_hmac(_SALT, f"{link.pk}|{link.nonce}", algorithm="sha256").digest()
    code = "".join(ALPHABET[byte % len(ALPHABET)] for byte in digest[:_LETTERS])
    groups = [code[start : start + 4] for start in range(0, _LETTERS, 4)]
    return "-".join([str(link.pk), *groups])


def find(written: str, at: datetime) -> OneTimeLink:
    """The link that is meant; capitals, full width and spaces do not matter.

    Raises Refusal ``links.unknown``, ``.used`` or ``.expired``.
    """
    plain = unicodedata.normalize("NFKC", written).strip().lower().replace(" ", "")
    number = plain.partition("-")[0]
    link = None
    if number.isdecimal() and len(number) <= _DIGITS:
        link = OneTimeLink.objects.select_related("user").filter(pk=int(number)).first()
    if link is None or not link.user.is_active or not constant_time_compare(text(link), plain):
        raise Refusal("links.unknown")
    if link.used_at:
        raise Refusal("links.used")
    if link.expires_at <= at:
        raise Refusal("links.expired", expires_at=link.expires_at)
    return link


@transaction.atomic(durable=True)
def set_password(written: str, password: str, *, by: Actor, at: datetime) -> User:
    """パスワードの設定: once by this link; all sessions of the account end.

    Raises Refusal ``links.*``; whether the password is good enough is the form's question.
    """
    link = find(written, at)
    if OneTimeLink.objects.filter(pk=link.pk, used_at=None).update(used_at=at) != 1:
        raise Refusal("links.used")
    user: User = User.objects.select_for_update().get(pk=link.user_id)
    user.set_password(password)
    user.save(update_fields=["password"])
    record("identity.set_password", user, by=by, at=at)
    return user
