"""The addresses as somebody outside the listed networks knows them."""

from django.urls import include, path

from uketsuke.doors.shared.machine import health, wellknown
from uketsuke.doors.shared.words import failures

handler400 = failures.bad_request
handler403 = failures.forbidden
handler404 = failures.not_found
handler500 = failures.server_error

urlpatterns = [
    path("", include("uketsuke.doors.portal.urls")),
    path("", include("uketsuke.doors.api.urls")),
    path(wellknown.PATH, wellknown.security),
    path("healthz", health.healthz),
    path("readyz", health.readyz),
]
