"""打合せの枠と要否: the shapes of what the manager types about meetings."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from uketsuke.doors.shared.inputs.forms import CountField, DateField, Form
from uketsuke.doors.shared.inputs.meeting_forms import ClockField
from uketsuke.halls.queries import atlas
from uketsuke.meetings.offering import Hours, Need

WEEKDAYS = [_("月"), _("火"), _("水"), _("木"), _("金"), _("土"), _("日")]


class OfferForm(Form):
    """打合せの枠."""

    prefix = "offer"
    weekday = forms.ChoiceField(
        label=_("曜日"), choices=[(str(nth), word) for nth, word in enumerate(WEEKDAYS)]
    )
    starts = ClockField(label=_("始まり"), required=True)
    ends = ClockField(label=_("終わり"), required=True)
    minutes = CountField(label=_("1回"), unit=_("分"), least=5, most=480)
    places = CountField(label=_("同時に"), unit=_("組"), least=1, most=20)
    first_days = CountField(label=_("利用日の何日前から"), unit=_("日前"), most=366)
    last_days = CountField(label=_("利用日の何日前まで"), unit=_("日前"), most=366)
    since = DateField(label=_("いつから"), typed=True)

    def __init__(self, data: Mapping[str, Any] | None, today: date) -> None:
        usual = {"minutes": 60, "places": 1, "first_days": 90, "last_days": 7, "since": today}
        super().__init__(data, initial=usual)

    @property
    def what(self) -> Hours:
        given = self.cleaned_data
        return Hours(
            since=given["since"],
            weekday=int(given["weekday"]),
            starts=given["starts"],
            ends=given["ends"],
            minutes=given["minutes"],
            places=given["places"],
            first_days=given["first_days"],
            last_days=given["last_days"],
        )


class NeedForm(Form):
    """打合せの要否 of a room of the hall."""

    prefix = "need"
    room = forms.ChoiceField(label=_("施設"))
    needed = forms.BooleanField(label=_("打合せが要る"), required=False)
    due_days = CountField(label=_("利用日の何日前までに済ませる"), unit=_("日前"), most=366)
    notice_days = CountField(
        label=_("インターネットで予約できるのは何日前まで"), unit=_("日前"), most=60
    )
    remind_days = CountField(label=_("何日前にお知らせ"), unit=_("日前"), most=30)
    since = DateField(label=_("いつから"), typed=True)

    def __init__(self, data: Mapping[str, Any] | None, hall: str, today: date) -> None:
        usual = {"due_days": 30, "notice_days": 2, "remind_days": 3, "since": today}
        super().__init__(data, initial=usual | {"needed": True})
        self.let_choose("room", [(str(room.id), room.name) for room in atlas().halls[hall].rooms])

    @property
    def what(self) -> Need:
        given = self.cleaned_data
        return Need(
            since=given["since"],
            needed=given["needed"],
            due_days=given["due_days"],
            notice_days=given["notice_days"],
            remind_days=given["remind_days"],
        )
