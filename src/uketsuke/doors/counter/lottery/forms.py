"""抽選会の入力: a moved day, who is kept of a party, the public value, a reason to draw again."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from uketsuke.doors.shared.inputs.forms import DateField, Form, LineField, ReasonField
from uketsuke.lottery.models import Entry

REASON = 200


class AdjustForm(Form):
    """抽選日の変更."""

    day = DateField(label=_("新しい抽選日"), typed=True, help_text=_("例：2026/12/9"))
    reason = ReasonField(
        label=_("理由（申し込んだ方にお知らせします）"),
        max_length=REASON,
    )


class PartyForm(Form):
    """名寄せの判断: which of the entries stay."""

    kept = forms.MultipleChoiceField(
        label=_("残す申込"), widget=forms.CheckboxSelectMultiple(), required=True
    )
    reason = ReasonField(
        label=_("理由（外した申込の方にお知らせします）"),
        max_length=REASON,
    )

    def __init__(self, entries: Sequence[Entry], data: Any = None, initial: Any = None) -> None:
        super().__init__(data, initial=initial)
        self.let_choose("kept", [(e.receipt, e.receipt) for e in entries])


class DrawForm(Form):
    """公開の値: what was drawn in front of everybody."""

    public_value = LineField(
        label=_("公開の値（さいころの目など）"),
        max_length=REASON,
        help_text=_("例：さいころ 3 5 1 6 2 4。皆さまの前で出た値を、そのまま入力します。"),
        attrs={"autocomplete": "off"},
    )


class RedrawForm(Form):
    """再抽選の起案."""

    reason = ReasonField(label=_("やり直す理由（公開します）"), max_length=REASON)
