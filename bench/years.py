"""十年分のデータ: bookings of ten years, so that what is measured has something to look through."""

from datetime import date

from django.db import connection

from uketsuke.bookings.models import ReceptionRules
from uketsuke.kernel import append_only, clock, revision
from uketsuke.seed.demo import fill
from uketsuke.seed.load import load
from uketsuke.tariffs.models import Tariff

YEARS = 10


def make(years: int = YEARS) -> None:
    """Ten years up to last month; the months to come stay free, to be booked in the bench."""
    load()
    now = clock.now()
    begin = date(clock.day(now).year - years - 1, 1, 1)
    ReceptionRules.objects.update(in_force_from=begin)
    append_only.lift(connection)  # a scratch world: its tariff began long ago
    Tariff.objects.update(in_force_from=begin)
    append_only.restore(connection)
    revision.changed()
    fill.fill(now, past_days=365 * years, months_ahead=0)
