"""動作確認: is the process up, is the database there."""

from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse

from uketsuke.doors.shared.guards import everyone


@everyone
def healthz(request: HttpRequest) -> HttpResponse:
    """The process answers."""
    return HttpResponse("ok\n", content_type="text/plain")


@everyone
def readyz(request: HttpRequest) -> HttpResponse:
    """The database answers too."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return HttpResponse("database is away\n", content_type="text/plain", status=503)
    return HttpResponse("ok\n", content_type="text/plain")
