"""二重登録の疑い: groups on record that may be the one that applies."""

from dataclasses import dataclass
from enum import StrEnum

from django.db.models import Q

from uketsuke.groups.models import Group, Person, PersonRole
from uketsuke.kernel.text import digits, search_key
from uketsuke.registration.models import Application, ProposedPerson

MOST = 20


class Alike(StrEnum):
    """同じもの: in what a group on record and an application agree."""

    PHONE = "phone"
    MAIL = "mail"
    NAME = "name"


@dataclass(frozen=True, slots=True)
class Double:
    """疑いのある利用者, and why."""

    group: Group
    alike: list[Alike]


def doubles(application: Application) -> list[Double]:
    """The other groups with the same phone, mail or name of the representative. Two queries."""
    proposed = list(application.persons.all())
    phones, mails, names = _phones(proposed), _mails(proposed), _names(proposed)
    wanted = Q(home_digits__in=phones) | Q(mobile_digits__in=phones)
    wanted |= Q(role=PersonRole.REPRESENTATIVE, name_key__in=names)
    for mail in mails:
        wanted |= Q(mail__iexact=mail)
    alike: dict[int, set[Alike]] = {}
    found: dict[int, Group] = {}
    others = Person.objects.filter(wanted).exclude(group=application.group_id)
    for person in others.select_related("group").order_by("group__number")[: MOST * 2]:
        reasons = alike.setdefault(person.group_id, set())
        found[person.group_id] = person.group
        if {person.home_digits, person.mobile_digits} & phones:
            reasons.add(Alike.PHONE)
        if person.mail.lower() in mails:
            reasons.add(Alike.MAIL)
        if person.role == PersonRole.REPRESENTATIVE and person.name_key in names:
            reasons.add(Alike.NAME)
    made = [
        Double(group, [each for each in Alike if each in alike[pk]]) for pk, group in found.items()
    ]
    return made[:MOST]


def _phones(proposed: list[ProposedPerson]) -> set[str]:
    written = [text for each in proposed for text in (each.phone_home, each.phone_mobile)]
    return {digits(text) for text in written if text}


def _mails(proposed: list[ProposedPerson]) -> set[str]:
    return {each.mail.lower() for each in proposed if each.mail}


def _names(proposed: list[ProposedPerson]) -> set[str]:
    first = [each for each in proposed if each.role == PersonRole.REPRESENTATIVE]
    return {search_key(each.name) for each in first}
