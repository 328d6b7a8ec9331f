"""The parts of one server, really started on loopback: the program on a socket that is handed to
it as systemd does it, and nginx with our own configuration in front."""

import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from time import monotonic, sleep

from tests import copies

ROOT = Path(__file__).resolve().parents[2]
DEPLOY = ROOT / "deploy"
HOST = "uketsuke.example"
LISTED, ELSEWHERE = "127.0.0.1", "127.0.0.5"
PATIENCE = 60  # seconds until something must have started on a busy machine
AS_ROOT = os.geteuid() == 0
WORLD = """
from tests import make
from uketsuke.identity.models import Network
from uketsuke.kernel import clock
make.NOON = clock.now()
make.world()
make.group("見本の会", password="mihon-no-aikotoba-1")
Network.objects.all().delete()
Network.objects.create(cidr="127.0.0.1/32", hall="", label="見本の窓口")
"""
SERVE = ("-m", "uketsuke", "serve", "--workers")
HANDED = """
import os, sys
os.dup2(int(sys.argv[1]), 3)
os.environ["LISTEN_PID"] = str(os.getpid())
os.environ["LISTEN_FDS"] = "1"
os.execv(sys.executable, [sys.executable, *sys.argv[2:]])
"""


def free_port() -> int:
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@dataclass
class Machine:
    """A folder that stands for the machine's own: home, socket, certificate, logs."""

    folder: Path
    database: str = ""
    source: Path = ROOT / "src"
    log: Path = field(init=False)
    listening: socket.socket = field(init=False)

    def __post_init__(self) -> None:
        self.log = self.folder / "program.log"
        for name in ("home", "static", "etc/tls", "log", "pages", "acme/.well-known"):
            (self.folder / name).mkdir(parents=True)
        self.listening = socket.socket(socket.AF_UNIX)
        self.listening.bind(str(self.socket))
        self.listening.listen(2048)
        self.socket.chmod(0o666)

    @property
    def socket(self) -> Path:
        return self.folder / "web.sock"

    def surroundings(self, source: Path | None = None) -> dict[str, str]:
        plain = {name: text for name, text in os.environ.items() if "UKETSUKE_" not in name}
        return plain | {
            "DJANGO_SETTINGS_MODULE": "uketsuke.settings",
            "PYTHONPATH": f"{source or self.source}:{ROOT}",
            "UKETSUKE_HOME": str(self.folder / "home"),
            "UKETSUKE_SECRET_KEY": "only-for-tests-only-for-tests-only-for-tests-only",
            "UKETSUKE_DATABASE_URL": self.database,
            "UKETSUKE_FAST_PASSWORDS": "1",
            "UKETSUKE_SECOND_FACTOR": "0",
            "UKETSUKE_HOSTS": HOST,
            "UKETSUKE_BASE_URL": f"https://{HOST}",
            "UKETSUKE_HTTPS": "1",
            "UKETSUKE_TRUSTED_PROXIES": "unix",
            "UKETSUKE_STATIC": str(self.folder / "static"),
        }

    def python(self, code: str, *words: str, source: Path | None = None) -> str:
        """What ``code`` prints, run beside the program."""
        return self._run(["-c", code, *words], source)

    def command(self, *words: str, source: Path | None = None) -> str:
        """What ``uketsuke WORDS`` prints here."""
        return self._run(["-m", "uketsuke", *words], source)

    def _run(self, words: list[str], source: Path | None) -> str:
        done = subprocess.run(
            [sys.executable, *words],
            cwd=ROOT,
            env=self.surroundings(source),
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr[-3000:]
        return done.stdout

    def serve(self, source: Path | None = None, workers: int = 1) -> subprocess.Popen[bytes]:
        """One more process on the socket, once it has said that it is ready."""
        with closing(socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)) as told:
            told.bind(f"\0uketsuke-test-{os.getpid()}-{monotonic()}")
            told.settimeout(PATIENCE)
            number = self.listening.fileno()
            with self.log.open("ab") as log:
                one = subprocess.Popen(
                    [sys.executable, "-c", HANDED, str(number), *SERVE, str(workers)],
                    cwd=ROOT,
                    env=self.surroundings(source)
                    | {"NOTIFY_SOCKET": "@" + told.getsockname()[1:].decode()},
                    pass_fds=[number],
                    stdout=log,
                    stderr=log,
                )
            try:
                assert told.recv(100) == b"READY=1"
            except TimeoutError:
                raise AssertionError(self.log.read_text()[-3000:]) from None
        return one

    def nginx(self) -> "Nginx":
        return Nginx(self)


