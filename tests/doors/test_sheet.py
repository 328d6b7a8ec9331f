"""画面を巡る: the walk of ``make sheet`` knows each page, and tells where no link leads."""

import sys

import pytest

from tests.architecture.source import ROOT

sys.path.insert(0, str(ROOT / "tools"))
import walk


def screen(page, source="<main></main>", who=""):
    return walk.Screen("portal", page, 0, who, page, source)


@pytest.mark.parametrize(
    ("path", "door", "who", "page"),
    [
        ("/price/?room=x", "portal", "", "/price/"),
        ("/my/notices/7/", "portal", "group", "/my/notices/<int:pk>/"),
        ("/my/notices/7/", "portal", "", None),  # she has not logged in
        ("/staff/networks/", "counter", "manager", None),  # she may not
        ("/staff/networks/", "portal", "administrator", None),
        ("/logout/", "portal", "", None),
        ("/api/v1/halls", "portal", "", None),
        ("/nowhere/", "portal", "", None),
    ],
)
def test_an_address_is_the_page_that_one_may_enter(path, door, who, page):
    assert walk.page_of(path, door, who) == page


def test_two_pages_differ_by_what_they_say_and_offer_not_by_their_figures():
    bill, later, paid = (
        screen("/my/", f"<main><h2>{words}</h2><button>支払う</button></main>")
        for words in ("3月1日まで", "4月21日まで", "支払い済み")
    )

    assert walk.look_of(bill) == walk.look_of(later)
    assert walk.look_of(bill) != walk.look_of(paid)


def test_what_is_only_sent_is_no_page_that_is_missing():
    missing = walk.unseen([screen("/price/")])

    assert "/my/offers/<int:pk>/" in missing
    assert not {"/price/", "/my/offers/<int:pk>/decline/", "/logout/"} & set(missing)
