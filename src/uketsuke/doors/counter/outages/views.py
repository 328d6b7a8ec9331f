"""停止の記録: measured or entered, confirmed by another; and which deadlines moved for it."""

from datetime import datetime

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_POST

from uketsuke.doors.counter.buttons import deciding
from uketsuke.doors.counter.tabs import tabs
from uketsuke.doors.shared.entrance.guards import staff
from uketsuke.doors.shared.entrance.visits import Visit
from uketsuke.doors.shared.inputs.forms import (
    DateField,
    Form,
    ReasonField,
    TimeField,
    TokenField,
)
from uketsuke.doors.shared.words.refusals import shown_on
from uketsuke.identity.models import Role
from uketsuke.kernel import clock
from uketsuke.kernel.actors import Actor
from uketsuke.outages import actions
from uketsuke.outages.models import Outage

UNPROCESSABLE, SHOWN = 422, 30
MAY = (Role.MANAGER, Role.WARD, Role.ADMINISTRATOR)


class OutageForm(Form):
    """停止の記入."""

    starts_on = DateField(label=_("止まった日"), typed=True)
    starts_at = TimeField(label=_("止まった時刻"))
    ends_on = DateField(label=_("戻った日"), typed=True)
    ends_at = TimeField(label=_("戻った時刻"))
    reason = ReasonField(
        label=_("何が使えなかったか"),
        max_length=200,
        help_text=_("この一覧に残ります。例：オンライン決済が使えなかった。"),
    )
    token = TokenField()

    def span(self) -> tuple[datetime, datetime]:
        given = self.cleaned_data
        return (
            clock.at_time(given["starts_on"], given["starts_at"]),
            clock.at_time(given["ends_on"], given["ends_at"]),
        )


@staff(*MAY)
@require_GET
def index(request: Visit) -> HttpResponse:
    """停止の記録, and the form."""
    return _page(request)


@staff(*MAY)
@require_POST
def enter(request: Visit) -> HttpResponse:
    """停止の記入."""
    form = OutageForm(request.POST)
    if form.is_valid():
        given, (start, end) = form.cleaned_data, form.span()
        with shown_on(form):
            by, at = request.actor, clock.now()
            actions.enter(start, end, given["reason"], given["token"], by=by, at=at)
            return redirect("counter:outages")
    return _page(request, form=form)


@staff(*MAY)
@require_POST
def confirm(request: Visit, pk: int) -> HttpResponse:
    """停止の確認, by another than who entered it."""
    return _decided(request, pk, actions.confirm)


@staff(*MAY)
@require_POST
def withdraw(request: Visit, pk: int) -> HttpResponse:
    """停止の取下げ."""
    return _decided(request, pk, actions.withdraw)


def _page(
    request: Visit, refused: Form | None = None, *, form: OutageForm | None = None
) -> HttpResponse:
    actor: Actor = request.actor
    found = Outage.objects.prefetch_related("moves").order_by("-starts_at", "-pk")[:SHOWN]
    context = {
        "form": form or OutageForm(),
        "refused": refused,
        "outages": found,
        "me": actor.name,
        "tabs": tabs(request),
    }
    status = UNPROCESSABLE if form is not None or refused is not None else 200
    return render(request, "counter/outages/index.html", context, status=status)


_decided = deciding(Outage, "counter:outages", _page)
