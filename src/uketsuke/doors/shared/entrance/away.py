"""離席: a staff page left alone for half an hour asks for the password again. Nothing is lost.

The session stays as it is, but shows nothing and does nothing. What was typed into the form that
came too late travels along in the page itself, never in the database.
"""

from datetime import timedelta
from typing import Any

from django import forms
from django.conf import settings
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from uketsuke.doors.shared.inputs.forms import Form
from uketsuke.identity.sessions import SEEN
from uketsuke.kernel import clock

A_MINUTE, SOME_MINUTES = 60, 300  # the session is not written anew for less
MOST_TYPED = 200_000
FORBIDDEN = 403


class PasswordForm(Form):
    """離席のあとのパスワード; with where she was going and what she had typed."""

    password = forms.CharField(
        label=_("パスワード"),
        max_length=200,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password", "autofocus": True}),
    )
    next = forms.CharField(required=False, max_length=4000, widget=forms.HiddenInput)
    carried = forms.CharField(required=False, max_length=MOST_TYPED, widget=forms.HiddenInput)


def is_away(request: HttpRequest) -> bool:
    """Whether nobody has done anything here for too long."""
    seen = request.session.get(SEEN)
    return seen is not None and _now() - seen > settings.STAFF_IDLE_SECONDS


def here(request: HttpRequest) -> None:
    """Somebody is at work; written down once a minute."""
    if _now() - request.session.get(SEEN, 0) > A_MINUTE:
        request.session[SEEN] = _now()


def still_here(request: HttpRequest) -> None:
    """A group that has logged in goes on; written down for the list of its devices."""
    seen = request.session.get(SEEN)
    if seen is not None and _now() - seen > SOME_MINUTES:
        request.session[SEEN] = _now()


def back(request: HttpRequest) -> None:
    """She has shown that it is she."""
    request.session.cycle_key()
    request.session[SEEN] = _now()


def shut(request: HttpRequest, form: PasswordForm | None = None) -> HttpResponse:
    """The page instead of the one she wanted."""
    if form is None:
        typed = request.POST.copy()
        typed.pop("csrfmiddlewaretoken", None)
        carried = typed.urlencode() if request.method == "POST" else ""
        form = PasswordForm(initial={"next": request.get_full_path(), "carried": carried})
    minutes = timedelta(seconds=settings.STAFF_IDLE_SECONDS) // timedelta(minutes=1)
    context = {"form": form, "minutes": minutes, "carried": bool(form["carried"].value())}
    return render(request, "shared/away.html", context, status=FORBIDDEN)


def go_on(request: HttpRequest, on: str, carried: str) -> HttpResponse:
    """What she had typed, to be sent by one more click: it was written for this moment's form."""
    typed: Any = QueryDict(carried)
    fields = [(name, value) for name, values in typed.lists() for value in values]
    return render(request, "shared/go_on.html", {"on": on, "fields": fields})


def _now() -> int:
    return int(clock.now().timestamp())
