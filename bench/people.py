"""十万の利用者: groups with two persons each, names and phones as often as they occur in a town."""

import random
from datetime import timedelta
from itertools import islice

from django.db import transaction

from uketsuke.groups import finding
from uketsuke.groups.models import Group, Person, PersonRole, SearchToken
from uketsuke.identity.models import Role, User
from uketsuke.kernel import clock
from uketsuke.kernel.text import search_key

COUNT, AT_ONCE = 100_000, 5_000
FIRST = 30_000_000  # their numbers begin here
# A few names are frequent, most are rare: the n-th surname is borne by 1/(n + 20) of the people.
SURNAMES = [
    a + b for a in "佐鈴高田伊渡山中小加吉松井木林清斎阿森池" for b in "藤木橋中村本井野川上"
]
GIVEN = [a + b for a in "一太健直美花由明和恵真裕陽里奈" for b in "子美太郎一介香奈人也"]
PLACES = [
    "若松",
    "戸山",
    "落合",
    "大久保",
    "柏木",
    "十二社",
    "神楽",
    "早稲田",
    "榎",
    "弁天",
    "原町",
    "矢来",
    "下落合",
    "百人",
    "北新",
]
KINDS = [
    "合唱団",
    "吹奏楽団",
    "バレエ教室",
    "ピアノ教室",
    "劇団",
    "町会",
    "日本舞踊の会",
    "映画サークル",
    "室内楽の会",
]
WHOSE = [
    "みどり",
    "ひばり",
    "わかば",
    "さくら",
    "つくし",
    "あおぞら",
    "こだま",
    "楽友",
    "彩雲",
    "渡邉",
    "齋藤",
    "たんぽぽ",
]


def make(count: int = COUNT) -> None:
    """``count`` groups, all made up."""
    chance = random.Random(7)
    weights = [1 / (n + 20) for n in range(len(SURNAMES))]
    numbers = iter(range(FIRST, FIRST + count))
    while batch := list(islice(numbers, AT_ONCE)):
        with transaction.atomic():
            _store(batch, chance, weights)


def _store(numbers: list[int], chance: random.Random, weights: list[float]) -> None:
    now = clock.now()
    users = User.objects.bulk_create(
        User(login=str(number), role=Role.GROUP, password="!") for number in numbers
    )
    names = [
        f"{chance.choice(PLACES)}{chance.choice(WHOSE)}{chance.choice(KINDS)}第{number % 997}"
        for number in numbers
    ]
    groups = Group.objects.bulk_create(
        Group(
            number=user.login,
            name=name,
            name_key=search_key(name),
            eligibility="resident",
            valid_until=clock.day(now) + timedelta(days=700),
            user=user,
            created_at=now,
        )
        for user, name in zip(users, names, strict=True)
    )
    surnames = iter(chance.choices(SURNAMES, weights, k=len(groups) * len(PersonRole)))
    persons = Person.objects.bulk_create(
        Person(
            group=group,
            role=role,
            name=f"{next(surnames)}\u3000{chance.choice(GIVEN)}",
            address="東京都新宿区見本町1-2-3",
            phone_mobile=f"090-{chance.randrange(10_000):04}-{chance.randrange(10_000):04}",
        )
        for group in groups
        for role in PersonRole
    )
    SearchToken.objects.bulk_create(
        (
            SearchToken(person=person, token=token)
            for person in persons
            for token in finding.tokens_of(person)
        ),
        batch_size=5_000,
    )
