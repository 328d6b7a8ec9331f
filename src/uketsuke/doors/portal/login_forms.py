"""ログインの入力."""

from typing import Any

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from uketsuke.doors.shared.forms import DigitsField, Form, LineField, MailField
from uketsuke.identity.models import User


class LoginForm(Form):
    """ログイン: ``next`` is where she wanted to go, ``carried`` what she had typed there."""

    login = LineField(
        label=_("利用者番号またはメールアドレス"),
        help_text=_("利用者番号は8桁の数字です（例：12345678）。"),
        max_length=254,
        attrs={"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"},
    )
    password = forms.CharField(
        label=_("パスワード"),
        max_length=200,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )
    next = forms.CharField(required=False, max_length=4000, widget=forms.HiddenInput)
    carried = forms.CharField(required=False, max_length=80_000, widget=forms.HiddenInput)


class ForgottenForm(Form):
    """パスワードを忘れた方."""

    number = DigitsField(label=_("利用者番号"), length=8)
    mail = MailField(
        label=_("登録したメールアドレス"),
        help_text=_("連絡担当者のメールアドレスです。"),
        attrs={"autocomplete": "email"},
    )


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
