"""届かなかったメール: seen, told, sent on paper; a forged or odd report harms nobody."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.core import mail as outgoing
from hypothesis import given
from hypothesis import strategies as st

from tests import make
from tests.make import NOON
from uketsuke.audit.models import Entry
from uketsuke.groups.models import Person
from uketsuke.kernel.actors import SYSTEM
from uketsuke.notices import bounces, delivery, letter
from uketsuke.notices.bounces import actions, dsn
from uketsuke.notices.models import Bounce, Delivery
from uketsuke.registration import actions as registration

pytestmark = pytest.mark.usefixtures("world")
LATER = NOON + timedelta(hours=1)


@pytest.fixture(autouse=True)
def box(settings, tmp_path):
    """The maildir into which the mail server delivers."""
    settings.MAIL_BOUNCES = "bounces@hall.example"
    settings.BOUNCES_FOLDER = str(tmp_path)
    for part in ("new", "cur", "tmp"):
        (tmp_path / part).mkdir()
    return tmp_path


REPORT = """\
From: MAILER-DAEMON@mx.example
To: {to}
Subject: Undelivered Mail Returned to Sender
Auto-Submitted: auto-replied
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="mihon/1"

--mihon/1
Content-Type: text/plain; charset=us-ascii

This is the mail system at host mx.example.

--mihon/1
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example

Final-Recipient: rfc822; mihon@example.jp
Action: {action}
Status: {status}
Diagnostic-Code: smtp; 550 no such user

--mihon/1
Content-Type: text/rfc822-headers

Subject: =?utf-8?b?5LqI57SE?=

