"""監査: what is looked for among the entries."""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from uketsuke.doors.shared.inputs.forms import DateField, Form, LineField

_OFF = {"autocomplete": "off"}


class AuditForm(Form):
    """監査記録の絞り込み."""

    actor = LineField(label=_("行為者"), required=False, max_length=64, attrs=_OFF)
    action = LineField(label=_("操作"), required=False, max_length=64, attrs=_OFF)
    subject = LineField(label=_("対象"), required=False, max_length=80, attrs=_OFF)
    first = DateField(label=_("この日から"), required=False, typed=True)
    last = DateField(label=_("この日まで"), required=False, typed=True)

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        first, last = given.get("first"), given.get("last")
        if first and last and last < first:
            raise ValidationError(_("終わりの日が、始まりの日より前です。"), "order")
        return given
