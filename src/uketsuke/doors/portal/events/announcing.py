"""催し物案内に載せる・載せない: the group decides, at any time."""

from django.core.exceptions import BadRequest
from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from uketsuke.bookings import actions
from uketsuke.doors.portal.my.views import own_booking
from uketsuke.doors.shared.entrance.guards import group_required
from uketsuke.doors.shared.entrance.visits import Visit
from uketsuke.kernel import clock


@group_required
@require_POST
def announce(request: Visit, number: str) -> HttpResponse:
    """載せる (``public=1``) or not (``0``), all days that were applied for together."""
    found, wanted = own_booking(request, number), request.POST.get("public")
    if wanted not in ("0", "1"):
        raise BadRequest
    actions.announce(found.application_id, wanted == "1", by=request.actor, at=clock.now())
    return redirect("portal:booking", number)
