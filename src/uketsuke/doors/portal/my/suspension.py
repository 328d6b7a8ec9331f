"""利用停止 as the group sees it: why, until when, and how she appeals."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from uketsuke.doors.portal.carry import STALE, group_carrying, member, stale, stale_kept
from uketsuke.doors.shared.entrance.visits import Visit, posted
from uketsuke.doors.shared.inputs.suspension_forms import AppealForm
from uketsuke.doors.shared.words.refusals import shown_on
from uketsuke.kernel import clock
from uketsuke.registration import suspensions

UNPROCESSABLE, FORBIDDEN = 422, 403


@group_carrying
@stale_kept
@require_http_methods(["GET", "POST"])
def suspension(request: Visit) -> HttpResponse:
    """利用停止, and the appeal: another person decides it."""
    group = member(request)
    found = group.suspensions.filter(ended_at=None).first()
    form = AppealForm(posted(request))
    status = UNPROCESSABLE if request.method == "POST" else 200
    if stale(request):
        form.add_error(None, STALE)
        status = FORBIDDEN
    elif found and form.is_valid():
        with shown_on(form):
            given = form.cleaned_data["text"]
            suspensions.appeal(found.pk, given, by=request.actor, at=clock.now())
            return redirect("portal:suspension")
    context = {
        "found": found,
        "form": form,
        "past": group.suspensions.exclude(ended_at=None).order_by("-ordered_at")[:20],
    }
    return render(request, "portal/my/suspension.html", context, status=status)
