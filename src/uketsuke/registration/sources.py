"""同じ接続元からの申請: how many from one source are taken in a while, so that no program fills the
desk. A source is known by a keyed mark only, and forgotten when its while is over. Listed addresses
(the halls and the ward) are never slowed: what is typed there is typed at a counter.
"""

import ipaddress
from datetime import datetime, timedelta

from uketsuke.identity.queries import place_of
from uketsuke.kernel import clock, vault
from uketsuke.kernel.actors import Actor
from uketsuke.kernel.refusals import Refusal
from uketsuke.kernel.versions import versions_of
from uketsuke.registration.models import Source, SourceRules

PURPOSE = "registration.Source"
NETWORK = 64  # of an IPv6 address: the rest is the guest's own to choose

_RULES = versions_of(SourceRules, lambda row: row)


def note(by: Actor, at: datetime) -> None:
    """数える (step): one more application from there. Raises Refusal ``registration.too_many``."""
    rules = _RULES.find(clock.day(at))
    if rules is None or not by.address or place_of(by.address) is not None:
        return
    source = source_of(by.address)
    since = at - timedelta(minutes=rules.minutes)
    marks = vault.tokens(source, PURPOSE)
    if Source.objects.filter(mark__in=marks, at__gt=since).count() >= rules.most:
        raise Refusal("registration.too_many", minutes=rules.minutes)
    Source.objects.create(mark=vault.token(source, PURPOSE), at=at)


def clear(at: datetime) -> int:
    """終わった間のものを消す."""
    rules = _RULES.find(clock.day(at))
    minutes = rules.minutes if rules else 0
    gone, _ = Source.objects.filter(at__lt=at - timedelta(minutes=minutes)).delete()
    return gone


def source_of(address: str) -> str:
    """「192.0.2.7」, 「2001:db8::/64」: what counts as one source."""
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return address
    if isinstance(found, ipaddress.IPv6Address):
        if found.ipv4_mapped:
            return str(found.ipv4_mapped)
        return str(ipaddress.ip_network((found, NETWORK), strict=False))
    return str(found)
