"""二人で決める: what one person proposes, another approves; the database forbids anything else.

For what no single person may do: change a figure of the halls, a term of retention, erase.
"""

from datetime import datetime

from django.db import models
from django.utils.translation import gettext_lazy as _

from uketsuke.kernel.actors import Actor
from uketsuke.kernel.refusals import Refusal


class ProposalState(models.TextChoices):
    """案の状態."""

    PROPOSED = "proposed", _("承認待ち")
    APPROVED = "approved", _("承認")
    WITHDRAWN = "withdrawn", _("取下げ")


class Proposal(models.Model):
    """案: who proposed it, and who approved it. A model of it has ``by_two`` as a constraint, and
    may have more states."""

    state = models.CharField(
        max_length=10, choices=ProposalState.choices, default=ProposalState.PROPOSED
    )
    proposed_by = models.CharField(max_length=64)
    proposed_at = models.DateTimeField()
    approved_by = models.CharField(max_length=64, blank=True)
    approved_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        abstract = True


def by_two(
    name: str, first: str = "proposed_by", second: str = "approved_by"
) -> models.CheckConstraint:
    """二人: who is named in ``second`` is never the one in ``first``."""
    return models.CheckConstraint(condition=~models.Q(**{second: models.F(first)}), name=name)


def is_new(found: Proposal, by: Actor, *, decided: Refusal, own: Refusal) -> bool:
    """承認できるか: False where the same person has approved it already (sent twice).

    Raises ``decided`` where it no longer waits, ``own`` where ``by`` has proposed it.
    """
    if (found.state, found.approved_by) == (ProposalState.APPROVED, by.name):
        return False
    if found.state != ProposalState.PROPOSED:
        raise decided
    if found.proposed_by == by.name:
        raise own
    return True


def approve(found: Proposal, *, by: Actor, at: datetime) -> None:
    """承認する (step)."""
    found.state, found.approved_by, found.approved_at = ProposalState.APPROVED, by.name, at
    found.save()


def withdraw(found: Proposal, *, decided: Refusal) -> bool:
    """取り下げる (step); False where it is already. Raises ``decided`` where it no longer waits."""
    if found.state == ProposalState.WITHDRAWN:
        return False
    if found.state != ProposalState.PROPOSED:
        raise decided
    found.state = ProposalState.WITHDRAWN
    found.save()
    return True
