"""見本の決済会社: speaks the provider's protocol as documented, for a demo and for tests.

Nothing of it is real: no card is asked for, and only this machine can reach it.

``python -m uketsuke.seed.provider --port 9100 --key sk_mihon --secret whsec_mihon --notify URL``
"""

import argparse
import contextlib
import hashlib
import hmac
import html
import json
import urllib.request
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import count
from threading import Lock, Thread
from typing import Any
from urllib.parse import parse_qs, urlsplit

from uketsuke.kernel import clock

Json = dict[str, Any]
LIMITS = {"card": (50, 99_999_999), "konbini": (120, 300_000)}  # yen, as documented
WAYS = {"card": "カードで支払う", "konbini": "コンビニで支払う（あとで）", "back": "支払わずに戻る"}
PAGE = """<!doctype html><html lang="ja"><head><meta charset="utf-8"><title>見本の決済画面</title>
<meta name="viewport" content="width=device-width, initial-scale=1"></head>
<body style="font-family:sans-serif;max-width:30rem;margin:2rem auto;padding:0 1rem">
<h1>見本の決済画面</h1><p>本物の決済ではありません。お金は動きません。</p>
<p>{name}</p><p style="font-size:2rem">{amount:,}円</p>
<form method="post">{buttons}</form></body></html>"""


class Rejected(Exception):
    """A request that the real provider does not take either; the words say why."""


@dataclass
class Books:
    """帳簿: everything the pretended provider knows."""

    secret: str
    notify: str
    base: str = ""
    sessions: dict[str, Json] = field(default_factory=dict)
    refunds: list[Json] = field(default_factory=list)
    answers: dict[str, tuple[bytes, int, Json]] = field(default_factory=dict)
    events: list[bytes] = field(default_factory=list)
    lock: Lock = field(default_factory=Lock)
    numbers: Any = field(default_factory=lambda: count(1))

    def new_id(self, kind: str) -> str:
        return f"{kind}_mihon_{next(self.numbers):06d}"

    def begin(self, form: dict[str, str]) -> Json:
        amount = int(form["line_items[0][price_data][unit_amount]"])
        ways = [form[name] for name in form if name.startswith("payment_method_types[")]
        for way in ways:
            least, most = LIMITS[way]
            if not least <= amount <= most:
                raise Rejected(f"{way} takes {least} to {most} jpy")
        number = self.new_id("cs")
        self.sessions[number] = {
            "id": number,
            "object": "checkout.session",
            "status": "open",
            "payment_status": "unpaid",
            "amount_total": amount,
            "currency": form["line_items[0][price_data][currency]"],
            "client_reference_id": form.get("client_reference_id"),
            "url": f"{self.base}/pay/{number}",
            "success_url": form["success_url"],
            "cancel_url": form["cancel_url"],
            "expires_at": int(form["expires_at"]),
            "payment_intent": None,
            "ways": ways,
            "store_days": form.get("payment_method_options[konbini][expires_after_days]"),
            "name": form["line_items[0][price_data][product_data][name]"],
        }
        return self.sessions[number]

    def pay(self, number: str, way: str) -> None:
        """What a person does on the hosted page, or days later at a convenience store."""
        session = self.sessions[number]
        if way in session["ways"] and session["status"] == "open":
            session["status"] = "complete"
            session["payment_intent"] = self._intent(way, session["amount_total"])
            if way == "card":
                session["payment_status"] = "paid"
            self.announce("checkout.session.completed", session)
        elif way == "store" and session["payment_status"] == "unpaid":
            session["payment_status"] = "paid"
            session["payment_intent"] |= {"status": "succeeded"} | self._charge("konbini")
            self.announce("checkout.session.async_payment_succeeded", session)
        elif way == "never" and session["payment_status"] == "unpaid":
            session["payment_intent"]["status"] = "requires_payment_method"
            self.announce("checkout.session.async_payment_failed", session)
        elif way == "expire" and session["status"] == "open":
            session["status"] = "expired"
            self.announce("checkout.session.expired", session)

    def _intent(self, way: str, amount: int) -> Json:
        paid = way == "card"
        intent = {
            "id": self.new_id("pi"),
            "object": "payment_intent",
            "amount": amount,
            "status": "succeeded" if paid else "requires_action",
            "latest_charge": None,
        }
        return intent | self._charge(way) if paid else intent

    def _charge(self, way: str) -> Json:
        number = self.new_id("ch")
        details = {"type": way}
        return {
            "latest_charge": {"id": number, "object": "charge", "payment_method_details": details}
        }

    def refund(self, form: dict[str, str]) -> Json:
        payment, amount = form["payment_intent"], int(form["amount"])
        intents = [each["payment_intent"] for each in self.sessions.values()]
        paid = sum(each["amount"] for each in intents if each and each["id"] == payment)
        if sum(each["amount"] for each in self.refunds_of(payment)) + amount > paid:
            raise Rejected("Refund amount is greater than unrefunded amount on charge")
        made = {
            "id": self.new_id("re"),
            "object": "refund",
            "amount": amount,
            "payment_intent": payment,
            "metadata": {"token": form.get("metadata[token]", "")},
            "status": "succeeded",
        }
        self.refunds.append(made)
        return made

    def refunds_of(self, payment: str) -> list[Json]:
        return [each for each in self.refunds if each["payment_intent"] == payment]

    def announce(self, kind: str, session: Json) -> None:
        about = {**session, "payment_intent": (session["payment_intent"] or {}).get("id")}
        event = {"id": self.new_id("evt"), "object": "event", "type": kind}
        self.events.append(json.dumps(event | {"data": {"object": about}}).encode())
        if self.notify:
            Thread(target=send, args=(self.notify, self.events[-1], self.secret)).start()


