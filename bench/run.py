"""``make bench``: the rows of the bar, as ratios of what was measured in this one run.

Two databases get the same ten years of data; each is served by ``uketsuke serve`` and asked over
loopback. Prints a table and JSON, and writes both into ``bench/results/``. A machine that does
other work at the same time shows in ``busy``: then believe the ratios, not the figures.
"""

import argparse
import json
import os
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from bench import client, server, walk, weight, yardsticks  # noqa: E402 - the path comes first
from bench.rows import Row, table  # noqa: E402
from tools.postgres import cluster  # noqa: E402

LIBRES_RESERVE, LIBRES_MONTH = 73.0, 88.0  # recorded on a machine of this kind, see the decision


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--no-write", action="store_true", help="結果を書き残しません")
    parser.add_argument("--desk", action="store_true", help="台帳と検索だけを測ります")
    options = parser.parse_args()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))  # so that servers and folders go too
    began, busy = time.monotonic(), os.getloadavg()[0]
    with tempfile.TemporaryDirectory(prefix="uketsuke-bench-") as folder, cluster() as address:
        Path(folder).chmod(0o755)  # the database server runs as somebody else
        rows, figures = (desk if options.desk else measure)(Path(folder), address)
    document = {
        "at": datetime.now(UTC).isoformat(timespec="seconds"),
        "seconds": round(time.monotonic() - began),
        "busy": {"before": busy, "cores": os.cpu_count()},
        "rows": [row.as_json() for row in rows],
        "figures": figures,
    }
    text = json.dumps(document, ensure_ascii=False, indent=1)
    print(text)
    print(table(rows))
    if not (options.no_write or options.desk):
        results = ROOT / "bench" / "results"
        results.mkdir(exist_ok=True)
        (results / f"{datetime.now(UTC):%Y-%m-%d}.json").write_text(text + "\n", encoding="utf-8")
    return 1 if any(row.verdict == "below" for row in rows) else 0


def measure(folder: Path, address: str) -> tuple[list[Row], dict[str, Any]]:
    """Everything, one after the other (but for the two loads of data)."""
    say("十年分のデータを二つのデータベースに入れています")
    postgres = server.surroundings(_home(folder, "postgres"), address)
    sqlite = server.surroundings(_home(folder, "sqlite"))
    with ThreadPoolExecutor(2) as pool:
        ready_p, ready_s = pool.map(lambda env: inside("prepare", env), (postgres, sqlite))
    figures: dict[str, Any] = {"data": {"bookings": ready_p["bookings"], "years": 10}}
    rows: list[Row] = []
    say("PostgreSQL で測っています")
    with serving(postgres) as (port, process):
        rows += pages(port, process.pid, ready_p, figures)
        bar = [yardsticks.pgbench(address)]
        figures["postgres"] = booked = walk.book(port, ready_p)
        bar.append(yardsticks.pgbench(address))
        figures["pgbench_tps"] = bar
        rows += bookings(booked, statistics.mean(bar))
        figures["serve_mb"] = server.megabytes(process.pid)
    rows.append(
        Row("two web workers and their parent, PSS", figures["serve_mb"], "MB", 180, 250, True)
    )
    alone = figures["book_alone"] = inside("book", postgres)
    note = f"libres {LIBRES_RESERVE:g}/s is a recorded figure, not of this run"
    rows.append(Row("book() alone ÷ libres", alone["rate"] / LIBRES_RESERVE, "×", 5, 3, note=note))
    month = figures["month_query"] = inside("month", postgres)
    note = f"libres {LIBRES_MONTH:g}/s is a recorded figure, not of this run"
    rows.append(Row("month query ÷ libres", month["rate"] / LIBRES_MONTH, "×", 10, 5, note=note))
    say("統計を測っています")
    rows += counting(figures, postgres)
    say("SQLite で測っています")
    with serving(sqlite) as (port, _):
        figures["sqlite"] = walk.book(port, ready_s)
        rows.append(ledger(port, ready_s, figures))
    rows += [search(env, name, figures) for name, env in _both(postgres, sqlite)]
    share = figures["sqlite"]["win"]["rate"] / booked["win"]["rate"] * 100
    rows.append(Row("SQLite ÷ PostgreSQL, bookings over HTTP", share, "%", 60, 40))
    say("抽選を測っています")
    rows.append(lottery(figures))
    say("見本を最初から動かしています")
    rows += demo(folder, figures)
    return rows, figures


def desk(folder: Path, address: str) -> tuple[list[Row], dict[str, Any]]:
    """What a clerk waits for alone: the ledger of a day, and finding a group."""
    postgres = server.surroundings(_home(folder, "postgres"), address)
    sqlite = server.surroundings(_home(folder, "sqlite"))
    rows, figures = [], {}
    for name, env in _both(postgres, sqlite):
        say(f"{name} に十年分のデータを入れています")
        ready = inside("prepare", env)
        with serving(env) as (port, _):
            rows.append(ledger(port, ready, figures))
        rows.append(search(env, name, figures))
    return rows, figures


def _both(postgres: dict[str, str], sqlite: dict[str, str]) -> list[tuple[str, dict[str, str]]]:
    return [("PostgreSQL", postgres), ("SQLite", sqlite)]


def search(env: dict[str, str], name: str, figures: dict[str, Any]) -> Row:
    """The one field of the counter among 100,000 groups: p95 of the slowest way to ask."""
    say(f"{name} で十万の利用者から探しています")
    ready = inside("people", env)
    found: dict[str, Any] = {}
    with serving(env) as (port, _):
        for way, words in ready["wanted"].items():
            paths = [f"/staff/find/?{urlencode({'q': word})}" for word in words]
            requests = [client.get(path, port, ready["staff"]) for path in paths * 3]
            run = client.one_by_one(port, requests)
            assert set(run.statuses) <= {200, 302}, (way, run.statuses)
            found[way] = {"p50": run.percentile(50), "p95": run.percentile(95)}
    figures[f"search_ms_{name}"] = found
    slowest = max(found, key=lambda way: found[way]["p95"])
    row = f"search among 100,000 groups, p95, {name}"
    return Row(row, found[slowest]["p95"], "ms", 100, 300, True, f"slowest: {slowest}")


