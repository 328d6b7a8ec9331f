"""nginx, really in front of the program: what somebody outside sees."""

import json
import re
import subprocess
from time import sleep

import pytest

from tests.deploy.machine import ELSEWHERE, HOST, LISTED, Answer, Nginx

STAFF = ("/staff/", "/staff", "/staff/login/", "/staff/queue/", "/metrics", "/STAFF/", "//staff/")
TRICKS = ("/%73taff/", "/x/../staff/", "/staff%2f", "/./staff/login/")
FORGED = ("X-Forwarded-For", "X_Forwarded_For", "X-Real-IP", "Forwarded", "True-Client-IP")


def same(answer: Answer) -> tuple[int, str, set[str]]:
    """What may not differ between two answers."""
    body = re.sub(r'value="[A-Za-z0-9]{64}"', "", answer.body)
    return answer.status, body, set(answer.headers)


def shake(site: Nginx, *words: str) -> subprocess.CompletedProcess[str]:
    """Shake hands over TLS, and go."""
    command = ["openssl", "s_client", "-connect", f"127.0.0.1:{site.tls}", *words]
    return subprocess.run(command, input="", text=True, capture_output=True, check=False)


def test_http_leads_to_https(site: Nginx):
    answer = site.ask(f"http://{HOST}:{site.plain}/availability/?x=1")

    assert answer.status == 308
    assert answer.headers["location"] == f"https://{HOST}/availability/?x=1"


@pytest.mark.parametrize(
    ("version", "works"), [("1.0", False), ("1.1", False), ("1.2", True), ("1.3", True)]
)
def test_only_new_versions_of_tls(site: Nginx, version: str, works: bool):
    # Our own side would refuse the old ones by itself.
    old = f"-tls{version.replace('.', '_').replace('1_0', '1')}", "-cipher", "ALL:@SECLEVEL=0"
    ca = f"{site.machine.folder}/etc/tls/fullchain.pem"
    said = shake(site, "-servername", HOST, *old, "-CAfile", ca)

    assert (said.returncode == 0) == works, said.stderr


def test_weak_ciphers_and_other_names_get_nothing(site: Nginx):
    weak = ("-tls1_2", "-cipher", "AES128-SHA:@SECLEVEL=0")

    assert shake(site, "-servername", HOST).returncode == 0
    assert shake(site, "-servername", HOST, *weak).returncode != 0
    assert shake(site, "-servername", "elsewhere.example").returncode != 0
    assert shake(site, "-noservername").returncode != 0


def test_http2_is_spoken(site: Nginx):
    assert site.curl("/", "--http2").version == "HTTP/2"
    assert site.curl("/", "--http1.1").version == "HTTP/1.1"


def test_a_browser_is_told_to_come_by_https_only(site: Nginx):
    for path in ("/", "/static/uketsuke/uketsuke.css", "/no-such-page/"):
        told = site.curl(path).headers["strict-transport-security"]
        assert told == "max-age=31536000; includeSubDomains"


@pytest.mark.parametrize("path", STAFF + TRICKS)
def test_from_elsewhere_the_staff_side_is_a_page_that_does_not_exist(site: Nginx, path: str):
    missing = same(site.curl("/nowhere/", at=ELSEWHERE))

    assert missing[0] == 404
    assert "ページが見つかりません" in missing[1]
    assert same(site.curl(path, at=ELSEWHERE)) == missing
    assert same(site.curl(path, "-d", "a=b", at=ELSEWHERE))[0] == 404


def test_from_a_listed_address_it_is_there(site: Nginx):
    assert site.curl("/staff/login/").status == 200
    assert site.curl("/metrics").body.startswith("# HELP")


def test_nginx_keeps_it_closed_even_where_the_program_lists_an_address(site: Nginx):
    listing = """
import django; django.setup()
from uketsuke.identity.models import Network
Network.objects.{do}(cidr="127.0.0.5/32", hall="", label="見本")
"""
    site.machine.python(listing.format(do="create"))
    try:
        assert site.curl("/staff/login/", at=ELSEWHERE).status == 404
    finally:
        undo = listing.format(do="filter").replace(', hall="", label="見本")', ").delete()")
        site.machine.python(undo)


def test_who_knocks_there_is_noted(site: Nginx):
    knocks = """
import django; django.setup()
from uketsuke.protection.models import Knock
print(*Knock.objects.values_list("address", flat=True))
"""
    site.curl("/staff/queue/", at="127.0.0.66")
    sleep(1)

    assert "127.0.0.66" in site.machine.python(knocks).split()


@pytest.mark.parametrize("header", FORGED)
def test_a_forged_address_changes_nothing(site: Nginx, header: str):
    forged = ("-H", f"{header}: {LISTED}", "-H", f"{header}: for={LISTED}")

    assert site.curl("/staff/login/", *forged, at=ELSEWHERE).status == 404
    there = site.curl("/staff/login/", "-H", f"{header}: {ELSEWHERE}")
    assert there.status == 200, "what a member of staff is told to have sent does not matter either"


def test_a_forged_host_is_refused_and_no_scheme_is_believed(site: Nginx):
    assert site.curl("/", "-H", "Host: elsewhere.example").status == 421
    told = site.curl("/login/", "-H", "X-Forwarded-Proto: http", "-H", "X-Forwarded-Host: evil")
    assert "evil" not in told.body
    assert "__Host-csrf" in told.headers["set-cookie"]
    assert "Secure" in told.headers["set-cookie"]


