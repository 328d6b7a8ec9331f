"""入力欄: fields that take what people really type, and say kindly what is missing.

The cleaned value is in one form only: half-width digits, a ``date``, whole yen, a name on
one line. What cannot be understood is an error beside the field, never an exception.
"""

import re
import unicodedata
from datetime import date, time
from typing import Any, ClassVar
from uuid import UUID, uuid4

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils.functional import Promise, lazy
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from uketsuke.doors.shared.inputs.dates import read_date
from uketsuke.doors.shared.words.sentences import sentence
from uketsuke.kernel import text
from uketsuke.kernel.refusals import Refusal

Words = str | Promise


class LineField(forms.CharField):
    """一行の文字: spaces at the ends and line breaks are put right. ``maxlength`` is told."""

    attrs: ClassVar[dict[str, str]] = {}

    def __init__(self, **kwargs: Any) -> None:
        wrong = {
            "required": _("入力してください。"),
            "max_length": _(
                "%(limit_value)s文字以内で入力してください（今は%(show_value)s文字です）。"
            ),
        }
        kwargs.setdefault("max_length", 200)
        kwargs["error_messages"] = wrong | kwargs.get("error_messages", {})
        self.given = kwargs.pop("attrs", {})
        super().__init__(**kwargs)

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        return {**super().widget_attrs(widget), **self.attrs, **self.given}

    def to_python(self, value: Any) -> str:
        typed = super().to_python(value)
        if not typed:
            return ""
        try:
            return self.read(typed)
        except Refusal as refusal:
            raise ValidationError(sentence(refusal), refusal.code) from refusal

    def read(self, typed: str) -> str:
        """What ``typed`` means. Raises Refusal where it means nothing."""
        return text.one_line(typed, len(typed))  # the length has its own sentence


class TextField(forms.CharField):
    """何行かの文字 (a note, a reason)."""

    def __init__(self, *, rows: int = 4, **kwargs: Any) -> None:
        kwargs.setdefault("max_length", 1000)
        wrong = {
            "required": _("入力してください。"),
            "max_length": _(
                "%(limit_value)s文字以内で入力してください（今は%(show_value)s文字です）。"
            ),
        }
        kwargs["error_messages"] = wrong | kwargs.get("error_messages", {})
        kwargs.setdefault("widget", forms.Textarea(attrs={"rows": rows}))
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> str:
        return (super().to_python(value) or "").replace("\r\n", "\n")


NO_NAMES = _("個人の名前は書かないでください。")


def _joined(*sentences: object) -> str:
    """One after the other, with a space where the reader's language has them."""
    space = "" if (get_language() or "ja").startswith(("ja", "zh")) else " "
    return space.join(f"{each}" for each in sentences if each)


_one_after_the_other = lazy(_joined, str)


class _Nameless:
    """自由記入: it stays in the records, so nobody may be named in it; its help says so."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs["help_text"] = _one_after_the_other(kwargs.get("help_text", ""), NO_NAMES)
        super().__init__(**kwargs)


class ReasonField(_Nameless, LineField):
    """理由 (one line)."""

    attrs: ClassVar[dict[str, str]] = {"autocomplete": "off"}


class TitleField(_Nameless, LineField):
    """催しや書類の名前 (one line)."""


class NotesField(_Nameless, TextField):
    """覚え・報告 (several lines)."""


class NameField(LineField):
    """氏名・団体名: kept exactly as written (外字, 異体字)."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("max_length", 60)
        super().__init__(**kwargs)

    def read(self, typed: str) -> str:
        return text.person_name(typed)


class PhoneInput(forms.TextInput):
    input_type = "tel"


class PhoneField(LineField):
    """電話番号: with or without hyphens, full-width too; the value has hyphens."""

    widget = PhoneInput
    attrs: ClassVar[dict[str, str]] = {"class": "input--12"}

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("max_length", 30)
        super().__init__(**kwargs)

    def read(self, typed: str) -> str:
        return text.phone(typed)


class MailField(LineField):
    """メールアドレス."""

    attrs: ClassVar[dict[str, str]] = {
        "inputmode": "email",
        "autocapitalize": "none",
        "spellcheck": "false",
    }

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("max_length", 254)
        super().__init__(**kwargs)

    def read(self, typed: str) -> str:
        return text.mail(typed)


class DigitsField(LineField):
    """番号: only digits (利用者番号, 予約番号, a slip). ``length`` digits when given."""

    attrs: ClassVar[dict[str, str]] = {
        "inputmode": "numeric",
        "autocomplete": "off",
        "class": "input--8",
    }

    def __init__(self, *, length: int | None = None, **kwargs: Any) -> None:
        self.length = length
        kwargs.setdefault("max_length", 40)
        super().__init__(**kwargs)

    def read(self, typed: str) -> str:
        return _only_digits(re.sub(r"[\s‐－ー-]", "", typed))

    def to_python(self, value: Any) -> str:
        found = super().to_python(value)
        if found and self.length and len(found) != self.length:
            wrong = _("%(length)s桁の数字で入力してください。") % {"length": self.length}
            raise ValidationError(wrong, "length")
        return found


class UnitInput(forms.TextInput):
    """A text input with its unit in words behind it."""

    template_name = "shared/forms/unit.html"

    def __init__(self, unit: Words, attrs: dict[str, Any] | None = None) -> None:
        self.unit = unit
        super().__init__(attrs)

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        context["widget"]["unit"] = self.unit
        return context


