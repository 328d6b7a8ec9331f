"""職員ログイン: the one page of the staff side that is open before anybody is known."""

import unicodedata
from typing import Any
from urllib.parse import urlsplit

from django import forms
from django.contrib.auth import authenticate, logout
from django.contrib.auth.signals import user_login_failed
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import Resolver404, resolve
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext_lazy as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from uketsuke.doors.counter.templatetags.counter import nav_of
from uketsuke.doors.shared.entrance import away, devices, passwords, second
from uketsuke.doors.shared.entrance.addresses import STAFF_SIDE
from uketsuke.doors.shared.entrance.guards import fits, staff, staff_address
from uketsuke.doors.shared.entrance.visits import Visit, posted
from uketsuke.doors.shared.inputs.forms import Form
from uketsuke.identity.models import STAFF, User

FRAME = second.Frame(
    "counter/_base.html",
    "counter:login",
    "counter:second",
    "counter:security",
    "counter:password",
)


class LoginForm(Form):
    """職員のログイン."""

    login = forms.CharField(
        label=_("ログイン名"),
        max_length=40,
        widget=forms.TextInput(
            attrs={"autocomplete": "username", "autocapitalize": "none", "autofocus": True}
        ),
    )
    password = forms.CharField(
        label=_("パスワード"),
        max_length=128,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )

    def clean_login(self) -> str:
        """Half-width, as logins are kept: who types Japanese all day forgets to switch back."""
        return unicodedata.normalize("NFKC", str(self.cleaned_data["login"])).strip()


@staff_address
@sensitive_post_parameters("password")
@require_http_methods(["GET", "POST"])
def enter(request: Visit) -> HttpResponse:
    """ログイン: one message for every failure, so that nobody learns which accounts exist."""
    form = LoginForm(posted(request))
    if form.is_valid():
        if user := _member(request, **form.cleaned_data):
            on = request.POST.get("next", "")
            if user.factors.exists():
                return second.begin(request, user, FRAME, on)
            return _enter(request, user, on)
        form.add_error(
            None, _("ログインできませんでした。ログイン名とパスワードをお確かめください。")
        )
    on = request.POST.get("next") or request.GET.get("next", "")
    entries = nav_of(request)
    context = {"form": form, "next": on, "first": entries[0] if entries else None}
    status = 422 if form.errors else 200
    return render(request, "counter/accounts/login.html", context, status=status)


@staff_address
@require_http_methods(["GET", "POST"])
def check(request: Visit) -> HttpResponse:
    """ログインの確認: the second factor, which all staff have."""
    return second.check(request, FRAME, lambda user, on, _: _enter(request, user, on))


@staff(*STAFF, before_second=True)
@require_http_methods(["GET", "POST"])
def security(request: Visit) -> HttpResponse:
    """ログインの安全: what she has, and what she can add. It opens before anything else does."""
    return second.setup(request, FRAME)


@staff(*STAFF, always=True)
@sensitive_post_parameters("current", "password", "password_again")
@require_http_methods(["GET", "POST"])
def password(request: Visit) -> HttpResponse:
    """パスワードの変更."""
    return passwords.change(request, FRAME)


def _enter(request: Visit, user: User, on: str) -> HttpResponse:
    second.enter(request, user)
    return devices.remember(request, redirect(_after(request, user, on)), user)


@staff_address
@sensitive_post_parameters("password", "carried")
@require_http_methods(["GET", "POST"])
def unlock(request: Visit) -> HttpResponse:
    """離席のあと: the password again, then on with what she was doing."""
    user: Any = request.user
    if request.method != "POST" or not user.is_authenticated or not user.is_staff_member:
        return redirect("counter:login")
    form = away.PasswordForm(request.POST)
    if form.is_valid():
        on, carried = form.cleaned_data["next"], form.cleaned_data["carried"]
        if _member(request, user.login, form.cleaned_data["password"]):
            away.back(request)
            target = _after(request, user, on)
            ours = carried and target == on
            return away.go_on(request, on, carried) if ours else redirect(target)
        form.add_error("password", _("パスワードが違います。もう一度お確かめください。"))
    return away.shut(request, form)


@staff_address
@require_POST
def leave(request: Visit) -> HttpResponse:
    """ログアウト."""
    logout(request)
    return redirect("counter:login")


def _member(request: Visit, login: str, password: str) -> User | None:
    """The staff account of these words, where it may be used at this address."""
    devices.vouch(request, login)
    user: Any = authenticate(request, login=login, password=password)
    if user is None:
        return None
    place: Any = request.place
    if user.is_staff_member and fits(user.hall, place.hall):
        return user  # type: ignore[no-any-return]
    # A right password that opens nothing here counts like a wrong one: no place to guess at.
    user_login_failed.send(sender=__name__, credentials={"login": login}, request=request)
    return None


def _after(request: Visit, user: User, on: str) -> str:
    """Where she was going, else the first page of her role."""
    ours = url_has_allowed_host_and_scheme(on, {request.get_host()}, request.is_secure())
    if ours and on.startswith(STAFF_SIDE) and _is_for(user, on):
        return on
    entries = nav_of(request)
    return entries[0].url if entries else "counter:login"


def _is_for(user: Any, address: str) -> bool:
    """Whether the page at ``address`` is one of her role: nobody is sent to a 404."""
    try:
        view = resolve(urlsplit(address).path).func
    except Resolver404:
        return False
    return user.role in getattr(view, "allows", ())
