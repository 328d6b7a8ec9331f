"""台帳: the three halls by day, week and month."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from uketsuke.doors.shared.guards import staff
from uketsuke.identity.models import Role


@staff(Role.COUNTER, Role.MANAGER, Role.WARD)
@require_GET
def show(request: HttpRequest) -> HttpResponse:
    """台帳."""
    return render(request, "counter/ledger/ledger.html")
