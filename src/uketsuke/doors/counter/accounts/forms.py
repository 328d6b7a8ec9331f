"""管理: the shapes of what is typed about staff and addresses."""

from typing import Any

from django import forms
from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _

from uketsuke.doors.shared.inputs.forms import Form, LineField, NameField
from uketsuke.halls.queries import atlas
from uketsuke.identity.models import STAFF, Role

_OFF = {"autocomplete": "off"}


def _hall_field(label: Any) -> forms.ChoiceField:
    return forms.ChoiceField(label=label, required=False, choices=_halls)


def _halls() -> list[tuple[str, Any]]:
    return [("", _("全館")), *((hall.code, hall.name) for hall in atlas().halls.values())]


class PersonForm(Form):
    """職員の登録."""

    login = LineField(
        label=_("ログイン名"),
        max_length=40,
        help_text=_("半角の英小文字・数字・ハイフン（例：yotsuya-3）"),
        attrs=_OFF | {"autocapitalize": "none", "spellcheck": "false", "class": "input--12"},
        validators=[
            RegexValidator(
                r"^[a-z][a-z0-9-]{2,39}\Z",
                _("半角の英小文字で始め、英小文字・数字・ハイフンで3文字以上にしてください。"),
            )
        ],
    )
    name = NameField(label=_("氏名"), attrs=_OFF)
    role = forms.ChoiceField(
        label=_("権限"),
        choices=[("", _("選んでください")), *((r.value, r.label) for r in Role if r in STAFF)],
    )
    hall = _hall_field(_("所属する館"))


class NetworkForm(Form):
    """許可アドレスの追加."""

    cidr = LineField(
        label=_("アドレスの範囲"),
        max_length=50,
        help_text=_("例：192.0.2.0/24、1台だけなら 192.0.2.7/32"),
        attrs=_OFF | {"autocapitalize": "none", "spellcheck": "false", "class": "input--12"},
    )
    label = LineField(label=_("場所の名前"), max_length=80, attrs=_OFF)
    hall = _hall_field(_("館"))
