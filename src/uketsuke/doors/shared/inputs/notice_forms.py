"""お知らせの受け取り方の入力, at home and at the counter."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from uketsuke.doors.shared.inputs.forms import Form
from uketsuke.kernel.languages import TAGS
from uketsuke.notices import wishes
from uketsuke.notices.models import Preference


class WishesForm(Form):
    """お知らせの受け取り方."""

    reminders = forms.BooleanField(
        label=_("期限が近づいたお知らせ"),
        required=False,
        help_text=_("納付期限の前、登録の有効期限の前などにお送りします。"),
    )
    alerts = forms.BooleanField(
        label=_("空きが出たお知らせ"),
        required=False,
        help_text=_("希望の条件を登録した方に、枠が空いたときにお送りします。"),
    )
    language = forms.ChoiceField(label=_("お知らせの言葉"), widget=forms.RadioSelect)

    def __init__(self, data: Mapping[str, Any] | None, stands: Preference) -> None:
        first = {name: getattr(stands, name) for name in ("reminders", "alerts", "language")}
        super().__init__(data, initial=first)
        choices = [
            (code, format_html('<span lang="{}">{}</span>', TAGS.get(code, code), name))
            for code, name in wishes.languages().items()
        ]
        self.let_choose("language", choices)
        if len(choices) == 1:  # nothing to choose
            self.fields["language"].widget = forms.HiddenInput()
