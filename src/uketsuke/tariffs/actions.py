"""料金表の版を正式とする, and take that back."""

from datetime import datetime

from django.db import transaction

from uketsuke.audit.actions import record
from uketsuke.kernel import revision
from uketsuke.kernel.actors import Actor
from uketsuke.tariffs.models import Tariff


@transaction.atomic(durable=True)
def mark_official(tariff_id: int, *, by: Actor, at: datetime) -> Tariff:
    """正式な料金とする: from now on no page says 見本料金 of this version's figures."""
    return _set(tariff_id, True, "tariffs.mark_official", by=by, at=at)


@transaction.atomic(durable=True)
def unmark_official(tariff_id: int, *, by: Actor, at: datetime) -> Tariff:
    """見本料金に戻す: pages say 見本料金 again; papers already made stay as they are."""
    return _set(tariff_id, False, "tariffs.unmark_official", by=by, at=at)


def _set(tariff_id: int, official: bool, action: str, *, by: Actor, at: datetime) -> Tariff:
    tariff = Tariff.objects.select_for_update().get(pk=tariff_id)
    if tariff.official == official:
        return tariff
    tariff.official = official
    tariff.save(update_fields=["official"])
    record(action, tariff, by=by, at=at, code=tariff.code)
    revision.changed()
    return tariff
