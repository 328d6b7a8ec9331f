"""登録の審査: the shapes of what staff type when they decide about a group."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from uketsuke.doors.shared.inputs.forms import DateField, Form, ReasonField, TokenField
from uketsuke.doors.shared.inputs.registration_forms import RegistrationForm
from uketsuke.groups.actions import Ruling
from uketsuke.groups.models import Eligibility, Evidence
from uketsuke.registration import term, terms


def _evidence() -> forms.ChoiceField:
    return forms.ChoiceField(
        label=_("確認した書類"),
        choices=[("", _("選んでください")), *Evidence.choices],
        help_text=_("原本を見て確かめます。写しは取りません。"),
    )


def _until() -> DateField:
    return DateField(
        label=_("区分の期限"),
        required=False,
        help_text=_("区民・委任者のときは、必ず入力します。"),
    )


class RulingForm(Form):
    """区分の認定: the class, the paper seen, and until when it holds."""

    eligibility = forms.ChoiceField(
        label=_("認定する区分"), choices=Eligibility.choices, widget=forms.RadioSelect
    )
    evidence = _evidence()
    seen_on = DateField(label=_("書類を確認した日"))
    starts = DateField(label=_("区分の始まり"))
    until = _until()

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        check_dates(self)
        return given

    @property
    def ruling(self) -> Ruling:
        return ruling(self, self.cleaned_data["eligibility"])


class RenewForm(RulingForm):
    """窓口での更新: sent twice it is one renewal."""

    confirmed = forms.BooleanField(
        label=_("登録内容に変わりがないことを、本人に確かめました"),
    )
    token = TokenField()


class RefuseForm(Form):
    """登録の不承認: the reason is told to who applied."""

    prefix = "refuse"
    reason = ReasonField(label=_("理由（申請者にお知らせします）"), max_length=200)


class CounterForm(RegistrationForm):
    """窓口での登録: the group, its persons and the ruling, in one form."""

    evidence = _evidence()
    seen_on = DateField(label=_("書類を確認した日"))
    starts = DateField(label=_("区分の始まり"))
    until = _until()

    OF_RULING = ("evidence", "seen_on", "starts", "until")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["claimed"].help_text = _("書類で確かめた区分を選んでください。")
        for each in self.fields.values():  # another's: no browser fills in the clerk's own
            if "autocomplete" in each.widget.attrs:
                each.widget.attrs["autocomplete"] = "off"

    @property
    def parts(self) -> list[tuple[Any, list[forms.BoundField]]]:
        checked = (_("書類の確認"), [self[name] for name in self.OF_RULING])
        return [*super().parts, checked]

    def clean(self) -> dict[str, Any]:
        given = super().clean()
        check_dates(self)
        return given

    @property
    def ruling(self) -> Ruling:
        return ruling(self, self.cleaned_data["claimed"])


def check_dates(form: Form) -> None:
    """The class of a resident or delegate ends some day, and not before it starts."""
    given = form.cleaned_data
    starts, until = given.get("starts"), given.get("until")
    chosen = given.get("eligibility") or given.get("claimed")
    if starts and until and until <= starts:
        form.add_error("until", _("区分の期限は、始まりより後の日にしてください。"))
    if chosen and chosen != Eligibility.OTHER and not until and "until" not in form.errors:
        form.add_error("until", _("区民・委任者の区分には、期限を入力してください。"))


def ruling(form: Form, eligibility: str) -> Ruling:
    """The ruling that a valid form describes."""
    given = form.cleaned_data
    return Ruling(eligibility, given["evidence"], given["seen_on"], given["starts"], given["until"])


def today_initial(today: date) -> dict[str, date]:
    """What the dates say before anybody types: seen today, good as long as a registration is."""
    until = term.end(terms.rules(today), today)
    return {"seen_on": today, "starts": today, "until": until}
