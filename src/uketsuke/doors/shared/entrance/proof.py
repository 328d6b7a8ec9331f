"""本人の再確認: who sits at an open session gives the password again before she touches what
keeps others out. It holds for ten minutes, and never outlives the session.
"""

from typing import Any

from axes.handlers.proxy import AxesProxyHandler
from django import forms
from django.contrib.auth.signals import user_login_failed
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from uketsuke.doors.shared.entrance import devices
from uketsuke.doors.shared.inputs.forms import Form, LineField
from uketsuke.kernel import clock

PROVED, SECONDS = "proved", 10 * 60


class ProofForm(Form):
    """本人の再確認; with what she had called the device, when it was asked for in between."""

    password = forms.CharField(
        label=_("いまのパスワード"),
        max_length=200,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )
    label = LineField(required=False, max_length=40, widget=forms.HiddenInput)


def is_fresh(request: HttpRequest) -> bool:
    """Whether she has given her password within the last minutes."""
    at = request.session.get(PROVED)
    return at is not None and 0 <= _now() - at < SECONDS


def mark(request: HttpRequest) -> None:
    """She has just given it."""
    request.session[PROVED] = _now()


def may_try(request: HttpRequest, user: Any) -> bool:
    """Guessing is slowed here as at the login."""
    devices.vouch(request, user.login)
    return bool(AxesProxyHandler.is_allowed(request, {"login": user.login}))


def is_right(request: HttpRequest, user: Any, form: Form, field: str) -> bool:
    """Whether ``field`` holds her password; a wrong one is told and counted as at the login."""
    if user.check_password(form.cleaned_data[field]):
        return True
    user_login_failed.send(sender=__name__, credentials={"login": user.login}, request=request)
    form.add_error(field, _("いまのパスワードが違います。もう一度お確かめください。"))
    return False


def _now() -> int:
    return int(clock.now().timestamp())