class CountField(forms.Field):
    """数: a whole number with its unit (人, 時間, 個). 「１，２００人」 is 1200."""

    def __init__(
        self, *, unit: Words, least: int = 0, most: int = 9_999_999, **kwargs: Any
    ) -> None:
        self.unit = unit
        kwargs.setdefault("widget", UnitInput(unit))
        super().__init__(**kwargs)
        amounts = {"least": f"{least:,}", "most": f"{most:,}", "unit": unit}
        wrong_amount = _("%(least)s%(unit)sから%(most)s%(unit)sまでで入力してください。") % amounts
        self.validators += [
            MinValueValidator(least, wrong_amount),
            MaxValueValidator(most, wrong_amount),
        ]

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        return {"inputmode": "numeric", "autocomplete": "off", "class": "input--6", "maxlength": 20}

    def to_python(self, value: Any) -> int | None:
        if value in self.empty_values or isinstance(value, int):
            return None if value in self.empty_values else value
        plain = unicodedata.normalize("NFKC", str(value)).replace(",", "").replace("、", "")
        plain = plain.strip(" ¥\\").removesuffix(str(self.unit))
        return int(_only_digits(plain))


class YenField(CountField):
    """金額: whole yen. 「１，２００円」「¥1,200」 are 1200."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(unit=_("円"), **kwargs)


class DateInput(forms.DateInput):
    """The browser's date picker; with a value it could not show, a plain text input."""

    input_type = "date"

    def __init__(self, attrs: dict[str, Any] | None = None, *, typed: bool = False) -> None:
        self.typed = typed
        super().__init__(attrs, format="%Y-%m-%d")

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        shown = context["widget"]["value"]
        understood = read_date(shown) if shown else None
        if self.typed and isinstance(value, date):  # as one would type it; what was typed stays so
            context["widget"]["value"] = f"{value.year}/{value.month}/{value.day}"
        elif understood and not self.typed:
            context["widget"]["value"] = understood.isoformat()
        if self.typed or (shown and not understood):
            context["widget"]["type"] = "text"  # else the browser would drop what was typed
        else:
            context["widget"]["attrs"].pop("maxlength", None)  # a picker has none
        return context


class DateField(forms.Field):
    """日付: from the picker or typed: 2027-04-10, 2027/4/10, 2027年4月10日, 令和9年4月10日.

    ``typed``: always a text input, for hands that stay on the keyboard (also 20270410).
    """

    def __init__(self, *, typed: bool = False, **kwargs: Any) -> None:
        wrong = {
            "required": _("日付を入力してください。"),
            "invalid": _("ない日付か、読み取れない日付です（例：2027年4月10日、2027/4/10）。"),
        }
        kwargs["error_messages"] = wrong | kwargs.get("error_messages", {})
        kwargs.setdefault("widget", DateInput(typed=typed))
        super().__init__(**kwargs)

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        return {"autocomplete": "off", "class": "input--12", "maxlength": 30}

    def to_python(self, value: Any) -> date | None:
        if value in self.empty_values or isinstance(value, date):
            return value or None
        if found := read_date(str(value)):
            return found
        raise ValidationError(self.error_messages["invalid"], "invalid")


class TimeField(forms.CharField):
    """時刻: 13:05, 1305, 9時30分, 9時, full-width too. The value is a ``time``."""

    def __init__(self, **kwargs: Any) -> None:
        wrong = {"invalid": _("時刻として読み取れません（例：13:05、1305、13時5分）。")}
        kwargs["error_messages"] = wrong | kwargs.get("error_messages", {})
        super().__init__(**kwargs)

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        return {"autocomplete": "off", "class": "input--6", "maxlength": 10, "inputmode": "numeric"}

    def prepare_value(self, value: Any) -> Any:
        return f"{value.hour}:{value.minute:02}" if isinstance(value, time) else value

    def to_python(self, value: Any) -> Any:
        written = unicodedata.normalize("NFKC", str(value or "")).replace(" ", "")
        if not written:
            return None
        shape = re.fullmatch(r"(\d{1,2})(?:[:.時](\d{1,2})?分?|(\d\d))", written)
        if shape is None:
            raise ValidationError(self.error_messages["invalid"], "invalid")
        hour, minute = int(shape[1]), int(shape[2] or shape[3] or 0)
        if hour > 23 or minute > 59:
            raise ValidationError(self.error_messages["invalid"], "invalid")
        return time(hour, minute)


class TokenInput(forms.HiddenInput):
    """A damaged token is shown again as a fresh one, so that the next try can succeed."""

    def format_value(self, value: Any) -> str:
        try:
            return str(UUID(str(value)))
        except ValueError:
            return str(uuid4())


class TokenField(forms.UUIDField):
    """二重送信よけ: new for each page shown; the action that gets it twice acts once."""

    widget = TokenInput

    def __init__(self, **kwargs: Any) -> None:
        stale = _("画面の有効期限が切れていました。内容をご確認のうえ、もう一度お送りください。")
        kwargs.setdefault("initial", uuid4)
        kwargs.setdefault("error_messages", {"required": stale, "invalid": stale})
        super().__init__(**kwargs)


def _only_digits(typed: str) -> str:
    """``typed`` as half-width digits.

    Anything else is not simply dropped: a mistyped letter would make another number of it.
    """
    if not re.fullmatch("[0-9]+", unicodedata.normalize("NFKC", typed)):
        raise ValidationError(_("数字だけで入力してください。"), "digits")
    return text.digits(typed)
