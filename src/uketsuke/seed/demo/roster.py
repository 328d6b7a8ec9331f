"""見本の名簿: the accounts of the dummy world, and who of them can log in."""

import random
import secrets
from dataclasses import asdict, dataclass
from datetime import date, datetime, timedelta
from uuid import uuid5

from django.contrib.auth.hashers import make_password
from django.db.models import Count, Q

from uketsuke.groups.finding import tokens_of
from uketsuke.groups.models import (
    EligibilityDecision,
    Group,
    GroupState,
    Person,
    PersonRole,
    SearchToken,
)
from uketsuke.halls.queries import atlas
from uketsuke.identity.links import DAYS
from uketsuke.identity.models import OneTimeLink, Role, User
from uketsuke.kernel.clock import day
from uketsuke.kernel.text import search_key
from uketsuke.registration import models as registration
from uketsuke.registration.term import end
from uketsuke.registration.terms import rules
from uketsuke.seed.demo.actors import ADMINISTRATOR, MANAGER, STAFF, Member, office
from uketsuke.seed.demo.past import SPACE
from uketsuke.seed.demo.people import Party
from uketsuke.seed.demo.rows import Rows

RENEWED = timedelta(days=600)  # who joined long ago has renewed the registration since
SOON = 29  # every so manieth registration runs out soon
NO_PASSWORD = "!mihon"  # noqa: S105 - marks an account without password


@dataclass(frozen=True, slots=True)
class Login:
    """ログインできる人."""

    role: str
    login: str
    note: str


def store_staff(rows: Rows, at: datetime) -> None:
    """職員 of every role."""
    for member in STAFF:
        user = rows.add(
            User(
                login=member.login,
                role=member.role,
                hall=member.hall,
                name=member.name,
                password=NO_PASSWORD,
            )
        )
        rows.record(
            "identity.add_staff",
            f"user:{user.pk}",
            by=ADMINISTRATOR,
            at=at,
            role=member.role,
            hall=member.hall,
        )


def store_groups(parties: list[Party], rows: Rows, chance: random.Random) -> dict[str, Group]:
    """利用者, registered at the counter of their hall."""
    numbers = chance.sample(range(10_000_000, 99_999_999), len(parties))
    ordered = sorted(parties, key=lambda party: party.joined)
    return {
        party.number: _store(party, str(number), rows)
        for party, number in zip(ordered, numbers, strict=True)
    }


def _store(party: Party, application_number: str, rows: Rows) -> Group:
    by, at = office(party.hall), party.joined
    group, link = _store_account(party, rows)
    party.id = group.pk
    application = rows.add(
        registration.Application(
            number=application_number,
            token=uuid5(SPACE, f"registration-{party.number}"),
            kind=registration.Kind.NEW,
            state=registration.State.APPROVED,
            group=group,
            group_name=party.name,
            claimed=party.eligibility,
            channel="counter",
            received_at=at,
            decided_at=at,
            decided_by=by.name,
            evidence=party.evidence,
        )
    )
    _store_persons(party, group, application, rows)
    if group.state == GroupState.SUSPENDED:
        _store_suspension(group, rows)
    rows.add(
        EligibilityDecision(
            group=group,
            eligibility=party.eligibility,
            evidence=party.evidence,
            seen_on=day(at),
            starts=day(at),
            until=party.eligibility_until,
            decided_by=by.name,
            decided_at=at,
        )
    )
    rows.notice("registration.approved", group, party.mail, at, link=link.pk)
    rows.record("registration.register", application, by=by, at=at, evidence=party.evidence)
    return group


def _store_account(party: Party, rows: Rows) -> tuple[Group, OneTimeLink]:
    """The group with its account, and the link by which it set its password."""
    at = party.joined
    user = rows.add(User(login=party.number, role=Role.GROUP, password=NO_PASSWORD))
    link = rows.add(
        OneTimeLink(
            user=user,
            nonce=uuid5(SPACE, party.number).hex,
            expires_at=at + timedelta(days=DAYS),
            used_at=at + timedelta(hours=5),
        )
    )
    group = rows.add(
        Group(
            number=party.number,
            name=party.name,
            name_key=search_key(party.name),
            eligibility=party.eligibility,
            eligibility_until=party.eligibility_until,
            state=party.state,
            valid_until=_valid_until(party, rows.now),
            user=user,
            created_at=at,
        )
    )
    return group, link


