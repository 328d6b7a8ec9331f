"""Addresses of the citizen's portal."""

from uketsuke.doors.portal import urls_looking, urls_member, urls_waiting

app_name = "portal"
urlpatterns = [
    *urls_looking.urlpatterns,
    *urls_member.urlpatterns,
    *urls_waiting.urlpatterns,
]
