"""動作確認: is the process up, are the database and the worker there."""

from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse

from uketsuke.doors.shared.entrance.guards import everyone
from uketsuke.kernel import clock, heartbeat

PLAIN = "text/plain; charset=utf-8"


@everyone
def healthz(request: HttpRequest) -> HttpResponse:
    """The process answers."""
    return HttpResponse("ok\n", content_type=PLAIN)


@everyone
def readyz(request: HttpRequest) -> HttpResponse:
    """The database answers too, and the worker was heard of lately."""
    try:
        alive = heartbeat.is_alive(heartbeat.WORKER, clock.now())
    except DatabaseError:
        return HttpResponse("database is away\n", content_type=PLAIN, status=503)
    if not alive:
        return HttpResponse("worker is away\n", content_type=PLAIN, status=503)
    return HttpResponse("ok\n", content_type=PLAIN)
