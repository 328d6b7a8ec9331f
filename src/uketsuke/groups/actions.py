"""利用者の記録: the steps by which a group and its persons come on record."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date, datetime

from uketsuke.groups import finding
from uketsuke.groups.models import (
    EligibilityDecision,
    Group,
    PastPerson,
    Person,
    PersonRole,
    SearchToken,
)
from uketsuke.identity.actions import open_account
from uketsuke.identity.models import Role
from uketsuke.kernel.actors import Actor
from uketsuke.kernel.numbers import random_number
from uketsuke.kernel.text import search_key


@dataclass(frozen=True, slots=True)
class Items:
    """記録項目 of one person. ``mail`` only for the contact."""

    name: str
    address: str
    phone_home: str = ""
    phone_mobile: str = ""
    mail: str = ""


Persons = Mapping[PersonRole, Items]


@dataclass(frozen=True, slots=True)
class Ruling:
    """区分の認定: the class, the paper it was read from, and until when it holds."""

    eligibility: str
    evidence: str
    seen_on: date
    starts: date
    until: date | None


def open_group(name: str, persons: Persons, valid_until: date, *, at: datetime) -> Group:
    """利用者を記録する (step): a group with a new 利用者番号 and an account without password."""
    number = random_number()
    while Group.objects.filter(number=number).exists():
        number = random_number()
    group = Group.objects.create(
        number=number,
        name=name,
        name_key=search_key(name),
        eligibility="other",
        valid_until=valid_until,
        user=open_account(number, Role.GROUP),
        created_at=at,
    )
    write_persons(group, persons, at=at)
    return group


def rename(group: Group, name: str) -> None:
    """団体名の変更 (step)."""
    group.name, group.name_key = name, search_key(name)
    group.save(update_fields=["name", "name_key"])


def write_persons(group: Group, persons: Persons, *, at: datetime) -> None:
    """代表者・連絡担当者を記録する (step): what stood there before goes into the history."""
    before = items_of(group)
    for role, items in persons.items():
        if role in before and before[role] != items:
            past = asdict(before[role])
            PastPerson.objects.create(group=group, role=role, ended_at=at, **past)
        person, _ = Person.objects.update_or_create(group=group, role=role, defaults=asdict(items))
        write_tokens(person)


def items_of(group: Group) -> dict[PersonRole, Items]:
    """代表者・連絡担当者 as they stand on record now."""
    return {
        PersonRole(each.role): Items(
            each.name, each.address, each.phone_home, each.phone_mobile, each.mail
        )
        for each in group.persons.all()
    }


def write_tokens(person: Person) -> None:
    """検索の印を書く (step): by what stands on record of this person now she is found."""
    person.tokens.all().delete()
    tokens = [SearchToken(person=person, token=token) for token in finding.tokens_of(person)]
    SearchToken.objects.bulk_create(tokens)


def rule(group: Group, ruling: Ruling, *, by: Actor, at: datetime) -> EligibilityDecision:
    """区分を認定する (step): the decision is kept, the group carries its result."""
    group.eligibility, group.eligibility_until = ruling.eligibility, ruling.until
    group.save(update_fields=["eligibility", "eligibility_until"])
    return EligibilityDecision.objects.create(
        group=group,
        eligibility=ruling.eligibility,
        evidence=ruling.evidence,
        seen_on=ruling.seen_on,
        starts=ruling.starts,
        until=ruling.until,
        decided_by=by.name,
        decided_at=at,
    )
