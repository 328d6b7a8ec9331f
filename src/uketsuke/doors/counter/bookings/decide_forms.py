"""審査: the shapes of what is typed when a booking is decided or cancelled."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from uketsuke.doors.shared.inputs.forms import Form, ReasonField
from uketsuke.kernel.yen import yen
from uketsuke.tariffs.refund import RefundQuote

GROUP, HALL = "group", "hall"


class ReasonForm(Form):
    """不承認・保留の理由: it is told to the group."""

    reason = ReasonField(label=_("理由（利用者にお知らせします）"), max_length=200)


class RefuseForm(ReasonForm):
    """不承認."""

    prefix = "refuse"


class WaitForm(ReasonForm):
    """保留."""

    prefix = "wait"


class CancelForm(Form):
    """取消: on whose account, with the amounts that were shown before (``shown``)."""

    by_hall = forms.ChoiceField(
        label=_("だれの都合ですか"), widget=forms.RadioSelect, initial=GROUP
    )
    reason = ReasonField(
        label=_("理由（利用者にお知らせします）"),
        max_length=200,
        required=False,
        help_text=_("館の都合のときは、必ず入力してください。"),
    )
    shown = forms.CharField(required=False, max_length=60, widget=forms.HiddenInput())

    def __init__(
        self, data: Mapping[str, Any] | None, own: RefundQuote | None, hall: RefundQuote
    ) -> None:
        """``own`` and ``hall``: what comes back on the group's and on the hall's account; without
        ``own`` only the hall can cancel."""
        super().__init__(data)
        self.amounts = f"{own.refund if own else '-'}/{hall.refund}"
        choices = [(HALL, _("館の都合（お返しする額 %s、全額）") % yen(hall.refund))]
        if own:
            words = _("利用者の都合（お返しする額 %(back)s、%(percent)s%%）")
            choices.insert(0, (GROUP, words % {"back": yen(own.refund), "percent": own.percent}))
        self.let_choose("by_hall", choices)

    @property
    def is_by_hall(self) -> bool:
        return bool(self.cleaned_data["by_hall"] == HALL)

    @property
    def is_as_shown(self) -> bool:
        """Whether the amounts are still those that were on the page."""
        return bool(self.cleaned_data["shown"] == self.amounts)

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        by_hall = given.get("by_hall") == HALL
        if by_hall and not given.get("reason") and "reason" not in self.errors:
            self.add_error("reason", _("館の都合で取り消す理由を入力してください。"))
        return given
