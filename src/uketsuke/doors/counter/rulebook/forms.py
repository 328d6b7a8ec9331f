"""規則の変更の入力: a field for each figure of a book, with what it is now."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms
from django.forms import BoundField
from django.utils.translation import gettext_lazy as _

from uketsuke.doors.shared.inputs.forms import (
    CountField,
    DateField,
    Form,
    ReasonField,
    TimeField,
    TokenField,
)
from uketsuke.kernel.refusals import Refusal
from uketsuke.rulebook.actions import Wanted
from uketsuke.rulebook.figures import Book, Figure, Values

FEW = 3  # so many choices are seen at one glance


class ChangeForm(Form):
    """規則の変更: all figures of the book, from which day on, and why."""

    since = DateField(
        label=_("いつから"),
        typed=True,
        help_text=_("明日からの日。例：2027年4月1日、令和9年4月1日"),
    )
    reason = ReasonField(
        label=_("理由・よりどころ"),
        max_length=200,
        help_text=_("この一覧に残ります。例：条例施行規則の改正。"),
    )
    token = TokenField()

    def __init__(self, book: Book, values: Values, data: Mapping[str, Any] | None = None) -> None:
        self.book = book
        super().__init__(data, initial={each.field: values[each.field] for each in book.figures})
        for figure in book.figures:
            self.fields[figure.field] = _field(figure)
        _order = [each.field for each in book.figures]
        self.order_fields([*_order, "since", "reason", "token"])

    def field_of(self, refusal: Refusal) -> str | None:
        """The figure that is named; of two that do not fit together, the lower one."""
        name = refusal.facts.get("lower", refusal.facts.get("label"))
        named = (each.field for each in self.book.figures if each.label == name)
        return next(named, super().field_of(refusal))

    def sections(self) -> list[tuple[str, list[BoundField]]]:
        """見出しと、その下の欄."""
        return [
            (section.title, [self[figure.field] for figure in section.figures])
            for section in self.book.sections
        ]

    def wanted(self) -> Wanted:
        """変更の内容, of a valid form."""
        given = self.cleaned_data
        since: date = given["since"]
        values = {each.field: given[each.field] for each in self.book.figures}
        return Wanted(self.book.code, since, values, given["reason"])


def _field(figure: Figure) -> forms.Field:
    if figure.choices:
        known = {str(value): value for value, _word in figure.choices}
        few = len(known) <= FEW
        return forms.TypedChoiceField(
            label=figure.label,
            choices=[(str(value), word) for value, word in figure.choices],
            coerce=known.__getitem__,
            widget=forms.RadioSelect if few else forms.Select,
            help_text=figure.help,
        )
    if figure.is_time:
        return TimeField(label=figure.label, help_text=figure.help)
    return CountField(
        label=figure.label,
        unit=figure.unit,
        least=figure.least,
        most=figure.most,
        help_text=figure.help,
    )
