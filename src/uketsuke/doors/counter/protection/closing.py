"""契約終了時の消去: the order of two persons; it is carried out on the machine itself."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_POST

from uketsuke.doors.counter.buttons import deciding
from uketsuke.doors.counter.links import open_to
from uketsuke.doors.counter.tabs import tabs
from uketsuke.doors.shared.entrance.guards import staff
from uketsuke.doors.shared.entrance.visits import Visit
from uketsuke.doors.shared.inputs.forms import DateField, Form, NotesField
from uketsuke.doors.shared.words.refusals import shown_on
from uketsuke.identity.models import Role
from uketsuke.kernel import clock
from uketsuke.protection.closing import actions
from uketsuke.protection.models import Closing, ErasureState

UNPROCESSABLE = 422


class CloseForm(Form):
    """全部の消去の起案."""

    handed_over = NotesField(
        label=_("区に渡したもの"),
        rows=4,
        max_length=1000,
        help_text=_(
            "何を、いつ、だれに渡したか。例：最後のバックアップと鍵（別の日に）、綴じた書類。"
        ),
    )
    until = DateField(label=_("いつまでに行うか"), typed=True)


@staff(Role.ADMINISTRATOR, Role.MANAGER, Role.WARD)
@require_GET
def show(request: Visit) -> HttpResponse:
    """契約終了時の消去: the order under way, and how it is carried out."""
    return _page(request)


@staff(Role.ADMINISTRATOR, Role.MANAGER)
@require_POST
def propose(request: Visit) -> HttpResponse:
    """全部の消去の起案."""
    form = CloseForm(request.POST)
    if form.is_valid():
        with shown_on(form):
            actions.propose(**form.cleaned_data, by=request.actor, at=clock.now())
            return redirect("counter:closing")
    return _page(request, asking=form)


@staff(Role.WARD)
@require_POST
def approve(request: Visit, pk: int) -> HttpResponse:
    """全部の消去の承認 by the ward."""
    return _decided(request, pk, actions.approve)


@staff(Role.ADMINISTRATOR, Role.MANAGER, Role.WARD)
@require_POST
def withdraw(request: Visit, pk: int) -> HttpResponse:
    """指図の取下げ."""
    return _decided(request, pk, actions.withdraw)


def _page(
    request: Visit, refused: Form | None = None, *, asking: CloseForm | None = None
) -> HttpResponse:
    order = Closing.objects.filter(state__in=ErasureState.open()).first()
    may_propose = not order and open_to(request, "closing_propose")
    context = {
        "order": order,
        "form": (asking or CloseForm()) if may_propose else None,
        "may_approve": order and open_to(request, "closing_approve", order.pk),
        "may_withdraw": order and open_to(request, "closing_withdraw", order.pk),
        "refused": refused,
        "tabs": tabs(request),
    }
    status = UNPROCESSABLE if refused or asking else 200
    return render(request, "counter/protection/closing.html", context, status=status)


_decided = deciding(Closing, "counter:closing", _page)
