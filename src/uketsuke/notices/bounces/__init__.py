"""届かなかったメール: where mails come back to, and which addresses nothing is sent to any more.

Each mail has a return address of its own: ``bounces+34-<token>@host``. The token is made from the
delivery and the address it went to, under our key: who forges a report must guess it, and a report
about an address that the group has changed since fits no more.
"""

import hmac

from django.conf import settings
from django.db.models import QuerySet
from django.utils.crypto import salted_hmac

from uketsuke.groups.models import Group
from uketsuke.kernel import vault
from uketsuke.notices.models import Bounce, Delivery
from uketsuke.notices.outbox import mail_of

_SALT = "uketsuke.notices.bounces"
_LENGTH = 24


def return_address(delivery: Delivery, mail: str) -> str:
    """差出人 of the envelope: where it comes back to when it cannot be delivered."""
    local, at, host = settings.MAIL_BOUNCES.partition("@")
    if not at:
        return str(settings.MAIL_FROM)
    return f"{local}+{delivery.pk}-{token(delivery.pk, mail)}@{host}"


def token(delivery_id: int, mail: str) -> str:
    """印: proves that a report is about this delivery to this address."""
    made = salted_hmac(_SALT, f"{delivery_id}|{mail.lower()}", algorithm="sha256")
    return str(made.hexdigest())[:_LENGTH]


def fits(given: str, delivery: Delivery) -> bool:
    """Whether that token is of this delivery, and of the address as it stands now."""
    mail = address_of(delivery)
    return bool(mail) and hmac.compare_digest(given, token(delivery.pk, mail))


def address_of(delivery: Delivery) -> str:
    """宛先 as it stands now."""
    notice = delivery.notice
    return mail_of(notice.group) if notice.group else str(notice.mail)


def mark(mail: str) -> str:
    """アドレスの印: tells nothing, and is equal for equal addresses."""
    return vault.token(mail.lower(), "bounce")


def open_of(group: Group, mail: str = "") -> Bounce | None:
    """The bounce by which the group's present address counts as not reachable, or None."""
    return unreachable(group.pk, mail or mail_of(group)).first()


def unreachable(group_id: int, mail: str) -> QuerySet[Bounce]:
    """The open bounces of that address of the group."""
    marks = vault.tokens(mail.lower(), "bounce") if mail else []
    found = Bounce.objects.filter(group=group_id, hard=True, settled_at=None, mark__in=marks)
    return found.order_by("-at")


def waiting() -> QuerySet[Bounce]:
    """まだ確かめていないもの, the newest first."""
    return Bounce.objects.filter(settled_at=None).select_related("group", "delivery__notice")
