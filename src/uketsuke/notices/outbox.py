"""通知の発送箱: what is told is written down with what it tells; the worker sends it later."""

from datetime import datetime
from typing import Any

from uketsuke.groups.models import Group, Person, PersonRole
from uketsuke.kernel import rows
from uketsuke.notices import wishes
from uketsuke.notices.models import Delivery, Notice

MAIL, LETTER = "mail", "letter"


def post(kind: str, *, to: Group | str, at: datetime, **facts: Any) -> Notice:
    """通知する (step): tell the group (or, before it is one, a mail address) about ``kind``.

    It stands on her page at once; by mail where she has one, else as a letter. What is optional
    and not wanted stands there only.
    ``facts`` are small JSON values and never personal ones.
    """
    if isinstance(to, str):
        notice = Notice(mail=to, kind=kind, facts=facts, created_at=at)
        channel = MAIL
    else:
        notice = Notice(group=to, kind=kind, facts=facts, created_at=at)
        channel = MAIL if mail_of(to) else LETTER
    rows.insert([notice])
    if isinstance(to, str) or wishes.wants(to, kind):
        rows.insert([Delivery(notice=notice, channel=channel, due_at=at)])
    return notice


def mail_of(group: Group) -> str:
    """連絡担当者のメールアドレス as it stands now, or nothing."""
    contact = rows.where(Person, group=group.pk, role=PersonRole.CONTACT)
    return contact[0].mail if contact else ""
