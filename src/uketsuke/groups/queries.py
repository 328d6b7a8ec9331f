"""利用者を探す."""

from collections.abc import Iterable

from django.db.models import Prefetch, Q, QuerySet

from uketsuke.groups.models import Group, Person, PersonRole
from uketsuke.kernel.text import digits, search_key


def search(words: str, limit: int = 20) -> list[Group]:
    """番号・電話・名前で探す: width, kana, spaces and hyphens do not matter.

    Four digits or more are looked up as 利用者番号 and phone number, anything else as a part of
    the group's or a person's name. The best ``limit`` matches with their persons, two queries.
    """
    words = words.strip()
    found = _matching(words)
    if found is None:
        return []
    return list(with_persons(found.order_by("name_key", "pk")[:limit]))


def _matching(words: str) -> QuerySet[Group] | None:
    number, key = digits(words), search_key(words)
    if len(number) >= 4 and not key.strip("0123456789+"):
        phones = Person.objects.filter(
            Q(home_digits__startswith=number)
            | Q(mobile_digits__startswith=number)
            | Q(home_digits__endswith=number)
            | Q(mobile_digits__endswith=number)
        )
        return Group.objects.filter(Q(number__startswith=number) | Q(pk__in=phones.values("group")))
    if not key:
        return None
    persons = Person.objects.filter(name_key__contains=key)
    return Group.objects.filter(Q(name_key__contains=key) | Q(pk__in=persons.values("group")))


def with_persons(groups: QuerySet[Group]) -> QuerySet[Group]:
    """The groups with both persons at hand."""
    return groups.select_related("user").prefetch_related(
        Prefetch("persons", queryset=Person.objects.order_by("-role"))
    )


def logins(written: str) -> list[str]:
    """利用者番号 that may be meant by what was typed at the login: a number or a mail address."""
    if "@" in written:
        mail = written.strip().lower()
        contacts = Person.objects.filter(role=PersonRole.CONTACT, mail__iexact=mail)
        return list(contacts.values_list("group__number", flat=True)[:2])
    return [digits(written)] if digits(written) else []


def contact_names(group_ids: Iterable[int]) -> dict[int, str]:
    """連絡担当者 of many groups, one query."""
    contacts = Person.objects.filter(group_id__in=list(group_ids), role=PersonRole.CONTACT)
    return dict(contacts.values_list("group_id", "name"))