def test_a_form_is_taken_only_from_our_own_page(site: Nginx):
    page = site.curl("/login/", at="127.0.0.7")
    cookie = re.search(r"__Host-csrf=(\w+)", page.headers["set-cookie"])[1]
    token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page.body)[1]

    def send(origin: str) -> Answer:
        words = ["-H", f"Origin: {origin}", "-b", f"__Host-csrf={cookie}"]
        words += ["--data-urlencode", f"csrfmiddlewaretoken={token}", "-d", "login=1&password=2"]
        return site.curl("/login/", *words, at="127.0.0.7")

    assert send("https://elsewhere.example").status == 403
    assert send(f"https://{HOST}").status == 422, "read, and found wanting"


def test_large_bodies_are_refused_kindly(site: Nginx, tmp_path):
    large = tmp_path / "large"
    large.write_bytes(b"x" * 1_300_000)

    answer = site.curl("/my/", "--data-binary", f"@{large}", at="127.0.0.8")

    assert answer.status == 413
    assert "大きすぎます" in answer.body
    assert answer.headers["content-security-policy"].startswith("default-src 'self'")


def test_photographs_of_papers_may_be_larger(site: Nginx, tmp_path):
    photograph = tmp_path / "photograph"
    photograph.write_bytes(b"x" * 20_000_000)

    answer = site.curl("/register/", "-F", f"paper=@{photograph}", at="127.0.0.8")

    assert answer.status == 403, "as far as the program, which finds no token"


def test_static_files_come_from_nginx_and_stay(site: Nginx):
    page = site.curl("/").body
    hashed = re.search(r'href="(/static/[^"]+\.[0-9a-f]{12}\.css)"', page)[1]

    answer = site.curl(hashed, "-H", "Accept-Encoding: gzip")
    plain = site.curl("/static/uketsuke/uketsuke.css")

    assert answer.status == plain.status == 200
    assert answer.headers["cache-control"] == "public, max-age=31536000, immutable"
    assert answer.headers["content-encoding"] == "gzip"
    assert plain.headers["cache-control"] == "public, max-age=3600"
    assert plain.headers["x-content-type-options"] == "nosniff"
    assert site.curl("/static/../site.conf").status in (400, 404)


def test_who_guesses_passwords_is_slowed_down_kindly(site: Nginx):
    def guess(at: str) -> int:
        return site.curl("/login/", "-d", "login=1&password=2", at=at).status

    told = [guess("127.0.0.9") for _ in range(25)]
    answer = site.curl("/login/", "-d", "login=1", at="127.0.0.9")

    assert told[0] == 403, "the program answers first"
    assert told[-1] == answer.status == 429
    assert "少しお待ちください" in answer.body
    assert answer.headers["retry-after"] == "30"
    assert guess("127.0.0.10") == 403, "others are not slowed"
    assert site.curl("/login/", at="127.0.0.9").status == 200, "looking is no guess"


def test_the_halls_own_address_is_not_counted(site: Nginx):
    told = [site.curl("/login/", "-d", "login=1", at=LISTED).status for _ in range(25)]

    assert set(told) == {403}


def test_all_in_one_burst_are_bounded(site: Nginx):
    url = f"https://{HOST}:{site.tls}/static/uketsuke/uketsuke.css?[1-700]"
    command = ["curl", "-sk", "--http2", "-Z", "--interface", "127.0.0.11", "-o", "/dev/null"]
    command += ["--resolve", f"{HOST}:{site.tls}:127.0.0.1", "-w", "%{http_code}\n", url]
    said = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)

    assert set(said.stdout.split()) >= {"200", "429"}


def test_the_log_keeps_no_address_and_no_page_in_full(site: Nginx):
    site.curl("/password/12-abcd-efgh-jkmn-pqrs/?mail=hana@mihon.example", at="127.0.0.77")
    site.curl("/staff/groups/12345678/?q=himitsu")
    site.curl("/")
    sleep(0.3)

    log = (site.machine.folder / "log/uketsuke.log").read_text()
    lines = [json.loads(line) for line in log.splitlines()]

    assert {line["family"] for line in lines} >= {"/password", "/staff/groups/", "/"}
    assert {line["from"] for line in lines} == {"127.0.0.0"}
    assert not re.search(r"abcd-efgh|hana|12345678|himitsu|127\.0\.0\.[1-9]", log)
    errors = site.machine.folder / "log/uketsuke-error.log"
    assert not errors.exists() or "127.0.0" not in errors.read_text()


def test_where_the_program_is_away_the_page_is_ours(site: Nginx):
    text = (site.machine.folder / "site.conf").read_text()
    away = text.replace(str(site.machine.socket), f"{site.machine.folder}/nobody.sock")
    assert away != text
    place = site.machine.folder / "site.conf"
    try:
        place.write_text(away)
        _reload(site)
        answer = site.curl("/availability/")
        assert answer.status == 503
        assert "一時的につながりません" in answer.body
        assert answer.headers["retry-after"] == "30"
        assert answer.headers["cache-control"] == "no-store"
    finally:
        place.write_text(text)
        _reload(site)
    assert site.curl("/availability/").status == 200


def _reload(site: Nginx) -> None:
    folder = site.machine.folder
    command = ["nginx", "-p", str(folder), "-c", f"{folder}/nginx.conf", "-s", "reload"]
    subprocess.run(command, check=True, capture_output=True)
    sleep(1)
