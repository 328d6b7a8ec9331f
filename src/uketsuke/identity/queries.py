"""許可アドレスを読む."""

import ipaddress
from dataclasses import dataclass

from uketsuke.identity.models import Network


@dataclass(frozen=True, slots=True)
class Place:
    """場所: where a caller of the staff side sits; ``hall`` empty: may act for all halls."""

    hall: str
    label: str


def place_of(address: str) -> Place | None:
    """The listed place of ``address``; None: for it the staff side does not exist."""
    try:
        caller = ipaddress.ip_address(address)
    except ValueError:
        return None
    if isinstance(caller, ipaddress.IPv6Address) and caller.ipv4_mapped:
        caller = caller.ipv4_mapped
    found = [row for row in Network.objects.all() if caller in ipaddress.ip_network(row.cidr)]
    if not found:
        return None
    # The narrowest listing says where the caller sits.
    best = max(found, key=lambda row: ipaddress.ip_network(row.cidr).prefixlen)
    return Place(best.hall, best.label)
