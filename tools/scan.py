#!/usr/bin/env python3
"""攻撃してみる: first what is known against the parts in use (advisories.py), then schemathesis,
wapiti and sqlmap against a demo of its own, as all kinds of people.

Everything goes to loopback, is bounded in time, and stops by itself. What they find and is no
fault of ours stands below with the reason; anything else makes this fail.
"""

import json
import re
import subprocess
import sys
import tempfile
import urllib.parse
import urllib.request
from collections.abc import Iterator
from http.cookiejar import CookieJar
from pathlib import Path

from advisories import known_weaknesses
from apart import ROOT, apart
from demo import demo

MODULES = (
    "cookieflags,crlf,csp,csrf,exec,file,http_headers,permanentxss,redirect,sql,timesql,"
    "upload,xss,xxe"
)
SECONDS, SECONDS_EACH = 120, 30  # for looking around, and for each kind of attack
# Who looks around, and from where.
WALKS = (("", "/"), ("group", "/my/"), ("counter", "/staff/"), ("manager", "/staff/"))
# What a database might be made to answer: every page that takes something in its address.
ASKED = (
    ("", "/availability/search/?first=2027-01-01&last=2027-01-31&hall=yotsuya&slot=am&seats=10"),
    ("", "/availability/yotsuya/hall/2027-01/?view=list"),
    ("", "/price/?room=yotsuya%2Fhall&date=2027-01-15&slots=am&admission=2000"),
    ("group", "/my/past/?page=1"),
    ("manager", "/staff/?view=day&date=2027-01-15&hall=yotsuya"),
    ("manager", "/staff/find/?q=mihon"),
    ("manager", "/staff/queue/?page=1&hall=yotsuya"),
    ("manager", "/staff/registrations/?number=12345678&page=1"),
    ("manager", "/staff/audit/?actor=mado&first=2026-11-01&last=2026-11-30&on=x&before=9"),
    ("", "/statistics/?year=2026"),
    ("", "/events/?hall=yotsuya"),
    ("group", "/my/waiting/join/?room=yotsuya%2Fhall&cell=yotsuya%2Fhall+2027-01-15+am"),
    ("counter", "/staff/today/?date=2026-11-28&hall=yotsuya&row=12345678"),
    ("manager", "/staff/statistics/?hall=yotsuya&year=2026&of=2026-11&to=2026-11"),
    ("manager", "/staff/statistics/bookings/?year=2026&room=yotsuya%2Fhall&weekday=5&slot=am"),
    ("manager", "/staff/refunds/?hall=yotsuya&at=2026-11-28"),
    ("manager", "/staff/months/entries/?month=2026-11-01&hall=yotsuya&year=2026&kind=charge"),
)
NO_FAULT = {
    "Secure Flag cookie": "the demo has no TLS; with UKETSUKE_HTTPS=1 every cookie has the flag",
}


def main() -> None:
    subprocess.run([ROOT / "tools/debian", ROOT / "requirements/debian-scan.txt"], check=True)
    found = list(known_weaknesses())
    with demo() as (address, accounts), tempfile.TemporaryDirectory() as folder:
        # Before the attack: an address that has guessed so many passwords has to wait.
        roles = {role for role, _ in (*WALKS, *ASKED) if role}
        cookies = {role: _log_in(address, *accounts[role]) for role in roles} | {"": ""}
        found += list(_ask_the_api(address))
        for role, path in ASKED:
            found += list(_ask(address + path, cookies[role], Path(folder)))
        for role, path in WALKS:
            found += list(_walk(address + path, cookies[role], Path(folder), role or "stranger"))
    for each in found:
        print(f"FOUND {each}")
    print(f"{len(found)} found")
    sys.exit(bool(found))


def _log_in(address: str, login: str, password: str) -> str:
    """The cookies of somebody who has logged in."""
    page = "/login/" if login.isdigit() else "/staff/login/"
    jar = CookieJar()
    browser = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(jar))
    form = browser.open(address + page).read().decode()
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', form)
    given = {"csrfmiddlewaretoken": token[1] if token else "", "login": login}
    browser.open(
        address + page, urllib.parse.urlencode(given | {"password": password}).encode()
    ).close()
    return "; ".join(f"{cookie.name}={cookie.value}" for cookie in jar)


def _ask_the_api(address: str) -> Iterator[str]:
    """schemathesis: whether the API is what its document says, whatever it is asked.

    Left out: that whatever fits the document is taken. That a last day follows a first one, a
    document cannot say.
    """
    command: list[str | Path] = [
        *(apart("schemathesis") / "schemathesis", "run", f"{address}/api/v1/openapi.json"),
        *("--max-examples", "200", "--exclude-checks", "positive_data_acceptance"),
    ]
    told = subprocess.run(command, capture_output=True, text=True, timeout=300, check=False)
    cases = re.search(r"\d+ generated, .*", told.stdout)
    print(f"schemathesis: {cases[0] if cases else told.stderr[-200:]}", flush=True)
    if told.returncode:
        yield f"schemathesis {told.stdout[-2000:]}"


def _walk(address: str, cookies: str, folder: Path, who: str) -> Iterator[str]:
    """wapiti: goes through the pages it finds from there, and attacks every form and address."""
    report = folder / f"{who}.json"
    host = address.split("/", 3)[2]
    command: list[str | Path] = [
        *(apart("wapiti") / "wapiti", "-u", address, "--scope", "domain", "-m", MODULES),
        *("-d", "3", "--max-links-per-page", "80", "--max-files-per-dir", "5"),
        *("--max-scan-time", str(SECONDS), "--max-attack-time", str(SECONDS_EACH)),
        *("-x", f"http://{host}/staff/logout/", "-x", f"http://{host}/logout/"),
        *("-f", "json", "-o", report, "--store-session", folder / who, "--flush-session"),
        *("--no-bugreport", "-v", "0"),
    ]
    if cookies:
        command += ["-H", f"Cookie: {cookies}"]
    subprocess.run(command, stdout=subprocess.DEVNULL, check=True)
    made = json.loads(report.read_text())
    print(f"{who}: {made['infos']['crawled_pages_nbr']} pages", flush=True)
    for part in ("vulnerabilities", "anomalies"):
        for kind, cases in made[part].items():
            if kind not in NO_FAULT:
                yield from (f"{who} {kind} {case['path']} {case['info']}" for case in cases)


def _ask(address: str, cookies: str, folder: Path) -> Iterator[str]:
    """sqlmap: tries to make the database answer through one address."""
    command: list[str | Path] = [
        *("sqlmap", "-u", address, "--batch", "--level", "1", "--risk", "1", "--threads", "2"),
        *("--technique", "BEUST", "--time-sec", "2", "--timeout", "10", "--flush-session"),
        *("--output-dir", folder / "sqlmap", "--disable-coloring", "--skip-waf"),
    ]
    if cookies:
        command += ["--cookie", cookies, "--drop-set-cookie"]
    told = subprocess.run(command, capture_output=True, text=True, timeout=300, check=False)
    tested = len(re.findall(r"parameter '[^']+' does not seem to be injectable", told.stdout))
    path = address.split("/", 3)[3]
    print(f"sqlmap /{path[:60]}: {tested} parameters", flush=True)
    if "all tested parameters do not appear to be injectable" not in told.stdout:
        yield f"sqlmap /{path} {told.stdout[-400:]}"


if __name__ == "__main__":
    main()
