"""二重登録の疑い: groups on record that may be the one that applies."""

from dataclasses import dataclass
from enum import StrEnum

from uketsuke.groups import finding
from uketsuke.groups.models import Group, Person, PersonRole
from uketsuke.groups.queries import persons_with_any
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
    words = {(finding.PHONE, phone) for phone in phones} | {(finding.MAIL, mail) for mail in mails}
    alike: dict[int, set[Alike]] = {}
    found: dict[int, Group] = {}
    for person in persons_with_any(words | {(finding.NAME, name) for name in names}):
        reasons = _reasons(person, phones, mails, names)
        if reasons and person.group_id != application.group_id:
            alike.setdefault(person.group_id, set()).update(reasons)
            found[person.group_id] = person.group
    made = [
        Double(group, [each for each in Alike if each in alike[pk]]) for pk, group in found.items()
    ]
    return made[:MOST]


def _reasons(person: Person, phones: set[str], mails: set[str], names: set[str]) -> set[Alike]:
    """A name alone says something only of the representative."""
    reasons = set()
    if {digits(person.phone_home), digits(person.phone_mobile)} & phones:
        reasons.add(Alike.PHONE)
    if person.mail.lower() in mails:
        reasons.add(Alike.MAIL)
    if person.role == PersonRole.REPRESENTATIVE and search_key(person.name) in names:
        reasons.add(Alike.NAME)
    return reasons


def _phones(proposed: list[ProposedPerson]) -> set[str]:
    written = [text for each in proposed for text in (each.phone_home, each.phone_mobile)]
    return {digits(text) for text in written if text}


def _mails(proposed: list[ProposedPerson]) -> set[str]:
    return {each.mail.lower() for each in proposed if each.mail}


def _names(proposed: list[ProposedPerson]) -> set[str]:
    first = [each for each in proposed if each.role == PersonRole.REPRESENTATIVE]
    return {search_key(each.name) for each in first}
