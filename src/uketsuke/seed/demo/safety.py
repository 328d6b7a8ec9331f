"""見本の備え: whom to call, and one incident that came to a good end."""

from datetime import datetime, timedelta
from uuid import uuid5

from uketsuke.protection.incidents import actions, contacts
from uketsuke.protection.incidents.actions import Note, Report
from uketsuke.protection.incidents.steps import needed
from uketsuke.protection.models import IncidentKind
from uketsuke.seed.demo.actors import MANAGER, WARD, office
from uketsuke.seed.demo.past import SPACE

CONTACTS = (
    ("見本ホール 館責任者", "03-0000-0901", "9時〜22時"),
    ("見本区 地域コミュニティ課", "03-0000-0902", "平日 8時半〜17時15分"),
    ("見本事業者 緊急受付", "03-0000-0903", "いつでも"),
)


def prepare(now: datetime) -> None:
    """緊急の連絡先 and a small outage of three weeks ago."""
    for each in CONTACTS:
        contacts.add(*each, by=MANAGER, at=now)
    then = now - timedelta(days=20)
    what = "停電で窓口の端末が30分使えませんでした（見本）。"
    by = office("tansu")
    made = actions.open_(
        Report(IncidentKind.OUTAGE, what, then), uuid5(SPACE, "outage"), by=by, at=then
    )
    for nth, step in enumerate(needed(persons=False), start=1):
        at, token = then + timedelta(minutes=20 * nth), uuid5(SPACE, f"outage-{step.code}")
        actions.note(
            made.pk, Note(step.code, f"{step.words}：済みました（見本）。"), token, by=by, at=at
        )
    actions.close(made.pk, by=WARD, at=then + timedelta(days=1))
