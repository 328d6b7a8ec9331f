"""利用者を探す."""

import re
from collections.abc import Collection
from functools import reduce
from itertools import islice
from operator import and_
from typing import Any

from django.db.models import Case, Count, Prefetch, Q, QuerySet, Value, When
from django.db.models.functions import StrIndex

from uketsuke.groups import finding
from uketsuke.groups.models import Group, Person, PersonRole, SearchToken
from uketsuke.kernel.likeness import SHORTEST, halves, one_off
from uketsuke.kernel.text import digits, search_key


def search(words: str, limit: int = 20) -> list[Group]:
    """番号・電話・名前で探す: width, kana, spaces, hyphens and old forms do not matter.

    Four digits or more are looked up as 利用者番号 and as a phone number or its end, anything else
    as a part of the group's or a person's name; of several words, the group's name has all. The
    best ``limit`` matches with their persons: the whole name, its beginning, the rest. Three
    queries.
    """
    found = _matching(words.strip())
    if found is None:
        return []
    key = search_key(words)
    best = Case(When(name_key=key, then=0), When(name_key__startswith=key, then=1), default=2)
    return list(with_persons(found.order_by(best, "name_key", "pk")[:limit]))


def search_near(words: str, limit: int = 20) -> list[Group]:
    """もしかして: groups in whose name ``words`` stand with one sign wrong. Three queries.

    The database only finds the names with one of the halves, by a plain look for a text: patterns
    are slow there (PostgreSQL takes a tenth of a millisecond for each name).
    """
    key = search_key(words)
    if len(key) < SHORTEST or key.isdigit():
        return []
    first, second = (StrIndex("name_key", Value(half)) for half in halves(key))
    alike = Group.objects.alias(first=first, second=second).filter(Q(first__gt=0) | Q(second__gt=0))
    names = alike.order_by("name_key", "pk").values_list("pk", "name_key")
    meant = re.compile(one_off(key))
    near = list(islice((pk for pk, name in names.iterator() if meant.search(name)), limit))
    return list(with_persons(Group.objects.filter(pk__in=near).order_by("name_key", "pk")))


def _matching(words: str) -> QuerySet[Group] | None:
    number, key = digits(words), search_key(words)
    if len(number) >= finding.LAST and not key.strip("0123456789+()"):
        return Group.objects.filter(Q(number__startswith=number) | Q(pk__in=_with_phone(number)))
    if not key:
        return None
    named = Q(name_key__contains=key) | Q(pk__in=_with_name(key))
    if len(parts := words.split()) > 1:
        each = (Q(name_key__contains=search_key(part)) for part in parts)
        named |= reduce(and_, each)
    return Group.objects.filter(named)


def _with_phone(number: str) -> set[int]:
    """Groups with a person whose phone is ``number`` or ends with it."""
    found = persons_with({(finding.ENDING, number[-finding.LAST :])})
    phones = ((each, (each.phone_home, each.phone_mobile)) for each in found)
    return {each.group_id for each, both in phones if any(digits(p).endswith(number) for p in both)}


def _with_name(key: str) -> QuerySet[Any, Any] | set[int]:
    """Groups with a person in whose name ``key`` stands (one sign: with which it begins).

    A single pair is found for certain by its token; of several, only the name itself tells
    whether they stand side by side.
    """
    words = finding.parts_of(key)
    if len(words) == 1:
        tokens = [token for under in finding.asked(words) for token in under]
        having = SearchToken.objects.filter(token__in=tokens).values("person")
        return Person.objects.filter(pk__in=having).values("group")
    found = _with_all(words).only("group", "name")
    return {each.group_id for each in found if key in search_key(each.name)}


def persons_with(words: Collection[finding.Word]) -> list[Person]:
    """Persons who have all of these words (see ``finding``). One query."""
    return list(_with_all(words).order_by("pk")) if words else []


def _with_all(words: Collection[finding.Word]) -> QuerySet[Person]:
    meant = Q()
    for tokens in finding.asked(words):
        having = SearchToken.objects.filter(token__in=tokens).values("person")
        meant |= Q(pk__in=having.annotate(n=Count("pk")).filter(n=len(tokens)).values("person"))
    return Person.objects.filter(meant)


def persons_with_any(words: Collection[finding.Word]) -> list[Person]:
    """Persons who have one of these words, with their groups, by 利用者番号. One query."""
    tokens = [token for under in finding.asked(words) for token in under]
    having = SearchToken.objects.filter(token__in=tokens).values("person")
    found = Person.objects.filter(pk__in=having).select_related("group")
    return list(found.order_by("group__number", "pk")) if tokens else []


def with_persons(groups: QuerySet[Group]) -> QuerySet[Group]:
    """The groups with both persons at hand."""
    return groups.select_related("user").prefetch_related(
        Prefetch("persons", queryset=Person.objects.order_by("-role"))
    )


def logins(written: str) -> list[str]:
    """利用者番号 that may be meant by what was typed at the login: a number or a mail address."""
    if "@" in written:
        contacts = persons_with_any({(finding.MAIL, written.strip().lower())})
        return [each.group.number for each in contacts if each.role == PersonRole.CONTACT][:2]
    return [digits(written)] if digits(written) else []
