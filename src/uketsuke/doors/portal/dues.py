"""料金の手続き of a group: its bill, and the reduction it asks for."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from uketsuke.bookings import reductions
from uketsuke.bookings.models import ReductionRequest
from uketsuke.doors.portal import mine
from uketsuke.doors.portal.carry import STALE, group_carrying, member, stale, stale_kept
from uketsuke.doors.portal.mypage import own_booking
from uketsuke.doors.portal.mypage_forms import ReductionForm
from uketsuke.doors.shared import papers
from uketsuke.doors.shared.guards import group_required
from uketsuke.doors.shared.refusals import shown_on
from uketsuke.doors.shared.visits import Visit, posted
from uketsuke.kernel import clock
from uketsuke.ledger.models import Bill

UNPROCESSABLE = 422


@group_required
@require_GET
def bill(request: Visit, number: str) -> HttpResponse:
    """納入通知書 of her own, as it was issued."""
    found = get_object_or_404(Bill, number=number, account__booking__group=member(request))
    response = HttpResponse(papers.bill(found), content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{found.number}.pdf"'
    return response


@group_carrying
@stale_kept
@require_http_methods(["GET", "POST"])
def reduction(request: Visit, number: str) -> HttpResponse:
    """減免の申請."""
    found, at = own_booking(request, number), clock.now()
    kinds = reductions.kinds(found)
    form = ReductionForm(posted(request), kinds)
    if stale(request):
        form.add_error(None, STALE)
    elif form.is_valid():
        with shown_on(form):
            kind, evidence = form.cleaned_data["kind"], form.cleaned_data["evidence"]
            reductions.ask(found.pk, kind, evidence, by=request.actor, at=at)
            return redirect("portal:booking", number)
    context = {
        "form": form,
        "row": mine.rows([found])[0],
        "certificates": reductions.certificates(found.group, found.date),
    }
    status = UNPROCESSABLE if form.errors else 200
    return render(request, "portal/my/reduction.html", context, status=status)


@group_required
@require_POST
def withdraw(request: Visit, pk: int) -> HttpResponse:
    """減免申請の取下げ; once it is decided, her booking's page says how."""
    own = ReductionRequest.objects.filter(booking__group=member(request))
    asked = get_object_or_404(own.select_related("booking"), pk=pk)
    if asked.state == "asked":
        reductions.withdraw(asked.pk, by=request.actor, at=clock.now())
    return redirect("portal:booking", asked.booking.number)
