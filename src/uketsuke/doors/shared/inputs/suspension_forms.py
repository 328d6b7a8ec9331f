"""利用停止と異議の入力."""

from django import forms
from django.utils.translation import gettext_lazy as _

from uketsuke.doors.shared.inputs.forms import DateField, Form, NotesField, ReasonField
from uketsuke.registration.models import Ground


class SuspendForm(Form):
    """利用停止."""

    ground = forms.ChoiceField(
        label=_("理由の区分"), choices=[("", _("選んでください")), *Ground.choices]
    )
    reason = ReasonField(
        label=_("理由（利用者にお知らせします）"),
        max_length=400,
        help_text=_("いつ、何があったかを書きます。"),
    )
    until = DateField(label=_("停止の期限（この日まで、最長1年）"), typed=True)


class AppealForm(Form):
    """異議の申立て."""

    text = NotesField(
        label=_("異議の内容"),
        rows=5,
        max_length=2000,
        help_text=_("事実と違うところや、ご事情をお書きください。"),
    )


class DecisionForm(Form):
    """異議についての判断."""

    decision = ReasonField(label=_("判断の理由（利用者にお知らせします）"), max_length=400)
