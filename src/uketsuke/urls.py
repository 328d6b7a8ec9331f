"""All addresses. The staff side is an addition that only listed networks get to know."""

from django.urls import include, path

from uketsuke import urls_public
from uketsuke.doors.shared.machine.metrics import metrics
from uketsuke.urls_public import handler400, handler403, handler404, handler500

__all__ = ["handler400", "handler403", "handler404", "handler500"]

urlpatterns = [
    *urls_public.urlpatterns,
    path("metrics", metrics),
    path("staff/", include("uketsuke.doors.counter.urls")),
]
