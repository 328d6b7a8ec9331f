"""Addresses of the staff counter, all below /staff/."""

from uketsuke.doors.counter import (
    urls_desk,
    urls_equipment,
    urls_ledger,
    urls_lottery,
    urls_outages,
    urls_rulebook,
    urls_waiting,
)

app_name = "counter"
urlpatterns = [
    *urls_ledger.urlpatterns,
    *urls_lottery.urlpatterns,
    *urls_outages.urlpatterns,
    *urls_rulebook.urlpatterns,
    *urls_equipment.urlpatterns,
    *urls_waiting.urlpatterns,
    *urls_desk.urlpatterns,
]
