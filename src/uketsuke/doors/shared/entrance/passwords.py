"""パスワード: set by a link, or changed by who knows the one she has."""

from typing import Any

from django import forms
from django.contrib.auth import update_session_auth_hash
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _

from uketsuke.doors.shared.entrance import proof
from uketsuke.doors.shared.entrance.second import BACKEND, Frame
from uketsuke.doors.shared.entrance.visits import Visit, posted
from uketsuke.doors.shared.inputs.forms import Form
from uketsuke.doors.shared.words import failures
from uketsuke.identity.models import User
from uketsuke.kernel import clock
from uketsuke.registration import actions

UNPROCESSABLE = 422


class PasswordForm(Form):
    """パスワードの設定."""

    password = forms.CharField(
        label=_("新しいパスワード"),
        max_length=200,
        strip=False,
        help_text=_("10文字以上。ほかで使っていない、推測されにくいものにしてください。"),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    password_again = forms.CharField(
        label=_("新しいパスワード（もう一度）"),
        max_length=200,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def __init__(self, user: User, *args: Any, **kwargs: Any) -> None:
        self.user = user
        super().__init__(*args, **kwargs)

    def clean_password(self) -> str:
        password = str(self.cleaned_data["password"])
        validate_password(password, self.user)
        return password

    def clean(self) -> dict[str, Any]:
        found = super().clean() or self.cleaned_data
        first, second = found.get("password"), found.get("password_again")
        if first and second and first != second:
            self.add_error("password_again", ValidationError(_("2回の入力が同じではありません。")))
        return found


class ChangeForm(PasswordForm):
    """パスワードの変更."""

    field_order = ("current", "password", "password_again")
    current = forms.CharField(
        label=_("いまのパスワード"),
        max_length=200,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )


def change(request: Visit, frame: Frame) -> HttpResponse:
    """パスワードの変更: the current one is asked for, as often as at the login and no oftener;
    every other session ends, and the group is told."""
    user: Any = request.user
    form = ChangeForm(user, posted(request))
    if request.method == "POST" and not proof.may_try(request, user):
        return failures.locked(request)
    if form.is_valid() and proof.is_right(request, user, form, "current"):
        new = form.cleaned_data["password"]
        changed = actions.change_password(user.pk, new, by=request.actor, at=clock.now())
        return _stay(request, frame, changed)
    context = {"base": frame.base, "setup": frame.setup, "form": form}
    status = UNPROCESSABLE if form.errors else 200
    return render(request, "shared/second/password.html", context, status=status)


def _stay(request: Visit, frame: Frame, user: User) -> HttpResponse:
    user.backend = BACKEND
    update_session_auth_hash(request, user)
    return redirect(frame.setup)
