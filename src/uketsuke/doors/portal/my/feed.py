"""カレンダーに取り込む: the secret address of the group's own calendar."""

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from uketsuke.bookings import feeds
from uketsuke.doors.portal.carry import member
from uketsuke.doors.shared.entrance.guards import group_required
from uketsuke.doors.shared.entrance.visits import Visit
from uketsuke.kernel import clock


@group_required
@require_http_methods(["GET", "POST"])
def feed(request: Visit) -> HttpResponse:
    """カレンダーに取り込む: make the address, make it anew, close it."""
    group, by, at = member(request), request.actor, clock.now()
    if request.method == "POST":
        act = feeds.close if request.POST.get("do") == "close" else feeds.renew
        act(group.pk, by=by, at=at)
        return redirect("portal:feed")
    key = feeds.key_of(group)
    address = f"{settings.BASE_URL}/calendar/groups/{key}.ics" if key else ""
    return render(request, "portal/my/feed.html", {"address": address})
