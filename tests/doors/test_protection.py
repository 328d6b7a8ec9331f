"""保護対策の点検: the ward's lines, each with what the system itself knows now."""

from datetime import timedelta
from io import BytesIO
from pathlib import Path

import pytest
import time_machine
from pypdf import PdfReader

from tests import make
from tests.make import NOON, SATURDAY
from uketsuke.groups.models import Person
from uketsuke.identity import factors
from uketsuke.identity.models import Network, Role
from uketsuke.kernel import heartbeat, vault
from uketsuke.kernel.actors import SYSTEM
from uketsuke.protection import evidence
from uketsuke.protection.backups.actions import note_made, note_proved
from uketsuke.protection.checklist import ALL, LINES
from uketsuke.protection.evidence import ACT, GOOD, QUESTIONS
from uketsuke.protection.report import Shown

ROOT = Path(__file__).resolve().parents[2]
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("world")]
LATER = NOON + timedelta(hours=1)


@pytest.fixture(autouse=True)
def _now():
    with time_machine.travel(LATER, tick=False):
        yield


def state(name: str, at=LATER) -> str:
    return QUESTIONS[name](at).state


def test_every_proof_and_every_question_exists():
    assert [path for line in LINES for path in line.proof if not (ROOT / path).exists()] == []
    assert {name for line in LINES for name in line.evidence} == set(QUESTIONS)


def test_every_line_of_the_paper_is_there():
    """11 and 11 of 電算処理, 5 and 11 of 外部結合, and what 指定管理 has beside them."""
    codes = [line.code for line in LINES]

    assert codes == [f"O{n}" for n in range(1, 18)] + [f"S{n}" for n in range(1, 12)]
    assert sum("電算処理" in line.lists and line.code[0] == "O" for line in LINES) == 11
    assert sum("外部結合" in line.lists and line.code[0] == "O" for line in LINES) == 5
    assert all(line.lists == ALL for line in LINES if line.code[0] == "S")


def test_nobody_in_want_of_a_second_factor(client):
    user = make.staff(Role.WARD)
    assert state("second") == ACT

    factors.add_passkey(user.pk, "c", "k", "見本", by=SYSTEM, at=NOON)

    assert state("second") == GOOD


def test_backups_are_due_and_late():
    assert state("backups") == ACT
    note_made("a", "d" * 64, 1, "1", by=SYSTEM, at=NOON)
    assert state("backups") == ACT, "nobody has tried to restore it"

    note_proved("a", "d" * 64, by=SYSTEM, at=NOON)

    assert state("backups") == GOOD
    assert state("backups", NOON + timedelta(days=2)) == ACT


def test_the_worker_is_heard_or_missed():
    assert state("worker") == ACT
    heartbeat.beat(heartbeat.WORKER, LATER)
    assert state("worker") == GOOD


def test_without_a_listed_address_nobody_gets_in():
    assert state("networks") == GOOD
    Network.objects.all().delete()
    assert state("networks") == ACT


def test_the_analysis_of_last_month_is_read_or_not():
    from datetime import date

    from uketsuke.protection.analysis import sign

    assert state("analysis") == ACT
    sign(date(2026, 10, 1), 0, "", by=make.ward(), at=LATER)
    assert state("analysis") == (GOOD if LATER.month == 11 else ACT)


def test_what_an_older_key_has_sealed_is_found(settings):
    make.group()
    assert state("sealed") == GOOD
    settings.DATA_KEYS = ["9:another", *settings.DATA_KEYS]
    vault.forget()

    found = evidence.sealed(LATER)

    vault.forget()
    assert found.state == ACT
    assert Person.objects.count() == 2


@pytest.mark.parametrize(
    ("name", "setting", "bad", "good"),
    [
        ("https", "HTTPS", False, True),
        ("place", "PLACE", "", "東京都（見本データセンター）"),
        ("mail_tls", "EMAIL_USE_TLS", False, True),
    ],
)
def test_a_setting_that_is_wanting_is_told(settings, name, setting, bad, good):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_USE_SSL = False
    setattr(settings, setting, bad)
    assert state(name) == ACT
    setattr(settings, setting, good)
    assert state(name) == GOOD


def test_a_database_elsewhere_is_asked_over_tls(settings):
    here = {"ENGINE": "django.db.backends.postgresql", "HOST": "db.example", "OPTIONS": {}}
    settings.DATABASE = here
    assert state("database_tls") == ACT
    settings.DATABASE = here | {"OPTIONS": {"sslmode": "verify-full"}}
    assert state("database_tls") == GOOD


def test_parts_that_nobody_mends_any_more_are_told():
    assert state("patches") == GOOD
    assert state("patches", NOON.replace(year=2029)) == ACT


def test_a_folder_others_can_read_is_told(settings, open_folder):
    settings.HOME = open_folder
    open_folder.chmod(0o755)
    assert state("folders") == ACT
    open_folder.chmod(0o700)
    assert state("folders") == GOOD


def test_the_worst_of_a_line_counts():
    line = LINES[0]
    good, act = evidence.Evidence(GOOD, ""), evidence.Evidence(ACT, "")

    assert Shown(line, (good, act)).state == ACT
    assert Shown(line, (good,)).state == GOOD


@pytest.mark.drawn
@pytest.mark.parametrize("role", [Role.ADMINISTRATOR, Role.MANAGER, Role.WARD])
def test_the_page_and_the_report_say_the_same(client, role):
    make.booking()
    client.force_login(make.staff(role))

    page = client.get("/staff/protection/").text
    paper = client.get("/staff/protection/report.pdf")

    assert all(line.words in page for line in LINES)
    text = "".join(each.extract_text() for each in PdfReader(BytesIO(paper.content)).pages)
    plain = "".join(text.split())
    assert all("".join(line.words.split())[:18] in plain for line in LINES)
    assert "二つ目の確認を登録していません" in plain


@pytest.mark.parametrize(("role", "status"), [(Role.COUNTER, 404), (Role.VENDOR, 302)])
def test_others_see_nothing(client, role, status):
    client.force_login(make.staff(role))

    assert client.get("/staff/protection/").status_code == status
    assert client.get("/staff/protection/report.pdf").status_code == 404


def test_it_costs_the_same_however_much_there_is(client, django_assert_max_num_queries):
    client.force_login(make.staff(Role.WARD))
    for n in range(5):
        make.booking(make.group(), make.use("am", on=SATURDAY + timedelta(days=7 * n)))
    client.get("/staff/protection/")

    with django_assert_max_num_queries(48):
        client.get("/staff/protection/")
