"""個人の項目は封をして置く: the database's files show nobody, and everybody is still found."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import FieldError
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests import make
from tests.make import NOON
from uketsuke.groups.actions import Items
from uketsuke.groups.models import Person, PersonRole, SearchToken
from uketsuke.groups.queries import logins, search
from uketsuke.intake.bank.models import BankLine
from uketsuke.kernel import vault
from uketsuke.kernel.actors import SYSTEM
from uketsuke.notices.outbox import post
from uketsuke.protection.sealing import left, reseal, sealed
from uketsuke.registration.models import ProposedPerson

OLD, NEW = "1:the-old-key", "2:the-new-key"
SECRET = Items(
    "秘密野 守子", "東京都新宿区見本町77-7", "03-0000-7654", "090-0000-7777", "kakushi@example.jp"
)


@pytest.fixture
def keys(settings: Any) -> Iterator[Any]:
    def use(*named: str) -> None:
        settings.DATA_KEYS = list(named)
        vault.forget()

    use(OLD)
    yield use
    vault.forget()


def secret_group() -> Any:
    first = Items(SECRET.name, SECRET.address, SECRET.phone_home, SECRET.phone_mobile)
    return make.group(persons={PersonRole.REPRESENTATIVE: first, PersonRole.CONTACT: SECRET})


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("world")
def test_no_file_of_the_database_shows_a_person(client):
    make.staff(login="mihon-secret", name="秘密野職員")
    group = secret_group()
    post("registration.received", to="kakushi-new@example.jp", at=NOON, number="12345678")
    client.post("/login/", {"login": "kakushi@example.jp", "password": "wrong"})
    client.post("/login/", {"login": "kakushi-nobody@example.jp", "password": "wrong"})

    files = b"".join(path.read_bytes() for path in _files())

    assert group.number.encode() in files, "these are not the files of the database"
    assert _shown(files) == []


def _shown(files: bytes) -> list[str]:
    words = ("秘密野", "見本町77", "0000-7654", "00007654", "0000-7777", "00007777", "kakushi")
    return [word for word in words if word.encode() in files]


def _files() -> list[Path]:
    """Everything the database keeps on the disk now, its journal or write-ahead log too."""
    if connection.vendor == "sqlite":
        path = Path(connection.settings_dict["NAME"])
        return [found for found in path.parent.glob(f"{path.name}*") if found.is_file()]
    with connection.cursor() as cursor:
        cursor.execute("CHECKPOINT")
        cursor.execute("SHOW data_directory")
        home = Path(cursor.fetchone()[0])
        cursor.execute("SELECT oid FROM pg_database WHERE datname = current_database()")
        here = str(cursor.fetchone()[0])
    return [
        *(home / "base" / here).iterdir(),
        *(p for p in (home / "pg_wal").iterdir() if p.is_file()),
    ]


@pytest.mark.django_db
@pytest.mark.usefixtures("world")
class TestFinding:
    def test_by_what_people_say(self):
        group = secret_group()

        for words in (
            "秘密野",
            "密野　守",
            "守子",
            "秘",
            "090-0000-7777",
            "０９０００００７７７７",
            "7777",
            "7654",
            group.number,
        ):
            assert [found.number for found in search(words)] == [group.number], words

    def test_not_by_what_only_looks_alike(self):
        secret_group()

        for words in ("秘守", "野密", "密", "0000777", "77770", "090-0000-7778"):
            assert search(words) == [], words

    def test_login_by_mail(self):
        group = secret_group()

        assert logins("Kakushi@Example.jp") == [group.number]
        assert logins("kakushi@example.j") == []

    @settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
    @given(start=st.integers(0, 4), length=st.integers(2, 5))
    def test_any_part_of_a_name_finds_it(self, start, length):
        group = Person.objects.filter(role="contact", group__name="密の会").first()
        number = group.group.number if group else self._called().number

        part = "秘密野守子"[start : start + length]

        assert len(part) < 2 or [found.number for found in search(part)] == [number]

    def _called(self) -> Any:
        group = secret_group()
        group.name = "密の会"
        group.name_key = "x"
        group.save()
        return group


@pytest.mark.django_db
@pytest.mark.usefixtures("world")
def test_nobody_searches_a_sealed_field_by_mistake():
    for asked in (
        {"name": "見本"},
        {"name__contains": "見"},
        {"mail__in": ["a"]},
        {"name__gt": ""},
    ):
        with pytest.raises(FieldError):
            Person.objects.filter(**asked).exists()
    with pytest.raises(FieldError):
        Person.objects.filter(name__length=3)


def test_what_was_changed_or_moved_is_not_opened():
    shut = vault.seal("見本 太郎", "groups.Person.name")
    flipped = shut[:-6] + ("A" if shut[-6] != "A" else "B") + shut[-5:]

    for text, purpose in (
        (flipped, "groups.Person.name"),
        (shut, "groups.Person.address"),
        (f"9{shut[1:]}", "groups.Person.name"),
        ("見本 太郎", "groups.Person.name"),
    ):
        with pytest.raises(vault.Unopened):
            vault.unseal(text, purpose)


def test_the_same_text_never_looks_the_same():
    assert vault.seal("見本", "x") != vault.seal("見本", "x")


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("world")
class TestRotation:
    def test_everybody_is_found_before_during_and_after(self, keys):
        group = secret_group()
        keys(NEW, OLD)
        other = make.group(
            persons={
                PersonRole.REPRESENTATIVE: Items("秘密野 次郎", "見本"),
                PersonRole.CONTACT: SECRET,
            }
        )

        both = sorted([group.number, other.number])
        assert sorted(found.number for found in search("秘密野")) == both
        reseal("groups.Person", by=SYSTEM, at=NOON, most=1)
        assert sorted(found.number for found in search("秘密野")) == both
        self._all()

        keys(NEW)
        assert sorted(found.number for found in search("秘密野")) == both
        assert Person.objects.filter(group=group, role="contact").get().mail == SECRET.mail

    def test_what_is_written_meanwhile_counts(self, keys):
        group = secret_group()
        keys(NEW, OLD)
        person = group.persons.get(role="contact")
        person.address = "新しい住所"
        person.save()

        self._all()

        keys(NEW)
        assert group.persons.get(role="contact").address == "新しい住所"

    def test_nothing_is_left_to_the_old_key(self, keys):
        secret_group()
        make.staff(login="mihon-old", name="見本職員")
        keys(NEW, OLD)

        self._all()

        assert not any(left(model, names).exists() for model, names in sealed())
        tokens = set(SearchToken.objects.values_list("token", flat=True))
        assert tokens == {vault.token(text, kind) for kind, text in _words()}

    def _all(self) -> None:
        for model, _ in sealed():
            while reseal(model._meta.label, by=SYSTEM, at=NOON):
                pass


def _words() -> set[tuple[str, str]]:
    from uketsuke.groups.finding import words_of

    return {word for person in Person.objects.all() for word in words_of(person)}


def test_every_personal_text_is_sealed():
    """Whatever holds a person's name, address, phone or mail is among what is sealed."""
    known = {(model, name) for model, names in sealed() for name in names}

    for model in (Person, ProposedPerson):
        for name in ("name", "address", "phone_home", "phone_mobile", "mail"):
            assert (model, name) in known
    assert (BankLine, "written") in known