--mihon/1--
"""


def report(to: str, status: str = "5.1.1", action: str = "failed") -> bytes:
    """A report as Postfix writes it."""
    return REPORT.format(to=to, status=status, action=action).encode()


def sent(**more):
    """A group whose first mail went out, and the address it would come back to."""
    group = make.group(**more)
    delivery.deliver(group.notices.get().deliveries.get().pk, at=NOON)
    return group, outgoing.outbox[-1].from_email


def come_back(box, content: bytes) -> list[bool]:
    (box / "new" / "1.mihon").write_bytes(content)
    return [actions.take(path, by=SYSTEM, at=LATER) for path in actions.arrived()]


def letters():
    return [each.notice.kind for each in letter.waiting()]


def test_a_mail_comes_from_us_and_returns_to_an_address_of_its_own(settings):
    _, back = sent()

    message = outgoing.outbox[-1]
    assert message.extra_headers["From"] == settings.MAIL_FROM
    assert back.startswith("bounces+")
    assert back.endswith("@hall.example")


def test_a_hard_one_closes_the_address_and_the_notice_goes_on_paper(box):
    group, back = sent()

    assert come_back(box, report(back)) == [True]

    assert bounces.open_of(group).status == "5.1.1"
    assert letters() == ["registration.approved"]
    assert Entry.objects.filter(action="notices.bounced").count() == 1
    assert list(box.glob("*/*")) == []


def test_what_follows_goes_on_paper_at_once(box):
    group, back = sent()
    come_back(box, report(back))
    make.booking(group)
    for number in delivery.due(LATER):
        delivery.deliver(number, at=LATER)

    assert letters() == ["registration.approved", "booking.received"]
    assert len(outgoing.outbox) == 1


def test_a_full_box_sends_this_one_on_paper_and_the_next_by_mail(box):
    group, back = sent()
    come_back(box, report(back, "5.2.2"))
    make.booking(group)
    for number in delivery.due(LATER):
        delivery.deliver(number, at=LATER)

    assert bounces.open_of(group) is None
    assert letters() == ["registration.approved"]
    assert len(outgoing.outbox) == 2


def test_a_new_address_is_written_to_again(box):
    group, back = sent()
    come_back(box, report(back))
    Person.objects.filter(role="contact").update(mail="neu@example.jp")
    make.booking(group)
    for number in delivery.due(LATER):
        delivery.deliver(number, at=LATER)

    assert outgoing.outbox[-1].to == ["neu@example.jp"]
    assert bounces.open_of(group) is None


def test_an_address_that_was_looked_at_is_written_to_again(box):
    group, back = sent()
    come_back(box, report(back))
    assert actions.settle(group.pk, by=make.counter(), at=LATER) == 1
    assert actions.settle(group.pk, by=make.counter(), at=LATER) == 0

    assert bounces.open_of(group) is None


def test_a_report_about_an_address_of_old_says_nothing_of_the_new_one(box):
    group, back = sent()
    Person.objects.filter(role="contact").update(mail="neu@example.jp")

    assert come_back(box, report(back)) == [False]
    assert not Bounce.objects.filter(group=group).exists()


def test_the_same_report_twice_is_one(box):
    _, back = sent()
    come_back(box, report(back))
    come_back(box, report(back))

    assert Bounce.objects.count() == 1
    assert len(letters()) == 1


def test_a_forged_token_harms_nobody(box):
    _, back = sent()
    local, _, host = back.partition("@")
    forged = f"{local[:-1]}{'0' if local[-1] != '0' else '1'}@{host}"

    assert come_back(box, report(forged)) == [False]
    assert not Bounce.objects.exists()
    assert list(box.glob("*/*")) == []


def test_the_token_of_one_mail_is_no_good_for_another(box):
    _, back = sent()
    other, _ = sent(mail="andere@example.jp")
    number = other.notices.get().deliveries.get().pk
    token = back.partition("-")[2]

    assert come_back(box, report(f"bounces+{number}-{token}")) == [False]
    assert not Bounce.objects.exists()


@pytest.mark.parametrize(
    "odd",
    [
        b"",
        b"\xff\xfe\x00",
        b"Subject: out of office\n\nI am away.",
        b"Content-Type: multipart/report; report-type=delivery-status\n\nno parts",
        report("bounces+1-0@hall.example"),
        report("nobody@example.jp"),
    ],
    ids=["empty", "noise", "reply", "no parts", "no token", "somebody else's"],
)
def test_what_is_no_report_of_ours_is_thrown_away(box, odd):
    sent()

    assert come_back(box, odd) == [False]
    assert not Bounce.objects.exists()
    assert list(box.glob("*/*")) == []


def test_a_delay_is_no_bounce(box):
    _, back = sent()

    assert come_back(box, report(back, "4.4.7", action="delayed")) == [False]
    assert letters() == []


def test_an_applicant_who_is_no_group_yet_is_only_noted(box):
    registration.apply("見本の会", "other", make.persons(), uuid4(), by=make.counter(), at=NOON)
    delivery.deliver(Delivery.objects.get().pk, at=NOON)
    come_back(box, report(outgoing.outbox[-1].from_email))

    assert [each.group for each in bounces.waiting()] == [None]
    assert letters() == []


def test_whom_the_server_does_not_know_gets_a_letter_at_once(server):
    group = make.group(mail="gone@example.jp")
    delivery.deliver(Delivery.objects.get().pk, at=NOON)

    assert bounces.open_of(group).status == "5.1.1"
    assert letters() == ["registration.approved"]
    assert delivery.due(NOON + timedelta(days=1)) == []


def test_a_server_that_does_not_relay_closes_no_address(server):
    group = make.group(mail="relay@example.jp")
    delivery.deliver(Delivery.objects.get().pk, at=NOON)

    assert bounces.open_of(group) is None
    assert delivery.due(NOON + timedelta(minutes=1)) == [Delivery.objects.get().pk]


def test_the_return_address_is_the_sender_of_the_envelope(server):
    make.group()
    delivery.deliver(Delivery.objects.get().pk, at=NOON)

    ((sender, _),) = server.envelopes()
    assert sender.startswith("bounces+")
    assert "bounces+" not in server.taken()[0]["From"]


def test_what_was_given_up_can_be_sent_again_or_on_paper():
    group = make.group()
    number = Delivery.objects.get().pk
    assert actions.try_again(number, by=make.counter(), at=NOON) is False
    Delivery.objects.update(attempts=delivery.MOST_TRIES, fault="TimeoutError")
    assert actions.try_again(number, by=make.counter(), at=NOON) is True
    assert delivery.due(NOON) == [number]
    Delivery.objects.update(attempts=delivery.MOST_TRIES)

    assert actions.by_letter(number, by=make.counter(), at=NOON) is True
    assert [each.notice.group for each in letter.waiting()] == [group]


@given(st.binary(max_size=2000))
def test_no_bytes_break_the_reader(content):
    assert dsn.read(content) is None


@given(st.binary(max_size=300), st.integers(0, 700))
def test_no_damaged_report_breaks_the_reader(noise, where):
    whole = report("bounces+1-0123456789abcdef01234567@hall.example")

    found = dsn.read(whole[:where] + noise + whole[where:])

    assert found is None or found.delivery == 1


@pytest.mark.parametrize(
    ("code", "words", "status"),
    [
        (550, "5.1.1 unknown", "5.1.1"),
        (550, "no such user", "5.1.0"),
        (550, "5.7.1 relaying denied", "5.7.1"),
        (451, "4.3.0 not now", "4.3.0"),
        (452, "full", "4.0.1"),
        (554, "no", "5.0.1"),
    ],
)
def test_the_answer_of_a_server_has_a_status(code, words, status):
    assert dsn.status_of(code, words) == status
