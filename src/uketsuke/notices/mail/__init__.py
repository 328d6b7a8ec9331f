"""メール: one mail to one person, whose address is looked up at the last moment."""

from email.utils import parseaddr

from django.conf import settings
from django.core.mail import EmailMessage

from uketsuke.notices.mail import handover
from uketsuke.notices.models import Delivery
from uketsuke.notices.outbox import mail_of
from uketsuke.notices.texts import render

CHANNEL = "mail"


def send(delivery: Delivery) -> bool:
    """送信する. False: there is no address any more. Raises what the mail server says.

    The Message-ID is the same at every try, so that a repeat can be recognised as one.
    """
    notice = delivery.notice
    address = mail_of(notice.group) if notice.group else notice.mail
    if not address:
        return False
    text = render(notice, for_mail=True)
    EmailMessage(
        subject=text.subject,
        body=text.body,
        from_email=settings.MAIL_FROM,
        to=[address],
        headers={"Message-ID": message_id(delivery), "Auto-Submitted": "auto-generated"},
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
