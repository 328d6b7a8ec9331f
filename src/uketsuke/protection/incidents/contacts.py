"""緊急の連絡先: whom to call, in this order."""

from datetime import datetime

from django.db import transaction
from django.db.models import Max

from uketsuke.audit.actions import record
from uketsuke.kernel.actors import Actor
from uketsuke.protection.models import Contact


@transaction.atomic(durable=True)
def add(office: str, phone: str, hours: str, *, by: Actor, at: datetime) -> Contact:
    """連絡先を加える, as the last to be called; what is there already is as good."""
    if known := Contact.objects.filter(office=office, phone=phone, hours=hours).first():
        return known
    last = Contact.objects.aggregate(last=Max("order"))["last"] or 0
    made = Contact.objects.create(office=office, phone=phone, hours=hours, order=last + 1)
    record("incident.contact_add", made, by=by, at=at, office=office)
    return made


@transaction.atomic(durable=True)
def remove(contact_id: int, *, by: Actor, at: datetime) -> None:
    """連絡先を外す; gone already is as good."""
    found = Contact.objects.filter(pk=contact_id).first()
    if found is None:
        return
    record("incident.contact_remove", found, by=by, at=at, office=found.office)
    found.delete()
