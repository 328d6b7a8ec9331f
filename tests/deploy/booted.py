"""本物の systemd: our units as they are delivered, under a systemd of its own.

It boots in a container (systemd-nspawn) on the /usr of this machine, with the program where an
installation has it, and without any network. What the units forbid is forbidden there.
"""

import os
import re
import shutil
import signal
import subprocess
import sysconfig
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from time import monotonic, sleep

from tests.deploy.machine import DEPLOY, HOST, LISTED, PATIENCE, ROOT, Answer, Machine

NUMBER = 990  # whoever is uketsuke there
PEOPLE = f"""root:x:0:0::/root:/bin/sh
www-data:x:33:33::/:/usr/sbin/nologin
uketsuke:x:{NUMBER}:{NUMBER}::/var/lib/uketsuke:/usr/sbin/nologin
nobody:x:65534:65534::/:/usr/sbin/nologin
"""
PROGRAM = """#!/bin/sh
export PYTHONPATH=/opt/source:/opt/parts DJANGO_SETTINGS_MODULE=uketsuke.settings
exec /usr/bin/python3 -m uketsuke "$@"
"""
MORE = """UKETSUKE_SECRET_KEY=only-for-tests-only-for-tests-only-for-tests-only
UKETSUKE_FAST_PASSWORDS=1
"""
# Not the first start of this machine, whose own services stay where they are.
QUIET = ("getty.target", "systemd-logind.service", "systemd-networkd.service", "dbus.socket")
ITS_OWN = ("Exec", "Type=", "Restart", "Sockets=", "Requires=")
TRIES = """Type=oneshot
StandardOutput=file:/var/log/%p
ExecStart=/usr/bin/python3 /opt/probe.py"""
# May what the units forbid be done? Each unit's own hardening, with this in the program's place.
PROBE = """
import errno, mmap, os, socket
def tried(act):
    try:
        act()
    except OSError as error:
        return errno.errorcode[error.errno]
    return "done"
print("write and run", tried(lambda: mmap.mmap(-1, 4096, prot=7)))
print("its own file elsewhere", tried(lambda: open("/var/lib/uketsuke-static/x", "w")))
print("folder of root", tried(lambda: os.listdir("/root")))
print("raw line", tried(lambda: socket.socket(socket.AF_PACKET, socket.SOCK_RAW)))
print("another root", tried(lambda: os.chroot("/")))
"""


