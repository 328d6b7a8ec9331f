"""使い方の入力: what a group does there, the same at home and at the counter."""

from django import forms
from django.utils.translation import gettext_lazy as _

from uketsuke.bookings.models import Purpose
from uketsuke.bookings.reception import Description
from uketsuke.doors.shared.inputs.forms import CountField, Form, TitleField, YenField

MOST_TYPED = 400  # characters of one field that are kept as typed


class DescribeForm(Form):
    """使い方: what the group does there. No personal item is asked for."""

    title = TitleField(label=_("催しの名前"), max_length=80, help_text=_("例：春の発表会。"))
    purpose = forms.ChoiceField(
        label=_("利用の目的"),
        choices=Purpose.choices,
        widget=forms.RadioSelect,
        help_text=_("いちばん近いものを一つ選びます。"),
    )
    attendance = CountField(
        label=_("来場する人数（出演者を含む）"), unit=_("人"), least=1, most=99_999
    )
    admission = YenField(
        label=_("入場料（いちばん高い額）"),
        initial=0,
        help_text=_("無料のときは 0 と入力します。入場料によって料金が変わります。"),
    )
    commercial = forms.BooleanField(
        label=_("営利目的の利用です（商品の販売、宣伝など）"), required=False
    )
    rehearsal = forms.BooleanField(
        label=_("練習だけに使います（観客を入れません）"), required=False
    )
    public = forms.BooleanField(
        label=_("催し物として案内してよい"),
        required=False,
        help_text=_(
            "催しの名前・日時・施設を、ホールの案内画面とこのサイトの催し物案内に載せます。"
            "承認されたあとに載り、あとから変えられます。"
        ),
    )

    def typed(self) -> dict[str, str]:
        """What was typed, as it was typed, right or wrong."""
        return {
            name: str(self.data[name])[:MOST_TYPED] for name in self.fields if name in self.data
        }

    def what(self) -> Description:
        """利用内容 of a valid form."""
        return Description(**self.cleaned_data)
