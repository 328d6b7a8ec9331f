"""ログイン中の端末: where somebody is logged in with an account; its owner sees and ends it."""

from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth import HASH_SESSION_KEY, SESSION_KEY
from django.db import transaction
from django.utils.crypto import constant_time_compare

from uketsuke.audit.actions import record
from uketsuke.identity.models import Session, User
from uketsuke.kernel import vault
from uketsuke.kernel.actors import Actor

PURPOSE = "identity.Session"


@dataclass(frozen=True, slots=True)
class Login:
    """ログイン: ``mark`` names it without opening anything; ``here`` is the one that asks."""

    mark: str
    device: str
    address: str
    began_at: datetime | None
    used_at: datetime | None
    here: bool


def logins(user: User, here: str | None, at: datetime) -> list[Login]:
    """ログイン中の端末 of ``user``, the one used last first; ``here``: the key of the own one."""
    return [
        Login(
            vault.token(row.session_key, PURPOSE),
            row.device,
            row.address,
            row.began_at,
            row.used_at,
            row.session_key == here,
        )
        for row in _alive(user, at)
    ]


@transaction.atomic(durable=True)
def end(user_id: int, mark: str, *, by: Actor, at: datetime) -> None:
    """その端末からログアウトする. Gone already is as good."""
    user: User = User.objects.select_for_update().get(pk=user_id)
    chosen = [
        row.session_key
        for row in _alive(user, at)
        if any(constant_time_compare(mark, own) for own in vault.tokens(row.session_key, PURPOSE))
    ]
    gone, _ = Session.objects.filter(session_key__in=chosen).delete()
    record("identity.session_end", user, by=by, at=at, gone=gone)


def _alive(user: User, at: datetime) -> list[Session]:
    """Its rows but for those that a change of the account has ended."""
    rows = Session.objects.filter(user=user, expire_date__gt=at).order_by("-used_at", "-began_at")
    return [row for row in rows if _opens(row, user)]


def _opens(row: Session, user: User) -> bool:
    carried = row.get_decoded()
    return carried.get(SESSION_KEY) == str(user.pk) and constant_time_compare(
        carried.get(HASH_SESSION_KEY, ""), user.get_session_auth_hash()
    )
