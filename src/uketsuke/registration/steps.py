"""登録申請の手順: the steps that applications for a registration, a change and a renewal share."""

from dataclasses import asdict
from datetime import datetime
from uuid import UUID

from uketsuke.groups.actions import Items, Persons, Ruling
from uketsuke.groups.models import Group
from uketsuke.kernel import clock
from uketsuke.kernel.actors import Actor
from uketsuke.kernel.numbers import random_number
from uketsuke.kernel.refusals import Refusal
from uketsuke.registration import papers
from uketsuke.registration.models import Application, Kind, ProposedPerson, State


def receive(
    kind: Kind,
    group: Group | None,
    group_name: str,
    claimed: str,
    persons: Persons,
    token: UUID,
    *,
    by: Actor,
    at: datetime,
) -> Application:
    """申請を受け付ける (step)."""
    application = Application.objects.create(
        number=random_number(),
        token=token,
        kind=kind,
        group=group,
        group_name=group_name,
        claimed=claimed,
        channel=by.channel,
        received_at=at,
    )
    ProposedPerson.objects.bulk_create(
        ProposedPerson(application=application, role=role, **asdict(items))
        for role, items in persons.items()
    )
    return application


def undecided(application_id: int) -> Application:
    """まだ決まっていない申請, locked. Raises Refusal ``registration.decided``."""
    application = (
        Application.objects.select_for_update(of=("self",))
        .select_related("group")
        .get(pk=application_id)
    )
    if application.state != State.RECEIVED:
        raise Refusal("registration.decided", state=application.get_state_display())
    return application


def decide(
    application: Application,
    state: State,
    *,
    by: Actor,
    at: datetime,
    evidence: str = "",
    reason: str = "",
) -> None:
    """申請を決める (step): photographs sent with it are gone."""
    application.state, application.decided_at, application.decided_by = state, at, by.name
    application.evidence, application.reason = evidence, reason
    application.save()
    papers.forget(application)


def check(ruling: Ruling, at: datetime) -> None:
    """Residents and delegates are decided from a paper seen today or before, for a class that
    has begun: what a group may do hangs on the class it carries now."""
    today = clock.day(at)
    needs_paper = ruling.eligibility != "other"
    if needs_paper and ruling.evidence == "none":
        raise Refusal("registration.papers")
    ended = ruling.until is not None and ruling.until <= ruling.seen_on
    if ruling.seen_on > today or ruling.starts > today or ended:
        raise Refusal("registration.dates")


def items_of(person: ProposedPerson) -> Items:
    """記録項目 as they were applied for."""
    return Items(person.name, person.address, person.phone_home, person.phone_mobile, person.mail)
