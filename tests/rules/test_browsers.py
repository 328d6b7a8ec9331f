"""端末の名前."""

import pytest

from uketsuke.doors.shared.entrance.browsers import named

WEBKIT = "AppleWebKit/537.36 (KHTML, like Gecko)"


@pytest.mark.parametrize(
    ("agent", "told"),
    [
        (
            f"Mozilla/5.0 (Windows NT 10.0) {WEBKIT} Chrome/140.0 Safari/537 Edg/140",
            "Windows・Edge",
        ),
        (f"Mozilla/5.0 (X11; Linux x86_64) {WEBKIT} Chrome/140.0 Safari/537.36", "Linux・Chrome"),
        (
            "Mozilla/5.0 (Windows NT 10.0; rv:142.0) Gecko/20100101 Firefox/142.0",
            "Windows・Firefox",
        ),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 18_0) Version/18.0 Safari/604.1", "iPhone・Safari"),
        (f"Mozilla/5.0 (Linux; Android 15) {WEBKIT} Chrome/140.0 Mobile", "Android・Chrome"),
        ("Mozilla/5.0 (Macintosh; Intel Mac OS X) Version/18.0 Safari/605", "Mac・Safari"),
        ("", ""),
        ("Lynx/2.9", ""),
        ("<script>alert(1)</script>", ""),
    ],
)
def test_a_browser_in_words(agent, told):
    assert named(agent) == told
