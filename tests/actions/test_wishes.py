"""お知らせの受け取り方: what is optional can be declined, what is not cannot."""

from pathlib import Path

import pytest
from django.core import mail
from hypothesis import given, settings
from hypothesis import strategies as st

from tests import make
from tests.actions.test_notices import FACTS
from tests.make import NOON
from tests.stress import often
from uketsuke.groups.models import Group
from uketsuke.notices import delivery, letter, outbox, texts, wishes
from uketsuke.notices.models import Delivery, Notice
from uketsuke.notices.texts import kinds, render

pytestmark = pytest.mark.usefixtures("world")
ONES_OWN = ("booking.", "lottery.", "identity.", "suspension.", "registration.")


def decline(group: Group, *, reminders: bool = False, alerts: bool = False, language="ja"):
    return wishes.choose(
        group.pk, language, reminders=reminders, alerts=alerts, by=make.actor(group), at=NOON
    )


def post(kind: str, group: Group) -> Notice:
    return outbox.post(kind, to=group, at=NOON, **FACTS)


def test_who_chose_nothing_gets_everything():
    group = make.group()

    assert all(wishes.wants(group, kind) for kind in kinds())


def test_a_reminder_that_is_not_wanted_stands_on_my_page_only():
    group = make.group()
    decline(group)
    made = post("booking.reminder", group)

    assert list(made.deliveries.all()) == []
    assert made in group.notices.all()


def test_it_is_not_printed_either():
    group = make.group(mail="")
    Delivery.objects.all().delete()
    decline(group)
    post("booking.reminder", group)

    assert list(letter.waiting()) == []


def test_what_decides_something_cannot_be_declined():
    group = make.group()
    decline(group)
    must = {kind for kind in kinds() if not wishes.class_of(kind)}

    assert {"booking.approved", "lottery.won", "identity.password_changed"} <= must
    assert all(wishes.wants(group, kind) for kind in must)
    assert post("booking.approved", group).deliveries.count() == 1


def test_only_reminders_and_alerts_are_optional():
    assert {wishes.class_of(kind) for kind in kinds()} <= {"", "reminders", "alerts"}
    assert wishes.class_of("alerts.free") == "alerts"


def test_japanese_stands_in_for_what_is_not_translated(monkeypatch, tmp_path):
    folder = tmp_path / "notices"
    english = tmp_path / "notices-en" / "booking" / "reminder"
    folder.symlink_to(texts.FOLDER)
    english.mkdir(parents=True)
    (english / "subject.txt").write_text("Payment is due on {{ due }}")
    (english / "body.txt").write_text("Please pay {{ yen }}.")
    monkeypatch.setattr(texts, "FOLDER", folder)
    monkeypatch.setattr(wishes, "TEXTS", tmp_path)
    for kept in (texts._engine, texts._speaks):
        kept.cache_clear()
    group = make.group()
    decline(group, reminders=True, language="en")

    for kind in ("booking.reminder", "booking.refused"):
        Delivery.objects.all().delete()
        post(kind, group)
        delivery.deliver(Delivery.objects.get().pk, at=NOON)
    for kept in (texts._engine, texts._speaks):
        kept.cache_clear()

    english, japanese = mail.outbox
    assert english.body == "Please pay 14,400 yen.\n"
    assert "承認できませんでした" in japanese.subject


def test_the_languages_are_those_that_have_texts():
    folders = {path.name for path in Path(wishes.TEXTS).glob("notices-*")}

    assert set(wishes.languages()) == {"ja"} | {name.partition("-")[2] for name in folders}


def test_a_language_that_is_gone_is_japanese():
    group = make.group()
    decline(group, language="xx")

    assert wishes.language_of(group) == "ja"


@given(
    st.lists(
        st.tuples(st.sampled_from(["", "a@example.jp", "b@example.jp", "c@example.jp"])),
        min_size=1,
        max_size=6,
    ),
    st.lists(st.sampled_from(sorted(kinds())), max_size=4),
)
@settings(max_examples=often(30, 1000))
@pytest.mark.django_db
def test_one_mail_is_to_one_person_always(contacts, told):
    mail.outbox.clear()
    Delivery.objects.all().delete()
    groups = [make.group(mail=address) for (address,) in contacts]
    for group in groups:
        for kind in told:
            post(kind, group)
    written = {}
    for number in delivery.due(NOON, most=1000):
        notice = Delivery.objects.get(pk=number).notice
        delivery.deliver(number, at=NOON)
        written[mail.outbox[-1].extra_headers["Message-ID"]] = notice

    assert len(written) == len(mail.outbox)
    for message in mail.outbox:
        notice = written[message.extra_headers["Message-ID"]]
        assert message.recipients() == [outbox.mail_of(notice.group)]
        others = [group.name for group in groups if group != notice.group]
        assert not [name for name in others if f"{name}\n" in message.body]
        assert render(notice, for_mail=True).body == message.body
