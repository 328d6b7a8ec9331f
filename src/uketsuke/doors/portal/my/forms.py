"""マイページの入力."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from uketsuke.doors.shared.inputs.forms import CountField, Form, TitleField, TokenField
from uketsuke.doors.shared.words import stored
from uketsuke.tariffs.quote import ReductionKind


class ChangeForm(Form):
    """利用内容の変更."""

    title = TitleField(label=_("催しの名前"), max_length=80, help_text=_("例：春の発表会。"))
    attendance = CountField(
        label=_("来場する人数（出演者を含む）"), unit=_("人"), least=1, most=99_999
    )


class ReductionForm(Form):
    """減免の申請."""

    kind = forms.ChoiceField(label=_("減免の種類"), widget=forms.RadioSelect)
    evidence = TitleField(
        label=_("理由を示す書類"),
        required=False,
        max_length=200,
        help_text=_("例：区の後援承認通知書。書類は、窓口でお見せください。"),
    )

    def __init__(self, data: Mapping[str, Any] | None, kinds: Mapping[str, ReductionKind]) -> None:
        super().__init__(data)
        self.let_choose(
            "kind", [(code, stored.said(_reduced(kind))) for code, kind in kinds.items()]
        )


class PayForm(Form):
    """オンラインで支払う: pressed twice it is one payment."""

    token = TokenField()


class CancelForm(Form):
    """取消: ``refund`` is the amount she was shown; another one is shown again first."""

    refund = forms.IntegerField(widget=forms.HiddenInput)


def _reduced(kind: ReductionKind) -> str:
    """減免の種類 as a booking's lines name it."""
    return kind.label if kind.percent is None else f"{kind.label}（{kind.percent}%減額）"
