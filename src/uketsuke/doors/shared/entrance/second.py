"""二つ目の確認の画面: after the password, and where a person sets it up; for both doors.

Between the password and the second factor nobody is logged in: the session only remembers who
gave the right password, for ten minutes, and where she was going.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import segno
from axes.handlers.proxy import AxesProxyHandler
from django.conf import settings
from django.contrib.auth import login, update_session_auth_hash
from django.contrib.auth.signals import user_login_failed
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _

from uketsuke.doors.shared.entrance import away, devices, proof
from uketsuke.doors.shared.entrance.addresses import client_address
from uketsuke.doors.shared.entrance.browsers import named
from uketsuke.doors.shared.entrance.guards import DUE
from uketsuke.doors.shared.entrance.second_forms import AnswerForm, AppForm, CodeForm, PasskeyForm
from uketsuke.doors.shared.entrance.visits import Visit
from uketsuke.doors.shared.inputs.forms import Form, nothing_typed
from uketsuke.doors.shared.words import failures
from uketsuke.doors.shared.words.refusals import shown_on
from uketsuke.identity import actions, factors, logins, passkeys
from uketsuke.identity.models import User
from uketsuke.identity.sessions import ADDRESS, BEGAN, DEVICE, SEEN
from uketsuke.kernel import clock, vault
from uketsuke.kernel.actors import Actor, Who
from uketsuke.kernel.refusals import Refusal

BACKEND = "uketsuke.identity.backends.Accounts"
WAITING, MAKING = "second", "second-making"
TEN_MINUTES = timedelta(minutes=10)
UNPROCESSABLE = 422
SEALED = "session.secret"
FORMS: dict[str, type[Form]] = {"app": AppForm, "passkey": PasskeyForm}
GUARDED = {*FORMS, "codes", "remove"}  # before these the password is asked for again

GoOn = Callable[[User, str, str], HttpResponse]


@dataclass(frozen=True, slots=True)
class Frame:
    """The door whose page it is: its base template, and the names of its addresses."""

    base: str
    login: str
    check: str
    setup: str
    password: str


@dataclass(frozen=True, slots=True)
class Waiting:
    """Who gave the right password, and where she was going with what she had typed."""

    user: User
    on: str
    carried: str
    state: Any


def actor_of(request: Visit, user: User) -> Actor:
    """The person as the audit knows her, before the request itself does."""
    return Actor(Who(user.role), user.login, client_address(request), user.hall)


def enter(request: Visit, user: User) -> None:
    """ログインする, everything having been shown; with a new session key."""
    login(request, user, backend=BACKEND)
    away.here(request)
    request.session[BEGAN] = request.session[SEEN]
    request.session[DEVICE] = named(request.META.get("HTTP_USER_AGENT", ""))
    request.session[ADDRESS] = client_address(request)
    if user.is_staff_member and settings.SECOND_FACTOR and not user.factors.exists():
        request.session[DUE] = True
        proof.mark(request)  # this page comes next
    actions.entered(user.pk, by=actor_of(request, user), at=clock.now())


def begin(request: Visit, user: User, frame: Frame, on: str, carried: str = "") -> HttpResponse:
    """The password was right, and the account has a second factor."""
    request.session.cycle_key()
    kept = vault.seal(carried, SEALED)  # it may hold what the database must not see
    until = (clock.now() + TEN_MINUTES).isoformat()
    request.session[WAITING] = {"user": user.pk, "on": on, "carried": kept, "until": until}
    return redirect(frame.check)


def check(request: Visit, frame: Frame, go_on: GoOn) -> HttpResponse:
    """二つ目の確認: a code or a passkey; then she is logged in and goes on."""
    waiting = _waiting(request)
    if waiting is None:
        return redirect(frame.login)
    user, form = waiting.user, CodeForm(request.POST if "code" in request.POST else None)
    answer = AnswerForm(request.POST if "answer" in request.POST else None)
    devices.vouch(request, user.login)
    if not AxesProxyHandler.is_allowed(request, {"login": user.login}):
        return failures.locked(request)
    if request.method == "POST":
        if _is_right(request, waiting, form, answer):
            del request.session[WAITING]
            enter(request, user)
            return go_on(user, waiting.on, waiting.carried)
        form.leave_focus()
        user_login_failed.send(sender=__name__, credentials={"login": user.login}, request=request)
    question = passkeys.ask_to_sign(user, _host(request))
    if question:
        request.session[WAITING] |= {"state": question[1]}
        request.session.modified = True
    context = {"base": frame.base, "form": form, "answer": answer}
    context |= {"login": frame.login, "question": question[0] if question else None}
    status = UNPROCESSABLE if request.method == "POST" else 200
    return render(request, "shared/second/check.html", context, status=status)


def _is_right(request: Visit, waiting: Waiting, form: CodeForm, answer: AnswerForm) -> bool:
    user, at = waiting.user, clock.now()
    by = actor_of(request, user)
    if answer.is_valid():
        with shown_on(answer):
            given = answer.cleaned_data["answer"]
            factor, count = passkeys.signed(user, given, waiting.state, _host(request))
            return factors.passed(factor.pk, count, by=by, at=at)
        return False
    if not form.is_valid():
        return False
    if factors.passes(user.pk, form.cleaned_data["code"], by=by, at=at):
        return True
    form.add_error(
        "code",
        _("確認コードが違います。時間がたつと変わりますので、いまの数字を入力してください。"),
    )
    return False


def setup(request: Visit, frame: Frame) -> HttpResponse:
    """ログインの安全: what she has, where she is logged in, and all that she can do about it."""
    user: Any = request.user
    forms: dict[str, Form] = {name: _form(name) for name in FORMS}
    forms["proof"] = proof.ProofForm(initial={"label": request.POST.get("label", "")[:40]})
    if request.method == "POST":
        answer = _done(request, frame, user, forms)
        if answer:
            return answer
    context = {
        "base": frame.base,
        "setup": frame.setup,
        "factors": user.factors.order_by("pk"),
        "codes": user.codes.filter(used_at=None).count(),
        "logins": logins.logins(user, request.session.session_key, clock.now()),
        "due": request.session.get(DUE, False),
        "password": frame.password,
        "proved": proof.is_fresh(request),
        "again": request.POST.get("do") in GUARDED,
    }
    if context["proved"]:
        context |= _ways_to_add(request, user)
    wrong = any(form.is_bound and form.errors for form in forms.values())
    status = UNPROCESSABLE if wrong else 200
    return render(request, "shared/second/setup.html", context | forms, status=status)


def _ways_to_add(request: Visit, user: User) -> dict[str, Any]:
    """The secret and the picture for an app, and the question for a passkey."""
    secret, question = _in_the_making(request, user)
    address = factors.address_of(secret, user.login, passkeys.NAME)
    return {
        "secret": " ".join(secret[at : at + 4] for at in range(0, len(secret), 4)),
        # Made by the library from our own words: nothing anybody typed is in it.
        "picture": mark_safe(  # noqa: S308
            segno.make(address).svg_inline(scale=4, border=3, dark="#000", light="#fff")
        ),
        "question": question,
    }


def _done(request: Visit, frame: Frame, user: User, forms: dict[str, Form]) -> HttpResponse | None:
    """What a button of the page does; None: the page is shown again with what is wrong."""
    do, by, at = request.POST.get("do", ""), request.actor, clock.now()
    if do == "prove":
        return _prove(request, user, forms)
    if do == "end":
        _stay(request, factors.end_sessions(user.pk, by=by, at=at))
    if do == "end-one":
        logins.end(user.pk, request.POST.get("login", "")[:64], by=by, at=at)
    if do not in GUARDED:
        return redirect(frame.setup)
    return _done_by_herself(request, frame, user, forms) if proof.is_fresh(request) else None


def _done_by_herself(
    request: Visit, frame: Frame, user: User, forms: dict[str, Form]
) -> HttpResponse | None:
    """What changes what keeps others out: she has shown within minutes that it is she."""
    do, by, at = request.POST["do"], request.actor, clock.now()
    if do in FORMS:
        form = forms[do] = _form(do, request.POST)
        if form.is_valid():
            with shown_on(form):
                _add(request, user, do, form.cleaned_data, by, at)
                return _after_adding(request, frame, user, by, at)
        return None
    if do == "codes":
        return _codes_page(request, frame, factors.make_codes(user.pk, by=by, at=at))
    if request.POST.get("factor", "").isdecimal():
        return _removed(request, frame, user, int(request.POST["factor"][:15]), forms)
    return redirect(frame.setup)


def _prove(request: Visit, user: User, forms: dict[str, Form]) -> HttpResponse | None:
    """本人の再確認: then the page shows the rest, with what she had already typed."""
    if not proof.may_try(request, user):
        return failures.locked(request)
    form = forms["proof"] = proof.ProofForm(request.POST)
    if form.is_valid() and proof.is_right(request, user, form, "password"):
        proof.mark(request)
        actions.proved(user.pk, by=request.actor, at=clock.now())
        for name, kind in FORMS.items():
            label = form.cleaned_data["label"]
            forms[name] = kind(auto_id=f"{name}_%s", initial={"label": label})
    return None


def _form(name: str, given: QueryDict | None = None) -> Form:
    """Two forms of one page: their fields have ids of their own."""
    return FORMS[name](given, auto_id=f"{name}_%s")


def _add(
    request: Visit, user: User, do: str, given: dict[str, str], by: Actor, at: datetime
) -> None:
    making = request.session.get(MAKING, {})
    if do == "app":
        secret = vault.unseal(making.get("secret", ""), SEALED)
        if not secret:
            raise Refusal("factors.begin_again")
        factors.add_totp(user.pk, secret, given["code"], given["label"], by=by, at=at)
        return
    credential, key = passkeys.made(given["answer"], making.get("state"), _host(request))
    factors.add_passkey(user.pk, credential, key, given["label"], by=by, at=at)


def _after_adding(
    request: Visit, frame: Frame, user: User, by: Actor, at: datetime
) -> HttpResponse:
    """All other sessions have ended; with the first factor come the recovery codes."""
    request.session.pop(MAKING, None)
    request.session.pop(DUE, None)
    _stay(request, User.objects.get(pk=user.pk))
    if user.codes.filter(used_at=None).exists():
        return redirect(frame.setup)
    return _codes_page(request, frame, factors.make_codes(user.pk, by=by, at=at))


def _removed(
    request: Visit, frame: Frame, user: User, factor: int, forms: dict[str, Form]
) -> HttpResponse | None:
    form = forms["app"] = nothing_typed()
    with shown_on(form):
        factors.remove(user.pk, factor, by=request.actor, at=clock.now())
        _stay(request, User.objects.get(pk=user.pk))
        return redirect(frame.setup)
    forms["app"], forms["wrong"] = _form("app"), form
    return None


def _codes_page(request: Visit, frame: Frame, codes: list[str]) -> HttpResponse:
    """The codes are the answer itself, so that they are seen once and no address leads to them."""
    context = {"base": frame.base, "setup": frame.setup, "codes": codes}
    return render(request, "shared/second/codes.html", context)


def _in_the_making(request: Visit, user: User) -> tuple[str, dict[str, Any]]:
    """The secret an app is being given, the same until it is used; and a passkey's question."""
    making = request.session.get(MAKING, {})
    sealed = making.get("secret") or vault.seal(factors.new_secret(), SEALED)
    question, state = passkeys.ask_to_make(user, _host(request))
    request.session[MAKING] = {"secret": sealed, "state": state}
    return vault.unseal(sealed, SEALED), question


def _stay(request: Visit, user: User) -> None:
    """Every other session of hers has ended; this one goes on."""
    user.backend = BACKEND
    update_session_auth_hash(request, user)


def _waiting(request: Visit) -> Waiting | None:
    kept = request.session.get(WAITING)
    if not kept or datetime.fromisoformat(kept["until"]) < clock.now():
        return None
    user = User.objects.filter(pk=kept["user"], is_active=True).first()
    if user is None:
        return None
    return Waiting(user, kept["on"], vault.unseal(kept["carried"], SEALED), kept.get("state"))


def _host(request: Visit) -> str:
    return request.get_host().partition(":")[0]
