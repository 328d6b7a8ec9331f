"""利用者登録の入力: the group and its two persons, with exactly the approved items."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from uketsuke.doors.shared.inputs.forms import (
    Form,
    LineField,
    MailField,
    NameField,
    PhoneField,
    TokenField,
)
from uketsuke.groups.actions import Items
from uketsuke.groups.models import Group, PersonRole
from uketsuke.kernel.text import looks_like_my_number

NO_MY_NUMBER = _(
    "マイナンバー（個人番号）のような12桁の数字が入っています。"
    "マイナンバーはお預かりできませんので、消してください。"
)
ONE_PHONE = _("電話番号は、自宅か携帯のどちらか一つを必ず入力してください。")
_VERBATIM = _("ふだんお使いの文字のままで入力できます（例：髙橋、山﨑）。")


def _name(label: Any, autocomplete: str) -> NameField:
    return NameField(label=label, help_text=_VERBATIM, attrs={"autocomplete": autocomplete})


def _address(label: Any, autocomplete: str) -> LineField:
    return LineField(
        label=label,
        max_length=200,
        help_text=_("都道府県から、建物名と部屋番号まで入力してください。"),
        widget=forms.Textarea(attrs={"rows": 2}),  # the whole of it is seen, and filled in
        attrs={"autocomplete": autocomplete},
    )


_HOME = _("自宅か携帯のどちらか一つは入力してください。例：03-1234-5678（ハイフンは省けます）")
_MOBILE = _("自宅か携帯のどちらか一つは入力してください。例：090-1234-5678（ハイフンは省けます）")


def _phone(label: Any, hint: Any, autocomplete: str = "tel") -> PhoneField:
    """One of the two numbers of a person is needed; which one is hers to choose."""
    return PhoneField(
        label=label, required=False, help_text=hint, attrs={"autocomplete": autocomplete}
    )


class RegistrationForm(Form):
    """利用者登録: applied for at home, or a change of it."""

    group_name = NameField(
        label=_("団体の名前"),
        max_length=80,
        help_text=_("お一人の場合は、お名前でもかまいません。"),
        attrs={"autocomplete": "organization"},
    )
    claimed = forms.ChoiceField(
        label=_("区分"),
        choices=[
            ("resident", _("区民（代表者が区内に住んでいる）")),
            ("delegated", _("区民からの委任者（区内に住んでいる人から委任状で任されている）")),
            ("other", _("区民以外（区内で働いている、学んでいる人を含む）")),
        ],
        widget=forms.RadioSelect,
        help_text=_("窓口で書類を確かめて決まります。申込を始められる時期が変わります。"),
    )
    rep_name = _name(_("代表者の氏名"), "name")
    rep_address = _address(_("代表者の住所"), "street-address")
    rep_home = _phone(_("代表者の電話番号（自宅）"), _HOME)
    rep_mobile = _phone(_("代表者の電話番号（携帯）"), _MOBILE)
    same = forms.BooleanField(
        label=_("連絡担当者は代表者と同じ"),
        required=False,
        help_text=_("チェックを入れると、連絡担当者の氏名・住所・電話番号の入力は要りません。"),
    )
    contact_name = _name(_("連絡担当者の氏名"), "off")
    contact_address = _address(_("連絡担当者の住所"), "off")
    contact_home = _phone(_("連絡担当者の電話番号（自宅）"), _HOME, "off")
    contact_mobile = _phone(_("連絡担当者の電話番号（携帯）"), _MOBILE, "off")
    mail = MailField(
        label=_("連絡担当者のメールアドレス"),
        required=False,
        help_text=_("お知らせをメールでお送りします。ない方には郵便でお送りします。"),
        attrs={"autocomplete": "email"},
    )
    token = TokenField()

    OF_GROUP = ("group_name", "claimed")
    OF_REPRESENTATIVE = ("rep_name", "rep_address", "rep_home", "rep_mobile")
    OF_CONTACT = (
        "same",
        "contact_name",
        "contact_address",
        "contact_home",
        "contact_mobile",
        "mail",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.is_bound and self.data.get("same"):
            self.fields["contact_name"].required = False
            self.fields["contact_address"].required = False

    @property
    def parts(self) -> list[tuple[Any, list[forms.BoundField]]]:
        """The form in three parts with their headings."""
        parts = (
            (_("団体"), self.OF_GROUP),
            (_("代表者"), self.OF_REPRESENTATIVE),
            (_("連絡担当者（お知らせを受け取る方）"), self.OF_CONTACT),
        )
        return [(heading, [self[name] for name in names]) for heading, names in parts]

    def clean(self) -> dict[str, Any]:
        found = super().clean() or self.cleaned_data
        self._need_phone("rep_home", "rep_mobile")
        if not found.get("same"):
            self._need_phone("contact_home", "contact_mobile")
        for name, value in list(found.items()):
            if isinstance(value, str) and looks_like_my_number(value):
                self.add_error(name, NO_MY_NUMBER)
        return found

    def _need_phone(self, home: str, mobile: str) -> None:
        typed = self.cleaned_data
        wrong = home in self.errors or mobile in self.errors
        if not wrong and not typed.get(home) and not typed.get(mobile):
            self.add_error(home, ONE_PHONE)

    def persons(self) -> dict[PersonRole, Items]:
        """代表者と連絡担当者 of a valid form; 「代表者と同じ」 is copied here."""
        typed = self.cleaned_data
        first = Items(
            typed["rep_name"], typed["rep_address"], typed["rep_home"], typed["rep_mobile"]
        )
        who = "rep" if typed["same"] else "contact"
        second = Items(
            typed[f"{who}_name"],
            typed[f"{who}_address"],
            typed[f"{who}_home"],
            typed[f"{who}_mobile"],
            typed["mail"],
        )
        return {PersonRole.REPRESENTATIVE: first, PersonRole.CONTACT: second}


def initial(group: Group) -> dict[str, str]:
    """What is on record of the group, as the form's first values."""
    values = {"group_name": group.name, "claimed": group.eligibility}
    prefixes = {PersonRole.REPRESENTATIVE: "rep", PersonRole.CONTACT: "contact"}
    for person in group.persons.all():
        prefix = prefixes[PersonRole(person.role)]
        values |= {
            f"{prefix}_name": person.name,
            f"{prefix}_address": person.address,
            f"{prefix}_home": person.phone_home,
            f"{prefix}_mobile": person.phone_mobile,
        }
        if person.mail:
            values["mail"] = person.mail
    return values


class PhotoForm(Form):
    """書類の写真."""

    photo = forms.FileField(
        label=_("書類の写真"),
        help_text=_(
            "JPEG・PNG・WebP、1枚10MBまで、4枚まで。住所と氏名が読めるように撮ってください。"
        ),
        widget=forms.FileInput(attrs={"accept": "image/jpeg,image/png,image/webp"}),
        error_messages={
            "required": _("写真を選んでください。"),
            "missing": _("写真を選んでください。"),
            "empty": _("このファイルには何も入っていません。写真を選び直してください。"),
        },
    )