def pages(port: int, pid: int, ready: dict[str, Any], figures: dict[str, Any]) -> list[Row]:
    """The month page against the empty view, in turns; after a change; and how heavy it is."""
    path = f"/availability/yotsuya/hall/{ready['month']}/"
    rates: dict[str, list[float]] = {"empty": [], "month": []}
    cpu: dict[str, list[float]] = {"empty": [], "month": []}
    for _ in range(3):
        for name, where in (("empty", "/bench/empty/"), ("month", path)):
            used = server.cpu_seconds(pid)
            rate = client.rate(port, where, 3)
            rates[name].append(rate)
            cpu[name].append((server.cpu_seconds(pid) - used) / (rate * 3) * 1000)
    figures["pages"] = {"rates": rates, "cpu_ms": cpu}
    ratio = statistics.median(rates["month"]) / statistics.median(rates["empty"]) * 100
    fresh = figures["after_change_ms"] = walk.after_change(port, ready, path)
    figures["weight"] = heavy = weight.of(port, path)
    return [
        Row("month page, anonymous, warm ÷ empty view", ratio, "%", 50, 25),
        Row("the same, first view after a change", statistics.median(fresh), "ms", 15, 30, True),
        Row("page weight, first visit", heavy["first"] / 1000, "kB", 60, 100, True),
        Row("page weight, later pages", heavy["later"] / 1000, "kB", 15, 100, True),
    ]


def bookings(booked: dict[str, Any], tps: float) -> list[Row]:
    win, lose, way = booked["win"], booked["lose"], booked["way"]
    return [
        Row("POST that books ÷ pgbench", win["rate"] / tps * 100, "%", 5, 3),
        Row("choose to done ÷ pgbench", way["rate"] / tps * 100, "%", 1.5, 0.8),
        Row("losing ÷ winning", lose["rate"] / win["rate"], "×", 1, 0.7),
        Row("losing, p99 ÷ p50", lose["p99"] / lose["p50"], "×", 5, 5, True),
    ]


def ledger(port: int, ready: dict[str, Any], figures: dict[str, Any]) -> Row:
    """The staff's day of three halls, one visitor, days all over the ten years."""
    days = [
        f"{datetime.now(UTC).year - n % 10}-{n % 9 + 1:02d}-{n % 27 + 1:02d}" for n in range(90)
    ]
    requests = [client.get(f"/staff/?view=day&date={day}", port, ready["staff"]) for day in days]
    run = client.one_by_one(port, requests)
    assert set(run.statuses) == {200}, run.statuses
    figures["ledger_ms"] = {"p50": run.percentile(50), "p95": run.percentile(95)}
    return Row("staff ledger of a day, p95", run.percentile(95), "ms", 150, 300, True)


def counting(figures: dict[str, Any], env: dict[str, str]) -> list[Row]:
    """The statistics; last on this database, which is a hundred times as large afterwards."""
    counted = figures["statistics"] = inside("statistics", env)
    more = counted["more_seconds"]
    note = f"{counted['times']:.0f} × as many bookings"
    return [
        Row("statistics of a year, ten years of data", counted["seconds"], "s", 0.5, 1, True),
        Row("the same over 100 × that", more, "s", 3, 6, True, note),
    ]


def lottery(figures: dict[str, Any]) -> Row:
    """A million entries, three wishes each, 100,000 cells, beside a bare loop."""
    command = [sys.executable, "-m", "bench.lots"]
    done = subprocess.run(command, stdout=subprocess.PIPE, check=True, cwd=ROOT)
    drawn = figures["lottery"] = json.loads(done.stdout)
    return Row("lottery draw of 1,000,000 ÷ bare loop", drawn["ratio"], "×", 1.3, 2, True)


def demo(folder: Path, figures: dict[str, Any]) -> list[Row]:
    """From nothing to an answering demonstration, and what it all takes of memory."""
    env = server.surroundings(_home(folder, "demo"))
    env["DJANGO_SETTINGS_MODULE"] = "uketsuke.settings"
    port, began = server.free_port(), time.monotonic()
    with server.running("demo", "--port", str(port), env=env, port=port) as process:
        seconds = time.monotonic() - began
        client.rate(port, "/", 2)
        megabytes = server.megabytes(process.pid)
    figures["demo"] = {"seconds": seconds, "mb": megabytes}
    note = "the packages were there already"
    return [
        Row("demo from nothing", seconds, "s", 90, 180, True, note),
        Row("the whole demo, PSS", megabytes, "MB", 250, 400, True),
    ]


@contextmanager
def serving(env: dict[str, str]) -> Iterator[tuple[int, subprocess.Popen[bytes]]]:
    port = server.free_port()
    with server.running("serve", "--port", str(port), env=env, port=port) as process:
        yield port, process


def inside(what: str, env: dict[str, str]) -> dict[str, Any]:
    command = [sys.executable, "-m", "bench.inside", what]
    done = subprocess.run(command, env=env, stdout=subprocess.PIPE, check=True, cwd=ROOT)
    answer: dict[str, Any] = json.loads(done.stdout)
    return answer


def say(words: str) -> None:
    print(f"… {words}", file=sys.stderr, flush=True)


def _home(folder: Path, name: str) -> Path:
    home = folder / name
    home.mkdir()
    return home


if __name__ == "__main__":
    raise SystemExit(main())
