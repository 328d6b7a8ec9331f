"""文章の入力. What is wrong with a text is the rules' affair: nothing typed is ever cut or lost."""

from django import forms
from django.utils.translation import gettext_lazy as _

from uketsuke.doors.shared.inputs.forms import Form, TextField, TokenField
from uketsuke.kernel.refusals import Refusal


class WordingForm(Form):
    """文章: written in the simple language of placeholders."""

    subject = TextField(
        label=_("件名"),
        rows=2,
        max_length=10_000,
        help_text=_("何行か書くと、値がすべてそろう最初の行が件名になります。"),
    )
    body = TextField(
        label=_("本文"),
        rows=22,
        max_length=100_000,
        help_text=_("「○○ ご担当者様」のあいさつと、終わりの問い合わせ先は、自動で入ります。"),
    )
    token = TokenField()

    def field_of(self, refusal: Refusal) -> str | None:
        """The part that is named."""
        part = refusal.facts.get("part")
        named = (name for name, field in self.fields.items() if field.label == part)
        return next(named, super().field_of(refusal))


class BackForm(Form):
    """既定の文章に戻す."""

    prefix = "back"
    token = TokenField()
    sure = forms.BooleanField(label=_("既定の文章に戻します"))
