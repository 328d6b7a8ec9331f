"""利用者登録: applied for at home or at the counter, decided by staff from papers seen."""

from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction

from uketsuke.audit.actions import record
from uketsuke.groups import actions as groups
from uketsuke.groups.actions import Persons, Ruling
from uketsuke.groups.models import Group, PersonRole
from uketsuke.identity import links
from uketsuke.identity.models import OneTimeLink, User
from uketsuke.kernel.actors import Actor
from uketsuke.kernel.refusals import Refusal
from uketsuke.notices import outbox
from uketsuke.registration import papers, sources, steps, terms
from uketsuke.registration.models import OF_A_GROUP, Application, Kind, State


@transaction.atomic(durable=True)
def apply(
    group_name: str, claimed: str, persons: Persons, token: UUID, *, by: Actor, at: datetime
) -> Application:
    """登録申請: a new group asks to be registered. ``token`` sent again returns the same one.

    Raises Refusal ``registration.too_many`` where too many come from one source.
    """
    if made := Application.objects.filter(token=token).first():
        return made
    sources.note(by, at)
    try:
        with transaction.atomic():  # a savepoint: a double click is answered below
            application = steps.receive(
                Kind.NEW, None, group_name, claimed, persons, token, by=by, at=at
            )
    except IntegrityError:
        return Application.objects.get(token=token)
    if mail := persons[PersonRole.CONTACT].mail:
        outbox.post("registration.received", to=mail, at=at, number=application.number)
    record("registration.apply", application, by=by, at=at)
    return application


@transaction.atomic(durable=True)
def apply_change(
    group_id: int,
    group_name: str,
    claimed: str,
    persons: Persons,
    token: UUID,
    *,
    by: Actor,
    at: datetime,
) -> Application:
    """変更申請: the group asks for other items; they hold from when staff confirm them.

    Raises Refusal ``registration.change_open`` while an older one is not decided.
    """
    group = Group.objects.select_for_update().get(pk=group_id)
    if made := Application.objects.filter(token=token, group=group).first():
        return made
    if group.applications.filter(kind__in=OF_A_GROUP, state=State.RECEIVED).exists():
        raise Refusal("registration.change_open")
    application = steps.receive(
        Kind.CHANGE, group, group_name, claimed, persons, token, by=by, at=at
    )
    outbox.post("registration.change_received", to=group, at=at, number=application.number)
    record("registration.apply_change", application, by=by, at=at)
    return application


@transaction.atomic(durable=True)
def withdraw(application_id: int, *, by: Actor, at: datetime) -> Application:
    """変更・更新の申請の取下げ by the group. Raises Refusal ``registration.decided``."""
    application = steps.undecided(application_id)
    application.state, application.decided_at = State.WITHDRAWN, at
    application.save(update_fields=["state", "decided_at"])
    papers.forget(application)
    record("registration.withdraw", application, by=by, at=at)
    return application


@transaction.atomic(durable=True)
def approve(
    application_id: int, ruling: Ruling, *, by: Actor, at: datetime
) -> tuple[Group, OneTimeLink | None]:
    """登録の承認: the group is on record from now on, its class decided from the paper seen.

    A new group gets its 利用者番号 and a one-time link to set its own password: by mail, or to
    be printed at the counter. Raises Refusal ``registration.decided`` or ``registration.papers``.
    """
    application = steps.undecided(application_id)
    steps.check(ruling, at)
    persons = {
        PersonRole(person.role): steps.items_of(person) for person in application.persons.all()
    }
    if application.kind == Kind.NEW:
        group = groups.open_group(application.group_name, persons, terms.first_end(at), at=at)
        application.group = group
        link = links.issue(group.user, at=at)
    else:
        group = Group.objects.select_for_update().get(applications=application)
        groups.rename(group, application.group_name)
        groups.write_persons(group, persons, at=at)
        link = None
    groups.rule(group, ruling, by=by, at=at)
    steps.decide(application, State.APPROVED, by=by, at=at, evidence=ruling.evidence)
    if link:
        outbox.post("registration.approved", to=group, at=at, link=link.pk)
    elif application.kind == Kind.RENEWAL:
        terms.extend(group, at=at)
    else:
        outbox.post("registration.change_approved", to=group, at=at, number=application.number)
    record("registration.approve", application, by=by, at=at, evidence=ruling.evidence)
    return group, link


