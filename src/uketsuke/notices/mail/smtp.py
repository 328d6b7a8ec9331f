"""SMTP: what the server took once is not handed over again, even by who comes after a kill."""

import re
import smtplib

from django.core.mail import EmailMessage
from django.core.mail.backends import smtp
from django.core.mail.message import sanitize_address

from uketsuke.notices.mail import handover

_OK = 250
_GO_ON = 354


class Backend(smtp.EmailBackend):
    """メールの送信: one mail to one person on one connection. Raises what the server says."""

    def _send(self, message: EmailMessage) -> bool:
        with handover.receipt(message.extra_headers["Message-ID"]) as receipt:
            if receipt.taken:
                return True
            connection = self.connection
            if connection is None:
                raise smtplib.SMTPServerDisconnected("no connection")
            _address(connection, message)
            _write(connection, message)
            self.connection = None  # what follows uses it up
            code, words = receipt.hand_over(connection)
        if code != _OK:
            raise smtplib.SMTPDataError(code, words)
        return True


def _address(connection: smtplib.SMTP, message: EmailMessage) -> None:
    """From whom and to whom: exactly one."""
    encoding = message.encoding or "utf-8"
    sender = sanitize_address(message.from_email, encoding)
    (recipient,) = (sanitize_address(each, encoding) for each in message.recipients())
    connection.ehlo_or_helo_if_needed()
    options = ["BODY=8BITMIME"] if connection.has_extn("8bitmime") else []
    code, words = connection.mail(sender, options)
    if code != _OK:
        raise smtplib.SMTPSenderRefused(code, words, sender)
    code, words = connection.rcpt(recipient)
    if code not in (_OK, 251):
        raise smtplib.SMTPRecipientsRefused({recipient: (code, words)})


def _write(connection: smtplib.SMTP, message: EmailMessage) -> None:
    """All of the mail but its last dot."""
    code, words = connection.docmd("DATA")
    if code != _GO_ON:
        raise smtplib.SMTPDataError(code, words)
    content = re.sub(rb"\r?\n", b"\r\n", message.message().as_bytes())
    dotted = re.sub(rb"(?m)^\.", b"..", content)
    connection.send(dotted if dotted.endswith(b"\r\n") else dotted + b"\r\n")
