"""お金: paid on the provider's page, asked for less, and the counter's part of both."""

import re
from collections.abc import Callable
from time import monotonic, sleep

import pytest

from tests.journeys.conftest import PHONE, Come
from tests.journeys.server import Server
from tests.journeys.test_counter import DAYS, MADE
from tests.journeys.visitor import Visitor

OF = "from uketsuke.intake.online.models import Checkout\nof = {'booking__number': sys.argv[1]}\n"
CHECKOUT = OF + "result = Checkout.objects.get(**of).provider_id"
STAGE = OF + "result = Checkout.objects.get(**of).stage"
Login = Callable[[Visitor, str], Visitor]


CELLS = ((day, slot) for day in (11, 12) for slot in ("am", "pm"))  # one for each journey


@pytest.fixture
def owing(server: Server) -> str:
    """The number of an approved booking of Haru's that nobody has paid."""
    nth, slot = next(CELLS)
    day = server.python(DAYS)[nth]
    number: str = server.python(MADE, server.people["haru"], day, slot, "yes")[0]
    return number


def pay(someone: Visitor, server: Server, how: str) -> Visitor:
    """By the button, on the provider's page, and back."""
    assert server.shop
    someone.elsewhere = (server.shop.url,)
    someone.page.get_by_role("button", name=re.compile("オンラインで支払う")).click()
    assert someone.page.url.startswith(f"{server.shop.url}/pay/")
    someone.page.get_by_role("button", name=how).click()
    return someone.look()


def test_she_asks_for_less_pays_the_rest_online_and_it_comes_back(
    come: Come, login: Login, server: Server, owing: str
):
    someone = login(come(PHONE), "haru").start(f"/my/bookings/{owing}/")
    someone.follow("料金の減免を申請する").press("減免を申請する").sees("入力をご確認ください")
    someone.tick(re.compile("区後援")).type("理由を示す書類", "見本の通知書")
    someone.press("減免を申請する").sees("減免の申請", "審査中")

    manager = login(come(), "sekinin").start("/staff/reductions/")
    manager.page.locator("tbody a").last.click()
    manager.look().press("減免を承認する").sees("50%", "納入通知書")

    someone.start(f"/my/bookings/{owing}/").sees("減免")
    assert someone.print(re.compile("納入通知書を開く"))
    pay(someone, server, "支払わずに戻る").sees("お支払いはまだ済んでいません")
    someone.follow("予約のページへ")
    pay(someone, server, "カードで支払う").sees("お支払いを確認しました")

    someone.follow("予約のページへ").follow(re.compile("予約の取消へ")).press(
        re.compile("取り消す")
    )
    someone.sees("お返しする額", "受け付けました")
    manager.start("/staff/refunds/").press("還付を決定する").press("カードに返す")
    manager.sees("最近お返ししたもの", "オンライン決済")
    someone.start(f"/my/bookings/{owing}/").sees("お返ししました")


def test_what_was_paid_at_the_convenience_store_is_told_by_the_provider(
    come: Come, login: Login, server: Server, owing: str
):
    """Its event comes over HTTP to the server; nobody looks anything up."""
    assert server.shop
    someone = login(come(PHONE), "haru").start(f"/my/bookings/{owing}/")
    pay(someone, server, "コンビニで支払う（あとで）").sees(
        "コンビニでのお支払いをお待ちしています"
    )
    someone.follow("予約のページへ").sees("コンビニではお支払いにならないでください")

    server.shop.does("store", server.python(CHECKOUT, owing))
    until = monotonic() + 20
    while server.python(STAGE, owing) != "paid" and monotonic() < until:
        sleep(0.5)

    someone.start(f"/my/bookings/{owing}/").sees("領収書を開く", "0円")
    assert not someone.page.get_by_role("button", name=re.compile("オンラインで支払う")).count()
