"""通知: who is told what, in words, once, and never a word about anybody else."""

import json
import re
import smtplib
from datetime import timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from django.core import mail
from django.core.mail.backends.base import BaseEmailBackend

import uketsuke
from tests import make
from tests.make import NOON
from uketsuke.bookings import actions, decisions, till
from uketsuke.groups.models import Person
from uketsuke.notices import delivery, letter
from uketsuke.notices.models import Delivery, Notice
from uketsuke.notices.texts import kinds, render

pytestmark = pytest.mark.usefixtures("world")
CALL = re.compile(r"(?:outbox\.post|steps\.tell|\btell)\(\s*\"([a-z_.]+)\"")


class Broken(BaseEmailBackend):
    """A mail server that says not now, and in its answer repeats the address."""

    def send_messages(self, messages):
        raise smtplib.SMTPRecipientsRefused({"mihon@example.jp": (451, b"mihon@example.jp: no")})


def test_every_kind_has_a_text_and_every_text_its_kind():
    sources = Path(uketsuke.__file__).parent.rglob("*.py")
    posted = {kind for path in sources for kind in CALL.findall(path.read_text())}

    assert posted == kinds()


def test_an_approval_says_what_when_how_much_and_until_when():
    make.booking(approved=True)

    text = render(Notice.objects.get(kind="booking.approved"))

    assert text.subject == "予約を承認しました（2026年12月8日（火）までにお支払いください）"
    assert "2027年2月6日（土） 午前（09:00〜12:00） 四谷区民ホール ホール" in text.body
    assert "　料金　　　14,400円" in text.body
    assert "見本料金" in text.body
    assert "四谷区民センター8階、窓口 09:00〜19:00" in text.body


def test_a_cancel_says_what_comes_back():
    booking = make.booking(approved=True)
    till.take_payment(
        booking.pk, booking.price, "cash", uuid4(), by=make.counter(), at=NOON, tendered=20_000
    )
    later = NOON + timedelta(days=1)
    actions.cancel(booking.pk, by=make.actor(booking.group), at=later)

    body = render(Notice.objects.get(kind="booking.cancelled")).body

    assert "返還する額　10,800円" in body
    assert "30分以内" in body


def test_a_refusal_names_its_reason():
    booking = make.booking()
    decisions.refuse(booking.pk, "書類が足りません", by=make.manager(), at=NOON)

    text = render(Notice.objects.get(kind="booking.refused"))

    assert "理由　書類が足りません" in text.body


@pytest.mark.parametrize("kind", sorted(kinds()))
def test_every_text_is_one_subject_and_whole_lines(kind):
    notice = Notice(group=make.group(), kind=kind, facts=FACTS, created_at=NOON)

    text = render(notice, for_mail=True)

    assert text.subject
    assert "\n" not in text.subject
    assert "{" not in text.body
    assert "None" not in text.body
    assert "ご担当者様" in text.body
    assert "\n\n\n" not in text.body


def test_the_page_shows_no_link_that_works():
    make.group()
    notice = Notice.objects.get(kind="registration.approved")

    assert "/password/" in render(notice, for_mail=True).body
    assert "/password/" not in render(notice).body


def test_facts_hold_nothing_personal():
    booking = make.booking(approved=True)
    actions.cancel(booking.pk, by=make.actor(booking.group), at=NOON)
    values = Person.objects.values_list("name", "address", "phone_home", "phone_mobile", "mail")

    told = json.dumps(list(Notice.objects.values_list("facts", flat=True)), ensure_ascii=False)

    assert not [value for row in values for value in row if value and value in told]


def test_one_mail_goes_to_the_contact_alone():
    make.group(mail="mihon@example.jp")

    sent = [delivery.deliver(number, at=NOON) for number in delivery.due(NOON)]

    assert sent == [True]
    assert [message.recipients() for message in mail.outbox] == [["mihon@example.jp"]]
    assert Delivery.objects.get().done_at == NOON
    assert delivery.due(NOON + timedelta(days=1)) == []


def test_who_comes_second_does_not_send_again():
    make.group()
    number = delivery.due(NOON)[0]
    delivery.deliver(number, at=NOON)

    assert delivery.deliver(number, at=NOON) is False
    assert len(mail.outbox) == 1