def signed(payload: bytes, secret: str, at: int | None = None) -> str:
    """``Stripe-Signature`` of a payload."""
    moment = int(clock.now().timestamp()) if at is None else at
    mac = hmac.new(secret.encode(), f"{moment}.".encode() + payload, hashlib.sha256)
    return f"t={moment},v1={mac.hexdigest()}"


def send(url: str, payload: bytes, secret: str) -> None:
    """Deliver a webhook; who does not answer is not told again here."""
    headers = {"Stripe-Signature": signed(payload, secret), "Content-Type": "application/json"}
    request = urllib.request.Request(url, payload, headers)  # noqa: S310 - our own address
    with contextlib.suppress(OSError):
        urllib.request.urlopen(request, timeout=10).close()  # noqa: S310


class Handler(BaseHTTPRequestHandler):
    """Requests of the SDK, of the person who pays, and of tests (``/sim/``)."""

    server: "Server"

    def do_GET(self) -> None:
        books, asked = self.server.books, urlsplit(self.path)
        path, last = asked.path, asked.path.rsplit("/", 1)[-1]
        if path.startswith("/v1/") and not self._known():
            return
        if path.startswith("/v1/checkout/sessions/") and last in books.sessions:
            self._json(200, books.sessions[last])
        elif path == "/v1/refunds":
            found = books.refunds_of(parse_qs(asked.query)["payment_intent"][0])
            self._json(200, {"object": "list", "data": found, "has_more": False})
        elif path.startswith("/pay/") and last in books.sessions:
            self._page(books.sessions[last])
        elif path == "/sim/books":
            events = [event.decode() for event in books.events]
            sessions = list(books.sessions.values())
            self._json(200, {"events": events, "refunds": books.refunds, "sessions": sessions})
        else:
            self._error(404, "no such")

    def do_POST(self) -> None:
        books, path = self.server.books, urlsplit(self.path).path
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        form = {name: values[0] for name, values in parse_qs(body.decode()).items()}
        last = path.rsplit("/", 1)[-1]
        with books.lock:
            if path.startswith("/pay/") and last in books.sessions:
                way = next((each for each in WAYS if each in form), "back")
                books.pay(last, way)
                self._redirect(books.sessions[last]["success_url"])
            elif path == "/sim/a-day-passes":  # keys are kept no longer
                books.answers.clear()
                self._json(200, {})
            elif path.startswith("/sim/") and last in books.sessions:
                books.pay(last, path.split("/")[2])
                self._json(200, books.sessions[last])
            else:
                self._api(path, body, form)

    def _api(self, path: str, body: bytes, form: dict[str, str]) -> None:
        """The two calls that make something; a key sent again gets the first answer again."""
        books, key = self.server.books, self.headers.get("Idempotency-Key", "")
        if not self._known():
            return
        calls = {"/v1/checkout/sessions": books.begin, "/v1/refunds": books.refund}
        if path not in calls:
            self._error(404, "no such")
            return
        if key in books.answers:
            before, status, answer = books.answers[key]
            if before != body:
                words = "Keys for idempotent requests can only be used with the same parameters"
                self._error(400, words, "idempotency_error")
                return
            self._json(status, answer, again=True)
            return
        try:
            made = calls[path](form)
        except Rejected as why:
            self._error(400, str(why))
            return
        books.answers[key] = body, 200, dict(made)
        self._json(200, made)

    def _known(self) -> bool:
        """Whether the secret key is ours; otherwise it is said."""
        known = self.headers.get("Authorization") == f"Bearer {self.server.key}"
        if not known:
            self._error(401, "Invalid API Key provided")
        return known

    def _error(self, status: int, words: str, kind: str = "invalid_request_error") -> None:
        self._json(status, {"error": {"type": kind, "message": words}})

    def _json(self, status: int, what: Json, *, again: bool = False) -> None:
        payload = json.dumps(what).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(payload)))
        if again:
            self.send_header("Idempotent-Replayed", "true")
        self.end_headers()
        self.wfile.write(payload)

    def _page(self, session: Json) -> None:
        style = "display:block;width:100%;padding:1rem;margin:1rem 0;font-size:1rem"
        buttons = "".join(
            f'<button style="{style}" name="{way}" value="1">{words}</button>'
            for way, words in WAYS.items()
            if way == "back" or (session["status"] == "open" and way in session["ways"])
        )
        page = PAGE.format(
            name=html.escape(session["name"]), amount=session["amount_total"], buttons=buttons
        ).encode()
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(page)))
        self.end_headers()
        self.wfile.write(page)

    def _redirect(self, url: str) -> None:
        self.send_response(303)
        self.send_header("Location", url)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *words: Any) -> None:
        """Quiet."""


class Server(ThreadingHTTPServer):
    """The pretended provider, on this machine only."""

    daemon_threads = True

    def __init__(self, port: int, key: str, secret: str, notify: str) -> None:
        super().__init__(("127.0.0.1", port), Handler)
        self.key = key
        self.books = Books(secret, notify, f"http://127.0.0.1:{self.server_address[1]}")


def main() -> None:
    """Serve until somebody stops it."""
    parser = argparse.ArgumentParser(description="見本の決済会社")
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--key", required=True)
    parser.add_argument("--secret", required=True)
    parser.add_argument("--notify", default="")
    given = parser.parse_args()
    with contextlib.suppress(KeyboardInterrupt):
        Server(given.port, given.key, given.secret, given.notify).serve_forever()


if __name__ == "__main__":
    main()