class Booted:
    """The machine that runs; ``folder`` is what it has for a disk."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.process: subprocess.Popen[bytes] | None = None
        self.first = 0

    @property
    def socket(self) -> Path:
        return self.folder / "run-uketsuke/web.sock"

    def lay_out(self, machine: Machine) -> None:
        """As deploy/install leaves it; the data are those of ``machine``."""
        self.folder.chmod(0o755)  # it is the root of somebody else's files
        for name in ("usr", "proc", "sys", "dev", "run", "tmp", "var/lib", "var/log/journal"):
            (self.folder / name).mkdir(parents=True)
        for name in ("etc/systemd/system", "etc/uketsuke", "etc/fonts", "etc/ssl", "root"):
            (self.folder / name).mkdir(parents=True)
        for name in ("opt/source", "opt/parts", "opt/uketsuke/current/bin", "run-uketsuke"):
            (self.folder / name).mkdir(parents=True)
        for name in ("bin", "sbin", "lib", "lib64"):
            (self.folder / name).symlink_to(f"usr/{name}")
        etc = self.folder / "etc"
        shutil.copy("/usr/lib/os-release", etc)
        (etc / "machine-id").write_text(f"{1:032x}\n")
        (etc / "passwd").write_text(PEOPLE)
        (etc / "group").write_text(f"root:x:0:\nwww-data:x:33:\nuketsuke:x:{NUMBER}:\n")
        settings = (DEPLOY / "uketsuke.env").read_text().replace("@HOST@", HOST)
        (etc / "uketsuke/uketsuke.env").write_text(settings + MORE)
        program = self.folder / "opt/uketsuke/current/bin/uketsuke"
        program.write_text(PROGRAM)
        program.chmod(0o755)
        self._units(etc / "systemd/system")
        home = self.folder / "var/lib/uketsuke"
        shutil.copytree(machine.folder / "home", home)
        static = self.folder / "var/lib/uketsuke-static"
        shutil.copytree(machine.folder / "static", static)
        for each in (static, home, *home.rglob("*")):
            os.chown(each, NUMBER, NUMBER)

    def _units(self, place: Path) -> None:
        for unit in (DEPLOY / "systemd").iterdir():
            shutil.copy(unit, place)
        for name in QUIET:
            (place / name).symlink_to("/dev/null")
        for unit in (DEPLOY / "systemd").glob("*.service"):
            lines = unit.read_text().splitlines()
            kept = [line for line in lines if not line.startswith(ITS_OWN)]
            kept.insert(kept.index("[Service]") + 1, TRIES)
            (place / f"probe-{unit.name}").write_text("\n".join(kept))
        (self.folder / "opt/probe.py").write_text(PROBE)

    def start(self) -> None:
        inside = {
            "/usr": "/usr",
            "/etc/fonts": "/etc/fonts",
            "/etc/ssl": "/etc/ssl",
            str(ROOT / "src"): "/opt/source",
            sysconfig.get_path("purelib"): "/opt/parts",
        }
        words = ["systemd-nspawn", "--quiet", "--boot", f"--directory={self.folder}"]
        words += ["--register=no", "--keep-unit", "--private-network", "--console=pipe"]
        words += [f"--bind-ro={here}:{there}" for here, there in inside.items()]
        words += [f"--bind={self.folder}/run-uketsuke:/run/uketsuke"]
        words += [
            f"--hostname={HOST}",
            f"--machine=uketsuke-{os.getpid()}",
            "systemd.unit=multi-user.target",
        ]
        with (self.folder / "console.log").open("wb") as log:
            self.process = subprocess.Popen(
                words, stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True
            )
        self._wait(self._is_there)
        self._wait(lambda: self.ctl("is-system-running") in {"running", "degraded"})

    def _is_there(self) -> bool:
        """Whether its first process is there: whoever is number 1 in its own eyes."""
        assert self.process is not None
        for place in Path("/proc").glob("[0-9]*/status"):
            with suppress(OSError):  # it has ended meanwhile
                told = dict(re.findall(r"(\w+):\t(.*)", place.read_text()))
                if told["PPid"] == f"{self.process.pid}" and told["NSpid"].endswith("\t1"):
                    self.first = int(told["Pid"])
        return bool(self.first)

    def ctl(self, *words: str) -> str:
        """What ``systemctl WORDS`` says there."""
        return self.run("systemctl", "--no-pager", *words).stdout.strip()

    def run(self, *words: str) -> subprocess.CompletedProcess[str]:
        """Run something there as root."""
        into = ["nsenter", f"--target={self.first}", "--all", f"--root=/proc/{self.first}/root"]
        clean = ["env", "-i", "PATH=/usr/local/sbin:/usr/sbin:/usr/bin", *words]
        return subprocess.run(
            [*into, "--wd=/", *clean], capture_output=True, text=True, check=False, timeout=PATIENCE
        )

    def curl(self, path: str, *words: str) -> Answer:
        """Ask as nginx does, through the socket."""
        command = ["curl", "-sS", "-i", "--max-time", "30", "--unix-socket", str(self.socket)]
        command += ["-H", f"X-Forwarded-For: {LISTED}", "-H", "X-Forwarded-Proto: https"]
        said = subprocess.run(
            [*command, *words, f"http://{HOST}{path}"], capture_output=True, check=False
        )
        return Answer.read(said.stdout.decode("latin-1"), said.stderr.decode())

    def journal(self) -> str:
        words = ["journalctl", "-D", f"{self.folder}/var/log/journal", "--no-pager", "-n", "60"]
        said = subprocess.run(words, capture_output=True, text=True, check=False)
        return f"{said.stdout}\n{(self.folder / 'console.log').read_text(errors='replace')}"

    def _wait(self, done: Callable[[], bool]) -> None:
        until = monotonic() + PATIENCE
        while not done():
            assert self.process is not None
            assert self.process.poll() is None, self.journal()
            assert monotonic() < until, self.journal()
            sleep(0.2)

    def stop(self) -> None:
        if self.process and self.process.poll() is None:
            self.process.terminate()  # as pressing the button: it shuts down
            with suppress(subprocess.TimeoutExpired):
                self.process.wait(20)
        if self.process and self.process.poll() is None:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()
