"""本物の systemd の下で: what the units forbid is forbidden, and the work is done all the same."""

import re
from collections.abc import Iterator
from io import BytesIO

import pytest
from pypdf import PdfReader

from tests.deploy.booted import NUMBER, Booted
from tests.deploy.machine import AS_ROOT, DEPLOY, HOST, Answer, machine

pytestmark = pytest.mark.skipif(not AS_ROOT, reason="needs root: a systemd of its own")
RUNNING = ("uketsuke-web@1", "uketsuke-web@2", "uketsuke-worker")
PASSWORD = "mihon-no-aikotoba-1"
PERMITTED = """
import django; django.setup()
from tests import make
from uketsuke.groups.models import Group
from uketsuke.kernel import clock
make.NOON = clock.now()
make.TODAY = clock.day(make.NOON)
from datetime import timedelta
from tests.journeys.world import quiet_days
group = Group.objects.get()
day = quiet_days(make.TODAY + timedelta(days=15))[0]
made = make.booking(group, make.use("am", on=day), approved=True, at=make.NOON)
print(group.number, made.number)
"""
UNITS = sorted(unit.stem for unit in (DEPLOY / "systemd").glob("*.service"))


@pytest.fixture(scope="module")
def booking() -> dict[str, str]:
    return {}


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory, booking: dict[str, str]) -> Iterator[Booted]:
    one = Booted(tmp_path_factory.mktemp("booted"))
    with machine() as office:
        booking["group"], booking["number"] = office.python(PERMITTED).split()
        one.lay_out(office)
    try:
        one.start()
        one.ctl("start", "uketsuke-web.socket", *RUNNING)
        yield one
    finally:
        one.stop()


def cookies(answer: Answer) -> str:
    """What a browser would send back."""
    return "; ".join(re.findall(r"(__Host-\w+=[^;]+)", answer.headers["set-cookie"]))


def answers(told: str) -> dict[str, str]:
    return dict(line.rsplit(maxsplit=1) for line in told.splitlines())


@pytest.mark.parametrize("unit", UNITS)
def test_what_a_unit_forbids_is_forbidden(server: Booted, unit: str):
    server.ctl("start", f"probe-{unit}1" if unit.endswith("@") else f"probe-{unit}")

    told = (server.folder / "var/log" / f"probe-{unit.removesuffix('@')}").read_text()
    assert answers(told) == {
        "write and run": "EPERM",
        "its own file elsewhere": "EROFS",
        "folder of root": "EACCES",
        "raw line": "EAFNOSUPPORT",
        "another root": "EPERM",
    }


def test_without_a_unit_all_of_it_could_be_done(server: Booted):
    told = server.run("/usr/bin/python3", "/opt/probe.py")

    assert set(answers(told.stdout).values()) == {"done"}, told.stdout


def test_the_program_runs_under_all_of_it(server: Booted):
    states = server.ctl("is-active", *RUNNING)
    assert states.split() == 3 * ["active"], server.journal()

    main = server.ctl("show", "uketsuke-web@1", "--property=MainPID", "--value")
    status = server.run("cat", f"/proc/{main}/status").stdout

    told = dict(line.split(":\t", 1) for line in status.splitlines() if ":\t" in line)
    assert told["Uid"].split()[0] == f"{NUMBER}"
    assert int(told["CapEff"], 16) == 0
    assert (told["NoNewPrivs"], told["Seccomp"]) == ("1", "2")


def test_a_permit_is_made_where_no_memory_may_be_written_and_run(
    server: Booted, booking: dict[str, str]
):
    """Fonts, shaping and drawing come as libraries: none of them makes code while it runs."""
    page = server.curl("/login/")
    assert page.status == 200, server.journal()
    token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page.body)[1]
    given = ["-d", f"csrfmiddlewaretoken={token}", "-d", f"login={booking['group']}"]
    given += ["-d", f"password={PASSWORD}", "-H", f"Origin: https://{HOST}"]
    entered = server.curl("/login/", *given, "-b", cookies(page))
    assert entered.status == 302, server.journal()

    place = f"/my/bookings/{booking['number']}/permit.pdf"
    paper = server.curl(place, "-b", cookies(entered))

    assert paper.headers["content-type"] == "application/pdf", server.journal()
    said = PdfReader(BytesIO(paper.body.encode("latin-1"))).pages[0].extract_text()
    assert "見本の会" in said
    assert booking["number"] in said


def test_the_backup_is_made_under_it(server: Booted):
    server.ctl("start", "uketsuke-backup")

    result = server.ctl("show", "uketsuke-backup", "--property=Result", "--value")
    assert result == "success", server.journal()
    assert list((server.folder / "var/lib/uketsuke/backups").iterdir())


def test_a_restart_by_its_own_command_is_not_noticed(server: Booted):
    before = server.ctl("show", "uketsuke-web@1", "--property=MainPID", "--value")

    said = server.run("/bin/sh", "-c", (DEPLOY / "bin/uketsuke-restart").read_text())

    assert said.returncode == 0, said.stdout + said.stderr + server.journal()
    assert server.ctl("show", "uketsuke-web@1", "--property=MainPID", "--value") != before
    assert server.curl("/healthz").status == 200
