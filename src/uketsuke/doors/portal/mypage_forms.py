"""マイページの入力."""

from django import forms
from django.utils.translation import gettext_lazy as _

from uketsuke.doors.shared.forms import CountField, Form, LineField


class ChangeForm(Form):
    """利用内容の変更."""

    title = LineField(label=_("催しの名前"), max_length=80)
    attendance = CountField(
        label=_("来場する人数（出演者を含む）"), unit=_("人"), least=1, most=99_999
    )


class CancelForm(Form):
    """取消: ``refund`` is the amount she was shown; another one is shown again first."""

    refund = forms.IntegerField(widget=forms.HiddenInput)
