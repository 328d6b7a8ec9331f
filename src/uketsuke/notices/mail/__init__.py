"""メール: one mail to one person, whose address is looked up at the last moment."""

from email.utils import parseaddr

from django.conf import settings
from django.core.mail import EmailMessage

from uketsuke.notices import bounces, wishes
from uketsuke.notices.mail import handover
from uketsuke.notices.models import Delivery
from uketsuke.notices.texts import render

CHANNEL = "mail"
MOST_TRIES = 8


def send(delivery: Delivery) -> bool:
    """送信する. False: there is no address, or none that works. Raises what the mail server says.

    The Message-ID is the same at every try, so that a repeat can be recognised as one.
    """
    notice = delivery.notice
    address = bounces.address_of(delivery)
    if not address or (notice.group and bounces.open_of(notice.group, address)):
        return False
    text = render(notice, for_mail=True, language=wishes.language_of(notice.group))
    EmailMessage(
        subject=text.subject,
        body=text.body,
        from_email=bounces.return_address(delivery, address),
        to=[address],
        headers={
            "From": settings.MAIL_FROM,
            "Message-ID": message_id(delivery),
            "Auto-Submitted": "auto-generated",
        },
    ).send()
    return True


def forget(delivery: Delivery) -> None:
    """送付が済んだ: the database knows it now, nobody else need."""
    handover.forget(message_id(delivery))


def message_id(delivery: Delivery) -> str:
    """``<notice-12-delivery-34-…@host>``: the moment keeps it apart from one before a restore."""
    host = parseaddr(settings.MAIL_FROM)[1].rpartition("@")[2] or "uketsuke.example"
    made = int(delivery.notice.created_at.timestamp() * 1000)
    return f"<notice-{delivery.notice_id}-delivery-{delivery.pk}-{made}@{host}>"