def _valid_until(party: Party, now: datetime) -> date:
    """有効期限: some have run out, some run out soon."""
    today = day(now)
    if party.state == GroupState.LAPSED:
        return today - timedelta(days=10 + party.nth % 200)
    if party.nth % SOON == 0:
        return today + timedelta(days=5 + party.nth % 80)
    return end(rules(today), day(max(party.joined, now - RENEWED)))


def _store_persons(
    party: Party, group: Group, application: registration.Application, rows: Rows
) -> None:
    for role, items in party.persons.items():
        rows.add(registration.ProposedPerson(application=application, role=role, **asdict(items)))
        person = rows.add(Person(group=group, role=role, **asdict(items)))
        for token in tokens_of(person):
            rows.add(SearchToken(person=person, token=token))


def _store_suspension(group: Group, rows: Rows) -> None:
    """利用停止 that runs on for two months yet, with the group's appeal still to be decided."""
    at = rows.now - timedelta(days=9)
    rows.add(
        registration.Suspension(
            group=group,
            ground=registration.Ground.NO_SHOWS,
            reason="連絡のないまま使わなかったことが3回ありました（見本）。",
            until=day(rows.now) + timedelta(days=60),
            ordered_by=MANAGER.name,
            ordered_at=at,
            appeal="1回は急病によるもので、翌日に電話で伝えました（見本）。",
            appealed_at=at + timedelta(days=4),
        )
    )
    rows.record("suspension.order", group, by=MANAGER, at=at, ground="no_shows")


def choose(now: datetime) -> list[Login]:
    """ログインできる人: every staff account, and groups in which there is something to see."""
    members = [Login(member.role, member.login, _place(member)) for member in STAFF]
    coming = Count("bookings__state", filter=Q(bookings__date__gte=day(now)), distinct=True)
    lively = Group.objects.annotate(kinds=coming, most=Count("bookings")).order_by(
        "-kinds", "-most", "pk"
    )
    active = lively.filter(state=GroupState.ACTIVE)
    written = active.filter(
        eligibility="resident", persons__role=PersonRole.CONTACT, persons__mail=""
    )
    chosen = [
        *((group, "区民") for group in active.filter(eligibility="resident")[:2]),
        *((group, "区民からの委任者") for group in active.filter(eligibility="delegated")[:1]),
        *((group, "区民以外") for group in active.filter(eligibility="other")[:2]),
        *((group, "区民・メールアドレスなし") for group in written[:1]),
        *(
            (group, "登録の期限が近い方")
            for group in active.filter(valid_until__lte=day(now) + timedelta(days=60))[:1]
        ),
        *((group, "利用停止中") for group in lively.filter(state=GroupState.SUSPENDED)[:1]),
    ]
    notes: dict[str, tuple[str, Group]] = {}
    for group, note in chosen:
        notes.setdefault(group.number, (note, group))
    return members + [
        Login(Role.GROUP, number, f"{note} {group.name}") for number, (note, group) in notes.items()
    ]


def new_password() -> str:
    """A password that is easy to type and no other installation has."""
    letters = "abcdefghjkmnpqrstuvwxyz23456789"
    parts = ("".join(secrets.choice(letters) for _ in range(4)) for _ in range(2))
    return "-".join(("mihon", *parts))


def give_password(logins: list[Login], password: str) -> None:
    """They can log in from now on. One slow hash serves them all: this is a demonstration."""
    hashed = make_password(password)
    User.objects.filter(login__in=[each.login for each in logins]).update(password=hashed)


def _place(member: Member) -> str:
    hall = atlas().halls.get(member.hall)
    return f"{member.role.label}（{hall.name if hall else '全館'}）"
