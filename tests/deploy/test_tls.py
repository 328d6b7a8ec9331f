"""暗号化した通信: testssl.sh looks at nginx as it is delivered, for weaknesses that are known."""

import json
import subprocess
from pathlib import Path

from tests.deploy.machine import HOST, Nginx

# What old versions and old ciphers alone would suffer from, is answered by the first two.
CHECKS = (
    *("--protocols", "--std", "--server-defaults", "--server-preference", "--pfs", "--headers"),
    *("--heartbleed", "--ccs", "--ticketbleed", "--robot", "--renegotiation", "--crime"),
    *("--breach", "--poodle", "--tls-fallback", "--sweet32"),
)
GRAVE = {"MEDIUM", "HIGH", "CRITICAL", "FATAL"}
NO_FAULT = {
    "cert_chain_of_trust": "the test signs its certificate itself",
    "cert_expirationStatus": "the test's certificate is for two days",
    "cert_notAfter": "the test's certificate is for two days",
    "cert_revocation": "the test's certificate comes from nobody who could revoke it",
    "cipher_order": "all that is offered is strong: what is quickest for it, the browser knows",
    "BREACH": "only pages that are the same for everybody are packed, as the test below sees",
}


def test_nothing_that_is_known_to_be_weak_is_offered(site: Nginx, tmp_path: Path):
    told = tmp_path / "told.json"
    command = ["testssl", "--quiet", "--color", "0", "--warnings", "batch", "--nodns", "none"]
    command += ["--ip", "127.0.0.1", *CHECKS, "--jsonfile", str(told)]
    said = subprocess.run(
        [*command, f"https://{HOST}:{site.tls}/"],
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
        stdin=subprocess.DEVNULL,
    )

    found = {each["id"]: each for each in json.loads(told.read_text())}
    grave = {name for name, each in found.items() if each["severity"] in GRAVE}
    assert {"TLS1_3", "cipherlist_NULL", "heartbleed", "ROBOT", "HSTS_time"} <= set(found), (
        said.stdout
    )
    assert [found[name] for name in sorted(grave - set(NO_FAULT))] == []
    assert set(NO_FAULT) - grave == set(), "what is no longer found needs no reason"


def test_a_page_with_a_secret_in_it_is_not_packed(site: Nginx):
    """Its length would tell of it: BREACH."""
    wish = ("-H", "Accept-Encoding: gzip")

    assert site.curl("/", *wish).headers["content-encoding"] == "gzip"
    assert "csrfmiddlewaretoken" in site.curl("/login/", *wish).body