@transaction.atomic(durable=True)
def refuse(application_id: int, reason: str, *, by: Actor, at: datetime) -> Application:
    """登録の不承認, with the reason the applicant is told. Raises ``registration.decided``."""
    application = steps.undecided(application_id)
    steps.decide(application, State.REFUSED, by=by, at=at, reason=reason)
    number = application.number
    if application.group:
        to: Group | str = application.group
        if application.kind == Kind.RENEWAL:
            outbox.post("registration.renewal_refused", to=to, at=at, number=number, reason=reason)
        else:
            outbox.post("registration.change_refused", to=to, at=at, number=number, reason=reason)
    else:
        contact = application.persons.filter(role=PersonRole.CONTACT).first()
        if contact and contact.mail:
            outbox.post(
                "registration.refused", to=contact.mail, at=at, number=number, reason=reason
            )
    record("registration.refuse", application, by=by, at=at, why=reason)
    return application


@transaction.atomic(durable=True)
def register_at_counter(
    group_name: str, persons: Persons, ruling: Ruling, token: UUID, *, by: Actor, at: datetime
) -> tuple[Group, OneTimeLink]:
    """窓口登録: from start to end at the counter, in one step; the slip carries the link."""
    if again := _slip_again(token, at=at):
        return again
    steps.check(ruling, at)
    claimed = ruling.eligibility
    try:
        with transaction.atomic():  # a savepoint: a double click is answered below
            application = steps.receive(
                Kind.NEW, None, group_name, claimed, persons, token, by=by, at=at
            )
    except IntegrityError:
        if again := _slip_again(token, at=at):
            return again
        raise
    group = groups.open_group(group_name, persons, terms.first_end(at), at=at)
    groups.rule(group, ruling, by=by, at=at)
    application.group = group
    steps.decide(application, State.APPROVED, by=by, at=at, evidence=ruling.evidence)
    link = links.issue(group.user, at=at)
    outbox.post("registration.approved", to=group, at=at, link=link.pk)
    record("registration.register", application, by=by, at=at, evidence=ruling.evidence)
    return group, link


@transaction.atomic(durable=True)
def send_link(group_id: int, *, by: Actor, at: datetime) -> OneTimeLink:
    """パスワード再設定: a fresh link, by mail or (at the counter) on a printed slip.

    Asked for again on the web within minutes, it is the same link, and no second mail.
    """
    group = Group.objects.select_for_update().get(pk=group_id)
    if not by.is_staff and (recent := links.recent(group.user, at)):
        return recent
    link = links.issue(group.user, at=at)
    if outbox.mail_of(group) or by.is_staff:
        outbox.post("identity.link", to=group, at=at, link=link.pk)
    record("registration.send_link", group, by=by, at=at)
    return link


@transaction.atomic(durable=True)
def tell_of_new_device(user_id: int, *, by: Actor, at: datetime) -> None:
    """初めての端末のお知らせ: by mail, to who has one. A letter would come too late to help."""
    group = Group.objects.select_for_update().get(user=user_id)
    if outbox.mail_of(group):
        outbox.post("identity.new_device", to=group, at=at, when=at.isoformat())
    record("identity.new_device", group, by=by, at=at)


@transaction.atomic(durable=True)
def change_password(user_id: int, password: str, *, by: Actor, at: datetime) -> User:
    """パスワードの変更 by who knows the old one: all other sessions end, and the group is told.

    Whether it is good enough is the form's question.
    """
    user: User = User.objects.select_for_update().get(pk=user_id)
    user.set_password(password)
    user.ended += 1
    user.save(update_fields=["password", "ended"])
    group = Group.objects.filter(user=user_id).first()
    if group:
        outbox.post("identity.password_changed", to=group, at=at, when=at.isoformat())
    record("identity.change_password", user, by=by, at=at)
    return user


@transaction.atomic(durable=True)
def decide_eligibility(group_id: int, ruling: Ruling, *, by: Actor, at: datetime) -> Group:
    """区分の認定 of a group on record (papers shown again). Raises ``registration.papers``."""
    group = Group.objects.select_for_update().get(pk=group_id)
    steps.check(ruling, at)
    groups.rule(group, ruling, by=by, at=at)
    outbox.post("registration.eligibility", to=group, at=at, eligibility=ruling.eligibility)
    record("registration.decide_eligibility", group, by=by, at=at, evidence=ruling.evidence)
    return group


def _slip_again(token: UUID, *, at: datetime) -> tuple[Group, OneTimeLink] | None:
    """What the same form made before, with a fresh link for the slip."""
    made = Application.objects.filter(token=token).select_related("group__user").first()
    return (made.group, links.issue(made.group.user, at=at)) if made and made.group else None
