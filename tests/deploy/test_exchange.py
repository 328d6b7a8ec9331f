"""止めずに入れ替える: a restart, a new version with its migration, under load; nobody sees it."""

import http.client
import os
import re
import shutil
import socket
import ssl
import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from time import sleep
from urllib.parse import urlencode

import pytest

from tests import copies
from tests.deploy.machine import HOST, ROOT, Machine, Nginx, end, machine
from tests.stress import STRESS

PEOPLE = 6
PAUSE = 0 if STRESS else 0.05  # seconds: she reads, and leaves the machine to other tests
PASSWORD = "mihon-no-aikotoba-1"
MIGRATION = """
from django.db import migrations, models

class Migration(migrations.Migration):
    dependencies = [("identity", "{last}")]
    operations = [
        migrations.AddField("User", "look", models.CharField(max_length=8, null=True)),
        migrations.AddField("Network", "look", models.IntegerField(null=True)),
    ]
"""
NUMBER = """
import django; django.setup()
from uketsuke.groups.models import Group
print(Group.objects.get().number)
"""


@pytest.fixture
def office() -> Iterator[Machine]:
    with machine(copies.server_of(os.environ["UKETSUKE_DATABASE_URL"])) as one:
        yield one


class Way(http.client.HTTPSConnection):
    """To nginx on loopback, under the name it answers to."""

    def __init__(self, front: Nginx) -> None:
        self.trust = ssl.create_default_context(
            cafile=f"{front.machine.folder}/etc/tls/fullchain.pem"
        )
        super().__init__(HOST, front.tls, timeout=20, context=self.trust)

    def connect(self) -> None:
        there = socket.create_connection(("127.0.0.1", self.port), self.timeout)
        self.sock = self.trust.wrap_socket(there, server_hostname=HOST)


class Person(threading.Thread):
    """Looks, and logs in, again and again, each time over a connection of her own or an old one."""

    def __init__(self, front: Nginx, number: str, stop: threading.Event) -> None:
        super().__init__(daemon=True)
        self.front, self.number, self.stop = front, number, stop
        self.told: Counter[str] = Counter()
        self.way = Way(front)

    def run(self) -> None:
        while not self.stop.is_set():
            for step in (self.look, self.log_in):
                try:
                    self.told[step()] += 1
                except (OSError, http.client.HTTPException) as error:
                    self.told[f"{step.__name__} failed: {error!r}"] += 1
                self.way.close()
                self.stop.wait(PAUSE)

    def ask(self, method: str, path: str, body: str = "", **headers: str):
        told = {"Host": HOST, **{name.replace("_", "-"): text for name, text in headers.items()}}
        self.way.request(method, path, body or None, told)
        answer = self.way.getresponse()
        return answer, answer.read().decode()

    def look(self) -> str:
        answer, _ = self.ask("GET", "/availability/")
        health, body = self.ask("GET", "/healthz")
        return f"look {answer.status} {health.status} {body.strip()}"

    def log_in(self) -> str:
        page, body = self.ask("GET", "/login/")
        cookie = page.headers["set-cookie"].partition(";")[0]
        token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', body)[1]
        form = {"csrfmiddlewaretoken": token, "login": self.number, "password": PASSWORD}
        sent, _ = self.ask(
            "POST",
            "/login/",
            urlencode(form),
            Cookie=cookie,
            Origin=f"https://{HOST}",
            Content_Type="application/x-www-form-urlencoded",
        )
        return f"log_in {page.status} {sent.status}"


@contextmanager
def people(front: Nginx) -> Iterator[list[Person]]:
    """Some of them at work; afterwards all have gone home."""
    number = front.machine.python(NUMBER).strip()
    stop = threading.Event()
    found = [Person(front, number, stop) for _ in range(PEOPLE)]
    for each in found:
        each.start()
    try:
        yield found
    finally:
        stop.set()
        for each in found:
            each.join(30)


def told(found: list[Person]) -> Counter[str]:
    return sum((each.told for each in found), Counter())


def new_version(source: Path) -> Path:
    """The program as it may be tomorrow: it says another word, and its database has more."""
    shutil.copytree(ROOT / "src", source)
    health = source / "uketsuke/doors/shared/machine/health.py"
    words = health.read_text()
    assert 'HttpResponse("ok\\n"' in words
    health.write_text(words.replace('HttpResponse("ok\\n"', 'HttpResponse("new\\n"'))
    folder = source / "uketsuke/identity/migrations"
    last = max(path.stem for path in folder.glob("0*.py"))
    (folder / "9999_look.py").write_text(MIGRATION.format(last=last))
    return source


def test_a_new_version_comes_under_load_and_no_request_fails(office: Machine, tmp_path: Path):
    new = new_version(tmp_path / "new")
    front = office.nginx()
    running = [office.serve(), office.serve()]
    front.start()
    try:
        with people(front) as found:
            sleep(2)
            before = told(found)
            office.command("manage", "migrate", "--no-input", source=new)
            office.command("manage", "migrate", "--check", source=new)
            during = told(found)
            for nth in range(2):  # as uketsuke-restart does: the one, then the other
                end(running[nth])
                running[nth] = office.serve(source=new)
            sleep(2)
        after = told(found)
    finally:
        front.stop()
        for each in running:
            end(each)

    assert set(after) == {"look 200 200 ok", "look 200 200 new", "log_in 200 302"}, after
    assert set(before) == {"look 200 200 ok", "log_in 200 302"}
    assert during["look 200 200 ok"] > before["look 200 200 ok"], "the old one goes on meanwhile"
    assert after["look 200 200 new"] > 10


def test_many_restarts_lose_nothing(office: Machine):
    front = office.nginx()
    running = [office.serve(), office.serve()]
    front.start()
    try:
        with people(front) as found:
            for nth in range(4):
                end(running[nth % 2])
                running[nth % 2] = office.serve()
        after = told(found)
    finally:
        front.stop()
        for each in running:
            end(each)

    assert set(after) == {"look 200 200 ok", "log_in 200 302"}, after
    assert after.total() > 50


def test_a_program_ahead_of_its_database_does_not_start(office: Machine, tmp_path: Path):
    new = new_version(tmp_path / "new")

    with pytest.raises(AssertionError):
        office.command("manage", "migrate", "--check", source=new)
