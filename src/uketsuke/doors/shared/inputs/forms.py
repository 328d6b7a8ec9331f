"""入力: the base form, and how every form is drawn.

A form checks shapes only; whether the business agrees is the rules' affair. What people type
is taken kindly: full-width digits, odd spaces and stray control characters are put right
before anything is checked, and what they typed stays on the page.
"""

import re
from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.forms.renderers import TemplatesSetting
from django.http import QueryDict
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from uketsuke.doors.shared.inputs.fields import (
    CountField,
    DateField,
    DigitsField,
    LineField,
    MailField,
    NameField,
    NotesField,
    PhoneField,
    ReasonField,
    TextField,
    TimeField,
    TitleField,
    TokenField,
    YenField,
)
from uketsuke.doors.shared.words.which_field import field_for
from uketsuke.kernel.refusals import Refusal

__all__ = [
    "CountField",
    "DateField",
    "DigitsField",
    "Form",
    "LineField",
    "MailField",
    "NameField",
    "NotesField",
    "PhoneField",
    "ReasonField",
    "Renderer",
    "TextField",
    "TimeField",
    "TitleField",
    "TokenField",
    "YenField",
    "nothing_typed",
]

# Control characters but tab and line ends; marks that turn the direction of writing; the BOM.
# Variation selectors and joiners stay: names like 葛󠄀 need them.
_STRAY = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufeff]")


class Renderer(TemplatesSetting):
    """描画: label, hint, control, error, in this order (``shared/forms/field.html``)."""

    form_template_name = "shared/forms/form.html"
    field_template_name = "shared/forms/field.html"


class Form(forms.Form):
    """入力: the base of every form of ours. ``called``: its name, where several are alike."""

    called = ""

    def __init__(self, data: Mapping[str, Any] | None = None, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("label_suffix", "")
        super().__init__(tidy(data), *args, **kwargs)

    def full_clean(self) -> None:
        """Fields that were put in after the form was made are asked for kindly too."""
        for field in self.fields.values():
            _say_what_is_missing(field)
        super().full_clean()

    def add_error(self, field: str | None, error: Any) -> None:
        """The summary at the top takes the focus now, so no field of the form may want it.

        A field that names its own hint gets its error named beside that.
        """
        super().add_error(field, error)
        self.leave_focus()
        for name, each in self.fields.items():
            attrs, said = each.widget.attrs, f"{self[name].auto_id}_error"
            hint = attrs.get("aria-describedby", "")
            if name in self.errors and hint and said not in hint:
                attrs["aria-describedby"] = f"{hint} {said}"

    def leave_focus(self) -> None:
        """Want the focus for no field: something else on the page is to be read first."""
        for each in self.fields.values():
            each.widget.attrs.pop("autofocus", None)

    def field_of(self, refusal: Refusal) -> str | None:
        """欄: the field, one that can be seen, which ``refusal`` is about; None: the whole."""
        return field_for(refusal.code, (each.name for each in self.visible_fields()))

    def let_choose(self, name: str, choices: Iterable[tuple[Any, Any]]) -> None:
        """選択肢 of a field, known only once the form is made."""
        self.fields[name].choices = choices  # type: ignore[attr-defined]

    def out_of_sight(self) -> SafeString:
        """隠し項目: all that was typed, to be sent again; no hint is there to be pointed to."""
        for field in self.fields.values():
            field.help_text = ""
        return format_html_join("", "{}", ((each.as_hidden(),) for each in self))


def nothing_typed() -> Form:
    """空の入力: a form without fields, already looked at, on which a Refusal can be shown."""
    form = Form({})
    form.full_clean()
    return form


def tidy(data: Mapping[str, Any] | None) -> Mapping[str, Any] | None:
    """``data`` without stray control characters; passwords are left as they are."""
    if not isinstance(data, QueryDict):
        return data
    clean = QueryDict(mutable=True)
    for name, values in data.lists():
        clean.setlist(name, values if "password" in name else [_tidy(one) for one in values])
    return clean


def _say_what_is_missing(field: forms.Field) -> None:
    """Replace Django's 「このフィールドは必須です。」 by what the person should do."""
    # The same object, not the same words: to compare lazy words is to look both of them up.
    if field.error_messages["required"] is not forms.Field.default_error_messages["required"]:
        return
    if isinstance(field.widget, forms.CheckboxInput):
        words = _("確認のうえ、チェックを入れてください。")
    elif isinstance(field.widget, forms.widgets.ChoiceWidget):
        words = _("選んでください。")
    else:
        words = _("入力してください。")
    field.error_messages["required"] = words


def _tidy(value: str) -> str:
    return _STRAY.sub("", value)
