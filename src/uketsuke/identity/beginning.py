"""はじめ: how the first administrator comes in, where nobody is there yet to let her in."""

import ipaddress
from datetime import datetime

from django.db import transaction

from uketsuke.audit.actions import record
from uketsuke.identity import links
from uketsuke.identity.actions import open_account
from uketsuke.identity.models import Network, OneTimeLink, Role, User
from uketsuke.kernel.actors import Actor
from uketsuke.kernel.refusals import Refusal


@transaction.atomic(durable=True)
def begin(login: str, name: str, cidr: str, *, by: Actor, at: datetime) -> OneTimeLink:
    """最初のシステム管理者: her account, the address she comes from, and the link for her password.

    Only whoever runs the machine can do this, and only while no administrator can log in. Raises
    Refusal ``identity.begun``, ``identity.login_taken`` or ``networks.invalid``.
    """
    administrators = User.objects.select_for_update().filter(role=Role.ADMINISTRATOR)
    if any(user.is_active and user.has_usable_password() for user in administrators):
        raise Refusal("identity.begun")
    try:
        network = str(ipaddress.ip_network(cidr.strip(), strict=True))
    except ValueError as error:
        raise Refusal("networks.invalid", cidr=cidr) from error
    user = next((each for each in administrators if each.login == login and each.is_active), None)
    if user is None:
        user = open_account(login, Role.ADMINISTRATOR, name=name)
    Network.objects.get_or_create(cidr=network, defaults={"hall": "", "label": "最初の接続元"})
    link = links.issue(user, at=at)
    record("identity.begin", user, by=by, at=at, cidr=network)
    return link
