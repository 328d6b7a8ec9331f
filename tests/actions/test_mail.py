"""送信: to a real mail server, one person per mail, and what it says is believed."""

from datetime import timedelta
from email.header import decode_header, make_header

import pytest
from django.core.mail import EmailMessage

from tests import make
from tests.make import NOON
from uketsuke.notices import delivery, mail
from uketsuke.notices.mail import handover
from uketsuke.notices.models import Delivery

pytestmark = pytest.mark.usefixtures("world")


def deliver_all(at=NOON):
    return [delivery.deliver(number, at=at) for number in delivery.due(at)]


def test_the_server_takes_one_mail_to_one_person(server, settings):
    make.group("見本の会", mail="mihon@example.jp")

    assert deliver_all() == [True]

    (taken,) = server.taken()
    assert str(make_header(decode_header(taken["Subject"]))).startswith("利用者登録が終わりました")
    assert "見本の会" in taken.get_payload(decode=True).decode()
    assert taken["To"] == "mihon@example.jp"
    assert taken["Auto-Submitted"] == "auto-generated"
    assert settings.MAIL_FROM in taken["From"]
    assert [to for _, *to in server.envelopes()] == [["mihon@example.jp"]]
    assert Delivery.objects.get().done_at == NOON


def test_nothing_is_left_of_a_mail_that_was_taken(server, tmp_path):
    make.group()
    deliver_all()

    assert list((tmp_path / "handover").iterdir()) == []


def test_who_is_not_wanted_now_is_tried_again(server):
    make.group(mail="busy@example.jp")

    assert deliver_all() == [False]

    left = Delivery.objects.get()
    assert (left.attempts, left.due_at) == (1, NOON + timedelta(minutes=1))
    assert left.fault == "SMTPRecipientsRefused"
    assert server.taken() == []


def test_what_the_server_took_before_a_kill_is_not_sent_again(server, monkeypatch):
    make.group()
    (number,) = delivery.due(NOON)
    monkeypatch.setattr("uketsuke.notices.mail.forget", lambda _: None)
    delivery.deliver(number, at=NOON)
    Delivery.objects.update(done_at=None, due_at=NOON)

    assert delivery.deliver(number, at=NOON) is True
    assert len(server.taken()) == 1


def test_a_mail_that_is_being_handed_over_waits(server):
    make.group()
    (number,) = delivery.due(NOON)
    with handover.receipt(mail.message_id(Delivery.objects.get())):
        assert delivery.deliver(number, at=NOON) is False

    assert Delivery.objects.get().fault == "Busy"
    assert server.taken() == []


def test_an_answer_that_was_half_written_counts_for_nothing(server):
    make.group()
    (number,) = delivery.due(NOON)
    with handover.receipt(mail.message_id(Delivery.objects.get())) as receipt:
        receipt.path.write_bytes(b"250 2.0.0 tak")

    assert delivery.deliver(number, at=NOON) is True
    assert len(server.taken()) == 1


def test_a_line_with_one_dot_does_not_end_a_mail(server):
    text = "一行目\n.\n..二行目\n"
    EmailMessage(
        "見本", text, "a@example.jp", ["b@example.jp"], headers={"Message-ID": "<1@mihon>"}
    ).send()

    (taken,) = server.taken()
    assert taken.get_payload(decode=True).decode().replace("\r\n", "\n").strip() == text.strip()


def test_a_server_that_is_away_is_asked_again(settings):
    settings.EMAIL_BACKEND = "uketsuke.notices.mail.smtp.Backend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    make.group()

    assert deliver_all() == [False]
    assert Delivery.objects.get().fault == "ConnectionRefusedError"


@pytest.mark.parametrize("most", [1, 5])
def test_many_groups_never_share_a_mail(server, most):
    mails = [f"mihon{nth}@example.jp" for nth in range(most)]
    for each in mails:
        make.group(mail=each)
    deliver_all()

    assert [to for _, *to in server.envelopes()] == [[each] for each in mails]
    assert [mail["To"] for mail in server.taken()] == mails
    assert [mail for mail in server.taken() if mail["Cc"] or mail["Bcc"]] == []


def test_a_mail_to_two_is_not_sent_at_all(server):
    two = EmailMessage(
        "見本",
        "見本",
        "a@example.jp",
        ["b@example.jp", "c@example.jp"],
        headers={"Message-ID": "<2@mihon>"},
    )

    with pytest.raises(ValueError, match="too many values"):
        two.send()
    assert server.taken() == []
