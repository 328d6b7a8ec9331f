"""催し物案内に載せる・載せない: as the group asks for it on the phone."""

from django.core.exceptions import BadRequest
from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from uketsuke.bookings import actions
from uketsuke.doors.counter.bookings import booking as pages
from uketsuke.doors.shared.entrance.guards import staff
from uketsuke.doors.shared.entrance.visits import Visit
from uketsuke.identity.models import Role
from uketsuke.kernel import clock


@staff(Role.COUNTER, Role.MANAGER)
@require_POST
def announce(request: Visit, number: str) -> HttpResponse:
    """載せる (``public=1``) or not (``0``)."""
    found, wanted = pages.find(number), request.POST.get("public")
    if wanted not in ("0", "1"):
        raise BadRequest
    actions.announce(found.application_id, wanted == "1", by=request.actor, at=clock.now())
    return redirect("counter:booking", found.number)
