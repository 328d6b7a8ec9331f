"""お知らせの受け取り方: which mails are optional, and who wants them in which language.

Decisions, bills, results and security are told to everybody; only a word before a day that is
known anyway, and word of something that has become free, can be declined.
"""

from datetime import datetime
from pathlib import Path

from django.db import transaction

from uketsuke.audit.actions import record
from uketsuke.groups.models import Group
from uketsuke.kernel.actors import Actor
from uketsuke.kernel.languages import JAPANESE, NAMES
from uketsuke.notices.models import Preference

REMINDERS, ALERTS = "reminders", "alerts"
OPTIONAL = {"booking.reminder": REMINDERS, "registration.ends": REMINDERS}
FAMILIES = {"alerts": ALERTS, "search": ALERTS}  # whole families of kinds
TEXTS = Path(__file__).parent / "templates"


def class_of(kind: str) -> str:
    """任意のお知らせの種類 of that kind, or nothing: it is told in any case."""
    return OPTIONAL.get(kind) or FAMILIES.get(kind.partition(".")[0], "")


def wants(group: Group, kind: str) -> bool:
    """Whether the group wants it sent. Asks the database only about optional ones."""
    found = class_of(kind)
    return not found or bool(getattr(preference(group), found))


def preference(group: Group) -> Preference:
    """お知らせの受け取り方 as it stands, or as it is where nobody chose anything."""
    return Preference.objects.filter(group=group).first() or Preference(group=group)


def language_of(group: Group | None) -> str:
    """お知らせの言葉 of the group; who is none yet reads Japanese."""
    if group is None:
        return JAPANESE
    found = Preference.objects.filter(group=group).values_list("language", flat=True).first()
    return found if found in languages() else JAPANESE


def languages() -> dict[str, str]:
    """選べる言葉: Japanese, and those whose texts stand in a folder (``notices-en``)."""
    return {
        code: name
        for code, name in NAMES.items()
        if code == JAPANESE or (TEXTS / f"notices-{code}").is_dir()
    }


@transaction.atomic(durable=True)
def choose(
    group_id: int, language: str, *, reminders: bool, alerts: bool, by: Actor, at: datetime
) -> Preference:
    """お知らせの受け取り方を決める, by the group or for it at the counter."""
    group = Group.objects.select_for_update().get(pk=group_id)
    chosen = {"language": language, "reminders": reminders, "alerts": alerts, "changed_at": at}
    made, _ = Preference.objects.update_or_create(group=group, defaults=chosen)
    record("notices.choose", group, by=by, at=at)
    return made
