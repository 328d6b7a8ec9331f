"""Addresses of the staff counter, all below /staff/: those of each folder."""

from uketsuke.doors.counter import keys, manual, pages
from uketsuke.doors.counter.accounts import urls as accounts
from uketsuke.doors.counter.bookings import urls as bookings
from uketsuke.doors.counter.equipment import urls as equipment
from uketsuke.doors.counter.groups import urls as groups
from uketsuke.doors.counter.ledger import urls as ledger
from uketsuke.doors.counter.letters import urls as letters
from uketsuke.doors.counter.lottery import urls as lottery
from uketsuke.doors.counter.meetings import urls as meetings
from uketsuke.doors.counter.money import urls as money
from uketsuke.doors.counter.outages import urls as outages
from uketsuke.doors.counter.phone import urls as phone
from uketsuke.doors.counter.protection import urls as protection
from uketsuke.doors.counter.rulebook import urls as rulebook
from uketsuke.doors.counter.statistics import urls as statistics
from uketsuke.doors.counter.tariffs import urls as tariffs
from uketsuke.doors.counter.today import urls as today
from uketsuke.doors.counter.waiting import urls as waiting
from uketsuke.doors.shared.machine.private import private_page

app_name = "counter"
urlpatterns = [
    private_page("keys/", keys.show, "keys"),
    private_page("pages/", pages.pages, "pages"),
    private_page("manual/", manual.contents, "manual"),
    private_page("manual/<slug:word>/", manual.chapter, "chapter"),
    *accounts.urlpatterns,
    *bookings.urlpatterns,
    *equipment.urlpatterns,
    *groups.urlpatterns,
    *ledger.urlpatterns,
    *letters.urlpatterns,
    *lottery.urlpatterns,
    *meetings.urlpatterns,
    *money.urlpatterns,
    *outages.urlpatterns,
    *phone.urlpatterns,
    *protection.urlpatterns,
    *rulebook.urlpatterns,
    *statistics.urlpatterns,
    *tariffs.urlpatterns,
    *today.urlpatterns,
    *waiting.urlpatterns,
]
