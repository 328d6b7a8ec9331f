"""ログインの入力."""

from django import forms
from django.utils.translation import gettext_lazy as _

from uketsuke.doors.shared.inputs.forms import DigitsField, Form, LineField, MailField


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