@dataclass
class Nginx:
    """nginx with deploy/nginx, its places put into the machine's folder and onto loopback."""

    machine: Machine
    plain: int = field(default_factory=free_port)
    tls: int = field(default_factory=free_port)
    process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        folder = self.machine.folder
        certificate(folder / "etc/tls")
        for page in (DEPLOY / "nginx/pages").iterdir():
            shutil.copy(page, folder / "pages")
        self.put("proxy.conf", "etc/nginx-proxy.conf")
        self.put("tls.conf", "etc/nginx-tls.conf")
        self.put("headers.conf", "etc/nginx-headers.conf")
        self.put("staff-networks.conf", "etc/staff-networks.conf")
        self.put("uketsuke.conf", "site.conf")
        user = "user www-data;" if AS_ROOT else ""
        (folder / "nginx.conf").write_text(
            f"{user} daemon off; worker_processes 2; pid {folder}/nginx.pid;\n"
            f"error_log {folder}/log/main.log warn;\n"
            "events { worker_connections 512; }\n"
            f"http {{ include /etc/nginx/mime.types; include {folder}/site.conf;\n"
            f"client_body_temp_path {folder}/log/body; proxy_temp_path {folder}/log/proxy;\n"
            f"fastcgi_temp_path {folder}/log/f; uwsgi_temp_path {folder}/log/u;\n"
            f"scgi_temp_path {folder}/log/s; }}\n"
        )
        command = ["nginx", "-p", str(folder), "-c", f"{folder}/nginx.conf"]
        said = subprocess.run([*command, "-t"], capture_output=True, text=True, check=False)
        assert said.returncode == 0, said.stderr
        assert "[warn]" not in said.stderr, said.stderr
        self.process = subprocess.Popen(command)
        until = monotonic() + PATIENCE
        while monotonic() < until:
            with suppress(OSError), socket.create_connection(("127.0.0.1", self.tls), 1):
                return
            sleep(0.05)
        raise AssertionError("nginx does not answer")

    def put(self, name: str, place: str) -> None:
        """The file as it is delivered; only places and ports are those of the test."""
        folder = str(self.machine.folder)
        text = (DEPLOY / "nginx" / name).read_text(encoding="utf-8").replace("@HOST@", HOST)
        for there, here in (
            ("/run/uketsuke/web.sock", str(self.machine.socket)),
            ("/etc/uketsuke", f"{folder}/etc"),
            ("/var/log/nginx", f"{folder}/log"),
            ("/usr/share/uketsuke/pages", f"{folder}/pages"),
            ("/var/lib/uketsuke-static", f"{folder}/static"),
            ("/var/lib/uketsuke-acme", f"{folder}/acme"),
        ):
            text = text.replace(there, here)
        for port, ours in ((80, self.plain), (443, self.tls)):
            text = re.sub(rf"listen \[::\]:{port}\b", f"listen [::1]:{ours}", text)
            text = re.sub(rf"listen {port}\b", f"listen 127.0.0.1:{ours}", text)
        (self.machine.folder / place).write_text(text, encoding="utf-8")

    def stop(self) -> None:
        if self.process:
            self.process.send_signal(signal.SIGQUIT)
            try:
                self.process.wait(10)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()

    def curl(self, path: str, *words: str, at: str = LISTED) -> "Answer":
        """Ask for ``path`` over TLS, as somebody at the address ``at``."""
        return self.ask(f"https://{HOST}:{self.tls}{path}", *words, at=at)

    def ask(self, url: str, *words: str, at: str = LISTED) -> "Answer":
        port = self.tls if url.startswith("https") else self.plain
        command = ["curl", "-sS", "-i", "--path-as-is", "--max-time", "20", "--interface", at]
        command += ["--resolve", f"{HOST}:{port}:127.0.0.1"]
        command += ["--cacert", f"{self.machine.folder}/etc/tls/fullchain.pem", *words, url]
        said = subprocess.run(command, capture_output=True, check=False)
        return Answer.read(said.stdout.decode(errors="replace"), said.stderr.decode())


@dataclass
class Answer:
    """What came back; ``failed`` says why nothing did."""

    status: int
    version: str
    headers: dict[str, str]
    body: str
    failed: str = ""

    @classmethod
    def read(cls, text: str, failed: str) -> "Answer":
        if not text.startswith("HTTP/"):
            return cls(0, "", {}, "", failed or "nothing")
        while re.match(r"HTTP/\S+ 1\d\d", text):
            text = text.partition("\r\n\r\n")[2]
        head, _, body = text.partition("\r\n\r\n")
        first, *lines = head.split("\r\n")
        version, status = first.split()[:2]
        pairs = (line.partition(": ") for line in lines)
        headers: dict[str, str] = {}
        for name, _, value in pairs:
            key = name.lower()
            headers[key] = f"{headers[key]} | {value}" if key in headers else value
        return cls(int(status), version, headers, body)


def certificate(folder: Path, name: str = HOST) -> None:
    """A certificate of our own for ``name``."""
    subject = ["-subj", f"/CN={name}", "-addext", f"subjectAltName=DNS:{name}"]
    key = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"]
    files = ["-keyout", f"{folder}/privkey.pem", "-out", f"{folder}/fullchain.pem"]
    subprocess.run(
        ["openssl", "req", "-x509", "-days", "2", *key, *subject, *files],
        check=True,
        capture_output=True,
    )


@contextmanager
def machine(server: str = "") -> Iterator[Machine]:
    """A machine with the dummy world in its database, a file or of that server; gone afterwards."""
    folder = Path(tempfile.mkdtemp(prefix="uketsuke-machine-"))  # short, for the socket in it
    folder.chmod(0o755)  # nginx runs as somebody else
    one = Machine(folder)
    try:
        with copies.copied(server, folder / "home/uketsuke.sqlite3", WORLD) as one.database:
            collected = copies.shelf() / "static"
            copies.once("static", lambda: collect(one, collected))
            shutil.copytree(collected, folder / "static", dirs_exist_ok=True)
            yield one
    finally:
        one.listening.close()
        shutil.rmtree(folder, ignore_errors=True)


def collect(one: Machine, folder: Path) -> None:
    """The files that nginx serves, as deploy/install collects them."""
    one.command("manage", "collectstatic", "--no-input")
    shutil.copytree(one.folder / "static", folder)


def end(process: subprocess.Popen[bytes]) -> None:
    """Stop it as systemd does: told first, killed when it does not go."""
    process.terminate()
    try:
        process.wait(30)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
        raise
