"""二つ目の確認の入力."""

from django import forms
from django.utils.translation import gettext_lazy as _

from uketsuke.doors.shared.inputs.forms import Form, LineField


class CodeForm(Form):
    """ログインの二つ目の画面: six digits of an app, or a recovery code."""

    code = LineField(
        label=_("確認コード"),
        help_text=_("認証アプリに表示されている6桁の数字です。回復コードも使えます。"),
        max_length=20,
        attrs={
            "autocomplete": "one-time-code",
            "autocapitalize": "none",
            "spellcheck": "false",
            "autofocus": True,
        },
    )


class AppForm(Form):
    """認証アプリの登録."""

    label = LineField(
        label=_("この端末の呼び名"), help_text=_("例：自分のスマートフォン"), max_length=40
    )
    code = LineField(
        label=_("アプリに表示された6桁の数字"),
        max_length=10,
        attrs={"autocomplete": "one-time-code", "inputmode": "numeric"},
    )


class PasskeyForm(Form):
    """パスキーの登録: ``answer`` is what the browser's own dialogue gave."""

    label = LineField(
        label=_("このパスキーの呼び名"), help_text=_("例：事務室のパソコン"), max_length=40
    )
    answer = forms.CharField(widget=forms.HiddenInput, max_length=20_000)


class AnswerForm(Form):
    """パスキーでの確認."""

    answer = forms.CharField(widget=forms.HiddenInput, max_length=20_000)
