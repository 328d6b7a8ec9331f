"""アカウントと許可アドレス."""

import ipaddress
from datetime import datetime

from django.db import transaction

from uketsuke.audit.actions import record
from uketsuke.identity.models import Network, Role, User
from uketsuke.identity.queries import place_of
from uketsuke.kernel.actors import Actor
from uketsuke.kernel.refusals import Refusal


def open_account(login: str, role: str, *, hall: str = "", name: str = "") -> User:
    """アカウントを作る (step): without a password until its owner sets one."""
    if User.objects.filter(login=login).exists():
        raise Refusal("identity.login_taken", login=login)
    user = User(login=login, role=Role(role), hall=hall, name=name)
    user.set_unusable_password()
    user.save(force_insert=True)
    return user


@transaction.atomic(durable=True)
def add_staff(login: str, role: str, hall: str, name: str, *, by: Actor, at: datetime) -> User:
    """職員アカウントの登録. Raises Refusal ``identity.login_taken``."""
    user = open_account(login, role, hall=hall, name=name)
    record("identity.add_staff", user, by=by, at=at, role=role, hall=hall)
    return user


@transaction.atomic(durable=True)
def close_staff(user_id: int, *, by: Actor, at: datetime) -> User:
    """職員アカウントの停止: its sessions end at once. Raises Refusal ``identity.own_account``."""
    user: User = User.objects.select_for_update().exclude(role=Role.GROUP).get(pk=user_id)
    if user.login == by.name:
        raise Refusal("identity.own_account")
    user.is_active = False
    user.save(update_fields=["is_active"])
    record("identity.close_staff", user, by=by, at=at)
    return user


@transaction.atomic(durable=True)
def entered(user_id: int, *, by: Actor, at: datetime) -> User:
    """ログインした: kept in the audit, as are the wrong tries elsewhere."""
    user: User = User.objects.get(pk=user_id)
    record("identity.login", user, by=by, at=at)
    return user


@transaction.atomic(durable=True)
def proved(user_id: int, *, by: Actor, at: datetime) -> User:
    """本人の再確認: within a session the password was given again."""
    user: User = User.objects.get(pk=user_id)
    record("identity.proved", user, by=by, at=at)
    return user


@transaction.atomic(durable=True)
def list_network(cidr: str, hall: str, label: str, *, by: Actor, at: datetime) -> Network:
    """許可アドレスの追加. Raises Refusal ``networks.invalid`` or ``networks.listed``."""
    try:
        network = str(ipaddress.ip_network(cidr.strip(), strict=True))
    except ValueError as error:
        raise Refusal("networks.invalid", cidr=cidr) from error
    if Network.objects.filter(cidr=network).exists():
        raise Refusal("networks.listed", cidr=network)
    row = Network.objects.create(cidr=network, hall=hall, label=label)
    record("networks.list", row, by=by, at=at, cidr=network, hall=hall)
    return row


@transaction.atomic(durable=True)
def unlist_network(network_id: int, *, by: Actor, at: datetime) -> None:
    """許可アドレスの削除. Raises Refusal ``networks.own`` for the one you come from: nobody locks
    herself out."""
    rows = list(Network.objects.select_for_update().order_by("pk"))  # one after the other
    row = next((row for row in rows if row.pk == network_id), None)
    if row is None:
        return
    record("networks.unlist", row, by=by, at=at, cidr=row.cidr)
    row.delete()
    if place_of(by.address) is None:
        raise Refusal("networks.own", cidr=row.cidr)
