"""料金の手続き of a group: its bill, and the reduction it asks for."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from uketsuke.bookings import reductions, till
from uketsuke.bookings.models import ReductionRequest
from uketsuke.doors.portal.carry import group_carrying, member, sound, stale_kept
from uketsuke.doors.portal.my import mine
from uketsuke.doors.portal.my.forms import ReductionForm
from uketsuke.doors.portal.my.views import booking_page, own_booking
from uketsuke.doors.shared.drawing import papers
from uketsuke.doors.shared.entrance.guards import group_required
from uketsuke.doors.shared.entrance.visits import Visit, posted
from uketsuke.doors.shared.words.refusals import Told, shown_on
from uketsuke.kernel import clock
from uketsuke.kernel.refusals import Refusal
from uketsuke.ledger.models import Bill, Receipt, RefundNote

UNPROCESSABLE, CONFLICT = 422, 409


@group_required
@require_GET
def bill(request: Visit, number: str) -> HttpResponse:
    """納入通知書 of her own, as it was issued."""
    found = get_object_or_404(Bill, number=number, account__booking__group=member(request))
    return _pdf(papers.bill(found), found.number)


@group_required
@require_POST
def receipt(request: Visit, number: str) -> HttpResponse:
    """領収書 of her own: every print is on record, the first is the original."""
    mine_alone = Receipt.objects.filter(payment__account__booking__group=member(request))
    found = get_object_or_404(mine_alone, number=number)
    try:
        printed = till.print_receipt(found.pk, by=request.actor, at=clock.now())
    except Refusal as refusal:
        booking = own_booking(request, found.payment.account.label)
        said = Told.of(refusal)
        return booking_page(request, booking, clock.now(), told=said, status=CONFLICT)
    return _pdf(papers.receipt(found, printed.nth), found.number)


@group_required
@require_GET
def refund_note(request: Visit, number: str) -> HttpResponse:
    """返還の明細書 of her own."""
    mine_alone = RefundNote.objects.filter(refund__account__booking__group=member(request))
    found = get_object_or_404(mine_alone, number=number)
    return _pdf(papers.refund_note(found), found.number)


@group_carrying
@stale_kept
@require_http_methods(["GET", "POST"])
def reduction(request: Visit, number: str) -> HttpResponse:
    """減免の申請."""
    found, at = own_booking(request, number), clock.now()
    kinds = reductions.kinds(found)
    form = ReductionForm(posted(request), kinds)
    if sound(request, form):
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


def _pdf(paper: bytes, name: str) -> HttpResponse:
    response = HttpResponse(paper, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{name}.pdf"'
    return response
