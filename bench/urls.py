"""The addresses of the product, and an empty view behind the same middleware: the yardstick."""

from django.http import HttpRequest, HttpResponse
from django.urls import path

from uketsuke import urls
from uketsuke.doors.shared.entrance.guards import everyone
from uketsuke.urls import handler400, handler403, handler404, handler500

__all__ = ["handler400", "handler403", "handler404", "handler500"]


@everyone
def empty(request: HttpRequest) -> HttpResponse:
    return HttpResponse("ok")


urlpatterns = [path("bench/empty/", empty), *urls.urlpatterns]
