"""日締め: what is counted in the drawer."""

from typing import Any

from django import forms
from django.utils.translation import gettext as translate
from django.utils.translation import gettext_lazy as _

from uketsuke.doors.shared.inputs.fields import CountField, YenField
from uketsuke.doors.shared.inputs.forms import Form, ReasonField
from uketsuke.kernel.yen import yen
from uketsuke.ledger.closing import FACES, MOST_PIECES


class CloseForm(Form):
    """金種ごとの枚数: nothing typed means none."""

    change_money = YenField(label=_("釣銭準備金（朝、引き出しに入れた額）"), least=0)
    note = ReasonField(label=_("差があるときの理由"), required=False, max_length=200)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for face in FACES:
            label = translate("%(yen)s の枚数") % {"yen": yen(face)}
            self.fields[f"face_{face}"] = CountField(
                label=label, unit=translate("枚"), required=False, least=0, most=MOST_PIECES
            )

    @property
    def pieces(self) -> list[forms.BoundField]:
        return [self[f"face_{face}"] for face in FACES]

    @property
    def counted(self) -> dict[int, int]:
        """枚数 by face value."""
        return {face: self.cleaned_data[f"face_{face}"] or 0 for face in FACES}
