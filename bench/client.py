"""負荷: a small load generator on bare sockets, so that one core can ask faster than we answer."""

import re
import selectors
import shutil
import socket
import subprocess
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from multiprocessing import get_context

PROCESSES, CONNECTIONS = 2, 4  # eight visitors at a time


@dataclass(frozen=True, slots=True)
class Answer:
    status: int
    head: str
    body: bytes

    def header(self, name: str) -> str:
        for line in self.head.split("\r\n"):
            if line.lower().startswith(f"{name.lower()}:"):
                return line.partition(":")[2].strip()
        return ""


class Connection:
    """One kept-alive connection; requests are ready-made bytes."""

    def __init__(self, port: int) -> None:
        self.socket = socket.create_connection(("127.0.0.1", port), timeout=60)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.left = b""

    def ask(self, request: bytes) -> Answer:
        self.socket.sendall(request)
        return self.read()

    def read(self) -> Answer:
        got = self.left
        while b"\r\n\r\n" not in got:
            got += self._more()
        head, _, body = got.partition(b"\r\n\r\n")
        text = head.decode("latin-1")
        answer = Answer(int(text.split(" ", 2)[1]), text, b"")
        if answer.header("Transfer-Encoding") == "chunked":
            return Answer(answer.status, text, self._chunks(body))
        length = int(answer.header("Content-Length") or 0)
        while len(body) < length:
            body += self._more()
        self.left = body[length:]
        return Answer(answer.status, text, body[:length])

    def _chunks(self, rest: bytes) -> bytes:
        body = b""
        while True:
            while b"\r\n" not in rest:
                rest += self._more()
            size, _, rest = rest.partition(b"\r\n")
            wanted = int(size, 16)
            while len(rest) < wanted + 2:
                rest += self._more()
            body, rest = body + rest[:wanted], rest[wanted + 2 :]
            if not wanted:
                self.left = rest
                return body

    def _more(self) -> bytes:
        more = self.socket.recv(65536)
        if not more:
            raise ConnectionError("the server closed the connection")
        return more


Way = Callable[[Connection, int, dict[str, str]], int]


@dataclass
class Run:
    """What a load showed: requests, seconds, milliseconds of each, statuses."""

    count: int
    seconds: float
    times: list[float] = field(repr=False)
    statuses: Counter[int]

    @property
    def rate(self) -> float:
        return self.count / self.seconds

    def percentile(self, percent: float) -> float:
        ordered = sorted(self.times)
        return ordered[min(len(ordered) - 1, int(len(ordered) * percent / 100))]


def get(path: str, port: int, cookies: str = "", accept: str = "") -> bytes:
    """The bytes of a GET."""
    lines = [f"GET {path} HTTP/1.1", f"Host: 127.0.0.1:{port}"]
    if cookies:
        lines.append(f"Cookie: {cookies}")
    if accept:
        lines.append(f"Accept-Encoding: {accept}")
    return ("\r\n".join(lines) + "\r\n\r\n").encode()


def post(path: str, port: int, cookies: str, body: str) -> bytes:
    """The bytes of a POST of a form."""
    lines = [
        f"POST {path} HTTP/1.1",
        f"Host: 127.0.0.1:{port}",
        f"Cookie: {cookies}",
        "Content-Type: application/x-www-form-urlencoded",
        f"Content-Length: {len(body)}",
    ]
    return ("\r\n".join(lines) + "\r\n\r\n" + body).encode()


def rate(port: int, path: str, seconds: float) -> float:
    """Answers a second when all visitors ask for ``path`` again and again, all of them 200."""
    if not shutil.which("wrk"):
        run = _gathered([(port, [get(path, port)], seconds)] * PROCESSES)
        assert set(run.statuses) == {200}, run.statuses
        return run.rate
    visitors = PROCESSES * CONNECTIONS
    command = ["wrk", f"-t{PROCESSES}", f"-c{visitors}", f"-d{seconds:.0f}s"]
    address = f"http://127.0.0.1:{port}{path}"
    told = subprocess.run([*command, address], capture_output=True, text=True, check=True).stdout
    assert "Non-2xx" not in told, told
    return float(re.search(r"Requests/sec:\s+([\d.]+)", told)[1])  # type: ignore[index]


def once_each(port: int, requests: Sequence[bytes]) -> Run:
    """Each request once, by all visitors together."""
    return _gathered([(port, list(requests[n::PROCESSES]), 0.0) for n in range(PROCESSES)])


def each_way(port: int, ways: Sequence[tuple[Way, dict[str, str]]]) -> Run:
    """Each way once, eight people at a time, each on a connection of her own."""
    with ProcessPoolExecutor(PROCESSES * CONNECTIONS, mp_context=get_context("fork")) as pool:
        start = time.perf_counter()
        went = list(pool.map(_go, [(port, way, what) for way, what in ways]))
        seconds = time.perf_counter() - start
    return Run(len(went), seconds, [took for took, _ in went], Counter(end for _, end in went))


def _go(job: tuple[int, Way, dict[str, str]]) -> tuple[float, int]:
    port, way, what = job
    began = time.perf_counter()
    status = way(Connection(port), port, what)
    return (time.perf_counter() - began) * 1000, status


def one_by_one(port: int, requests: Sequence[bytes]) -> Run:
    """Each request once, by one visitor, one after the other."""
    connection, times, statuses = Connection(port), [], Counter[int]()
    start = time.perf_counter()
    for request in requests:
        began = time.perf_counter()
        statuses[connection.ask(request).status] += 1
        times.append((time.perf_counter() - began) * 1000)
    return Run(len(times), time.perf_counter() - start, times, statuses)


def _gathered(jobs: Sequence[tuple[int, list[bytes], float]]) -> Run:
    with ProcessPoolExecutor(len(jobs), mp_context=get_context("fork")) as pool:
        runs = list(pool.map(_visit, jobs))
    statuses = sum((run.statuses for run in runs), Counter[int]())
    times = [each for run in runs for each in run.times]
    return Run(len(times), max(run.seconds for run in runs), times, statuses)


def _visit(job: tuple[int, list[bytes], float]) -> Run:
    """Some connections in one process; whoever has her answer asks the next thing."""
    port, requests, seconds = job
    times: list[float] = []
    statuses: Counter[int] = Counter()
    start = time.perf_counter()
    waiting = _supply(requests, start + seconds if seconds else 0)
    visitors = selectors.DefaultSelector()
    for _ in range(CONNECTIONS):
        connection = Connection(port)
        visitors.register(connection.socket, selectors.EVENT_READ, [connection, 0.0])
    for key in list(visitors.get_map().values()):
        _ask(visitors, key, waiting)
    while visitors.get_map():
        for key, _ in visitors.select():
            connection, began = key.data
            statuses[connection.read().status] += 1
            times.append((time.perf_counter() - began) * 1000)
            _ask(visitors, key, waiting)
    return Run(len(times), time.perf_counter() - start, times, statuses)


def _ask(
    visitors: selectors.BaseSelector, key: selectors.SelectorKey, waiting: Iterator[bytes]
) -> None:
    request = next(waiting, None)
    if request is None:
        visitors.unregister(key.fileobj)
        return
    key.data[1] = time.perf_counter()
    key.data[0].socket.sendall(request)


def _supply(requests: list[bytes], until: float) -> Iterator[bytes]:
    if not until:
        yield from requests
    while until and time.perf_counter() < until:
        yield requests[0]