def test_a_claim_of_a_killed_worker_comes_back_after_five_minutes(monkeypatch):
    make.group()
    number = delivery.due(NOON)[0]
    monkeypatch.setattr("django.core.mail.EmailMessage.send", _killed)
    with pytest.raises(KeyboardInterrupt):
        delivery.deliver(number, at=NOON)

    assert delivery.due(NOON + timedelta(minutes=4)) == []
    assert delivery.due(NOON + timedelta(minutes=5)) == [number]


def test_a_repeat_is_recognisable():
    make.group()
    number = delivery.due(NOON)[0]
    delivery.deliver(number, at=NOON)
    Delivery.objects.update(done_at=None, due_at=NOON)
    delivery.deliver(number, at=NOON)

    first, second = (message.extra_headers["Message-ID"] for message in mail.outbox)

    assert first == second


def test_a_mail_that_fails_waits_longer_and_longer_then_is_given_up(settings):
    settings.EMAIL_BACKEND = f"{Broken.__module__}.Broken"
    make.group()
    at, waits = NOON, []
    for _ in range(delivery.MOST_TRIES):
        delivery.deliver(Delivery.objects.get().pk, at=at)
        due = Delivery.objects.get().due_at
        waits.append((due - at) // timedelta(minutes=1))
        at = due

    assert waits == [1, 5, 30, 120, 120, 120, 120, 120]
    assert delivery.due(at + timedelta(days=9)) == []
    assert [row.fault for row in delivery.given_up()] == ["SMTPRecipientsRefused"]


def test_who_has_no_mail_gets_a_letter_that_waits():
    group = make.group(mail="")

    assert delivery.due(NOON) == []
    assert [row.notice.group for row in letter.waiting()] == [group]


def test_an_address_that_is_gone_makes_it_a_letter():
    make.group()
    number = delivery.due(NOON)[0]
    Person.objects.update(mail="")

    assert delivery.deliver(number, at=NOON) is False
    assert [row.pk for row in letter.waiting()] == [number]
    assert mail.outbox == []


def _killed(*words: object) -> None:
    raise KeyboardInterrupt


FACTS = {
    "valid_until": "2027-03-31",
    "papers": True,
    "lines": ["プロジェクター 1台"],
    "ground": "偽りの申請",
    "when": NOON.isoformat(),
    "label": "区後援",
    "percent": 50,
    "number": "12345678",
    "link": 0,
    "reason": "見本の理由",
    "eligibility": "resident",
    "booking": "12345678",
    "bookings": ["12345678"],
    "title": "見本の音楽会",
    "uses": [
        {
            "number": "12345678",
            "hall": "四谷区民ホール",
            "room": "ホール",
            "date": "2027-02-06",
            "slots": ["午前"],
            "hours": ["09:00〜12:00"],
        }
    ],
    "official": False,
    "channel": "counter",
    "due": "2026-12-08",
    "yen": 14_400,
    "refund": 10_800,
    "by_hall": False,
    "minutes": 30,
    "round": "2027-06-residents",
    "wishes": [
        {
            "hall": "四谷区民ホール",
            "room": "ホール",
            "date": "2027-06-12",
            "slots": ["午前"],
            "hours": ["09:00〜12:00"],
        }
    ],
    "taken": True,
    "days": [
        {
            "hall": "四谷区民ホール",
            "room": "ホール",
            "date": "2027-06-12",
            "slots": ["午前"],
            "hours": ["09:00〜12:00"],
        }
    ],
    "until": "2026-12-02T09:00:00+09:00",
    "confirm_by": "2026-12-09",
    "digest": "0" * 64,
    "commitment": "0" * 64,
    "place": 1,
    "of": 2,
    "wish": 1,
    "runner_up": 1,
    "receipt": "YOT-2026-000001",
    "overdue": True,
}


def test_names_stand_in_a_text_as_they_are_written():
    group = make.group("R&B「Q&A」の会<見本>")
    make.booking(group)

    text = render(Notice.objects.filter(group=group, kind="booking.received").get())

    assert "R&B「Q&A」の会<見本>" in text.body
    assert "&amp;" not in text.body
