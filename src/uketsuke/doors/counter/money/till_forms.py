"""収納と還付: the shapes of what is typed at the till."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from uketsuke.doors.shared.inputs.forms import Form, LineField, TokenField, YenField
from uketsuke.ledger.models import AT_THE_TILL, Method


class _MoneyForm(Form):
    """What both ways of money have: the amount that was shown, how it moves, the token."""

    amount = YenField(least=1, widget=forms.HiddenInput())
    method = forms.ChoiceField(
        label=_("方法"),
        choices=[(each.value, each.label) for each in AT_THE_TILL],
        initial=Method.CASH,
        widget=forms.RadioSelect(attrs={"class": "choices--inline"}),
    )
    token = TokenField()


class PaymentForm(_MoneyForm):
    """収納: nothing typed means the exact amount in cash."""

    tendered = YenField(
        label=_("受領額"),
        required=False,
        least=1,
        help_text=_("ちょうどのときは空欄のまま Enter"),
    )
    reference = LineField(
        label=_("伝票番号"),
        required=False,
        max_length=60,
        help_text=_("カード・QRコードのとき"),
        attrs={"autocomplete": "off", "class": "input--12"},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["tendered"].widget.attrs["autofocus"] = True

    @property
    def handed_over(self) -> int | None:
        """受領額 of cash, exact where nothing was typed; None for a card or QR."""
        given = self.cleaned_data
        return (given["tendered"] or given["amount"]) if given["method"] == Method.CASH else None

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        if given.get("tendered") and given.get("method", Method.CASH) != Method.CASH:
            self.add_error("tendered", _("現金のときだけ入力してください。"))
        return given


class PayBackForm(_MoneyForm):
    """還付, also by a transfer that was made at the bank."""

    reference = LineField(
        label=_("伝票・振込の番号"),
        required=False,
        max_length=60,
        help_text=_("現金のほかのとき"),
        attrs={"autocomplete": "off", "class": "input--12"},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.let_choose(
            "method", [(each.value, each.label) for each in (*AT_THE_TILL, Method.BANK)]
        )
