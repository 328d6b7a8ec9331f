"""個人情報の持出し: asked for, taken, the password seen once; the book of all (受渡し管理簿)."""

from datetime import date, timedelta
from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_POST

from uketsuke.doors.counter.tabs import tabs
from uketsuke.doors.counter.templatetags.counter import hall_name
from uketsuke.doors.shared.entrance.guards import staff
from uketsuke.doors.shared.entrance.visits import Visit
from uketsuke.doors.shared.inputs.forms import (
    DateField,
    Form,
    LineField,
    ReasonField,
    TokenField,
    nothing_typed,
)
from uketsuke.doors.shared.words.refusals import shown_on
from uketsuke.doors.shared.words.written import date_and_weekday
from uketsuke.halls.queries import atlas
from uketsuke.identity.models import Role
from uketsuke.kernel import clock, parcels, sheets
from uketsuke.protection.exports import actions
from uketsuke.protection.exports.actions import WAITS, Wish
from uketsuke.protection.exports.kinds import KINDS, Scope
from uketsuke.protection.models import Export, ExportForm

UNPROCESSABLE, GONE = 422, 410
SHOWN = 60
TYPES: dict[str, str] = {ExportForm.WORKBOOK: sheets.TYPE, ExportForm.PARCEL: parcels.TYPE}
WHO = (Role.MANAGER, Role.WARD)


class AskForm(Form):
    """持出しの申込."""

    kind = forms.ChoiceField(
        label=_("何を"), choices=[(kind.code, kind.label) for kind in KINDS.values()]
    )
    hall = forms.ChoiceField(label=_("館（利用予定のとき）"), required=False)
    first = DateField(label=_("利用日の始め（利用予定のとき）"), typed=True, required=False)
    last = DateField(
        label=_("利用日の終わり（利用予定のとき、31日まで）"), typed=True, required=False
    )
    reason = ReasonField(
        label=_("持ち出す理由"),
        max_length=400,
        help_text=_("例：停電で電話が使えないときに、当日の利用者へ連絡するため。"),
    )
    receiver = LineField(
        label=_("渡す先"), max_length=100, help_text=_("例：地域コミュニティ課 見本係")
    )
    form = forms.ChoiceField(
        label=_("ファイルの形"),
        choices=ExportForm.choices,
        initial=ExportForm.WORKBOOK,
        help_text=_("ZIPを開くには、7-Zip などのソフトが要ります（Windowsだけでは開けません）。"),
    )
    token = TokenField()

    def __init__(self, *args: Any, hall: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        halls = [(each.code, each.name) for each in atlas().halls.values()]
        own = [each for each in halls if each[0] == hall]
        self.let_choose("hall", own or [("", _("すべての館")), *halls])

    def wish(self) -> Wish:
        given = self.cleaned_data
        scope = Scope(given["hall"], given.get("first"), given.get("last"))
        return Wish(
            given["kind"], scope, given["reason"], given["receiver"], ExportForm(given["form"])
        )


class EndForm(Form):
    """持出しの終わり."""

    how = ReasonField(label=_("どうなったか"), max_length=200)


@staff(*WHO)
@require_GET
def show(request: Visit) -> HttpResponse:
    """受渡し管理簿, and the form."""
    return _page(request)


@staff(*WHO)
@require_POST
def ask(request: Visit) -> HttpResponse:
    """持出しの申込: the file is made, locked, and waits a day."""
    form = AskForm(request.POST, hall=request.actor.hall)
    if form.is_valid():
        with shown_on(form):
            made = actions.ask(
                form.wish(), form.cleaned_data["token"], by=request.actor, at=clock.now()
            )
            return redirect("counter:export", made.pk)
    return _page(request, asking=form)


@staff(*WHO)
@require_GET
def one(request: Visit, pk: int) -> HttpResponse:
    """持出し: what to do next with this one."""
    return _one(request, pk, status=200)


@staff(*WHO)
@require_POST
def take(request: Visit, pk: int) -> HttpResponse:
    """ファイルを受け取る: the second time it is gone."""
    made = get_object_or_404(Export, pk=pk)
    form = nothing_typed()
    with shown_on(form):
        locked = actions.take(pk, by=request.actor, at=clock.now())
        response = HttpResponse(locked, content_type=TYPES[made.form])
        name = f"mochidashi-{made.number}.{made.form}"
        response["Content-Disposition"] = f'attachment; filename="{name}"'
        return response
    return _one(request, pk, refused=form, status=GONE)


@staff(*WHO)
@require_POST
def password(request: Visit, pk: int) -> HttpResponse:
    """パスワードを見る: this once."""
    get_object_or_404(Export, pk=pk)
    form = nothing_typed()
    with shown_on(form):
        shown = actions.show(pk, by=request.actor, at=clock.now())
        return _one(request, pk, password=shown, status=200)
    return _one(request, pk, refused=form)


@staff(*WHO)
@require_POST
def finish(request: Visit, pk: int) -> HttpResponse:
    """持出しの終わり: the file is deleted or back."""
    get_object_or_404(Export, pk=pk)
    form = EndForm(request.POST)
    if form.is_valid():
        with shown_on(form):
            actions.finish(pk, form.cleaned_data["how"], by=request.actor, at=clock.now())
            return redirect("counter:exports")
    return _one(request, pk, refused=form)


def _page(request: Visit, *, asking: AskForm | None = None) -> HttpResponse:
    context = {
        "form": asking or AskForm(hall=request.actor.hall),
        "kinds": KINDS.values(),
        "exports": [_row(each) for each in Export.objects.order_by("-asked_at")[:SHOWN]],
        "tabs": tabs(request),
    }
    status = UNPROCESSABLE if asking else 200
    return render(request, "counter/protection/exports.html", context, status=status)


def _one(
    request: Visit,
    pk: int,
    *,
    password: str = "",
    refused: Form | None = None,
    status: int = UNPROCESSABLE,
) -> HttpResponse:
    made = get_object_or_404(Export.objects.defer("locked"), pk=pk)
    context = {
        "row": _row(made),
        "own": made.asked_by == request.actor.name,
        "waits": made.taken_at is None and clock.now() < made.asked_at + WAITS,
        "password": password,
        "refused": refused,
        "ending": refused if isinstance(refused, EndForm) else EndForm(),
    }
    return render(request, "counter/protection/export.html", context, status=status)


def _row(made: Export) -> dict[str, Any]:
    return {
        "made": made,
        "label": KINDS[made.kind].label,
        "until": made.asked_at + timedelta(days=1),
        "scope": _said(made.scope),
    }


def _said(scope: dict[str, str]) -> str:
    """四谷区民ホール 2027年2月6日（土）〜2027年2月7日（日）; nothing where all are meant."""
    if not scope:
        return ""
    first, last = (date_and_weekday(date.fromisoformat(scope[end])) for end in ("first", "last"))
    return f"{hall_name(scope['hall'])} {first}〜{last}"
