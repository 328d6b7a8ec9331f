"""通知書の入力: what is printed, and what was measured of an envelope."""

from django import forms
from django.utils.translation import gettext_lazy as _

from uketsuke.doors.shared.inputs.forms import CountField, Form, TokenField
from uketsuke.notices.letter.window import Window
from uketsuke.notices.models import Envelope

MEASURES = ("width", "height", "left", "top", "window_width", "window_height")


class LettersForm(Form):
    """今日の通知書を印刷する: pressed twice it is one bundle."""

    token = TokenField()


def _mm(label: object, most: int = 400) -> CountField:
    return CountField(label=label, unit="mm", least=0, most=most)


class EnvelopeForm(Form):
    """封筒: its size, and where its window is, held with the longer side down."""

    code = forms.CharField(widget=forms.HiddenInput)
    width = _mm(_("封筒の幅"))
    height = _mm(_("封筒の高さ"))
    left = _mm(_("左の端から窓まで"))
    top = _mm(_("上の端から窓まで"))
    window_width = _mm(_("窓の幅"))
    window_height = _mm(_("窓の高さ"))
    label = ""
    in_use = False

    @classmethod
    def of(cls, envelope: Envelope) -> "EnvelopeForm":
        """The form as that envelope stands."""
        first = {name: getattr(envelope, name) for name in ("code", *MEASURES)}
        made = cls(initial=first, auto_id=f"id_{envelope.code}_%s")
        made.label, made.in_use = envelope.label, envelope.in_use
        return made

    def clean_code(self) -> str:
        code: str = self.cleaned_data["code"]
        if not Envelope.objects.filter(code=code).exists():
            raise forms.ValidationError(_("この封筒はありません。一覧から選んでください。"))
        return code

    @property
    def window(self) -> Window:
        """What was measured, of a valid form."""
        return Window(*(self.cleaned_data[name] for name in MEASURES))
