"""保存期間を読む."""

from datetime import timedelta

from uketsuke.kernel.proposals import ProposalState
from uketsuke.protection.models import Term
from uketsuke.protection.retention.terms import KINDS, told

UNDECIDED = "まだ決まっていません"


def in_force() -> dict[str, Term]:
    """いまの保存期間 by the code of its kind: of each the one approved last."""
    approved = Term.objects.filter(state=ProposalState.APPROVED).order_by("approved_at", "pk")
    return {term.code: term for term in approved}


def of(code: str) -> timedelta | None:
    """The term of one kind; None where nobody has decided it: then nothing goes."""
    term = in_force().get(code)
    return timedelta(days=term.days) if term else None


def waiting() -> dict[str, Term]:
    """承認を待つ変更案 by the code of its kind."""
    return {term.code: term for term in Term.objects.filter(state=ProposalState.PROPOSED)}


def words() -> dict[str, str]:
    """「1年（見本）」 by the code of its kind, for the inventory."""
    terms = in_force()
    return {
        code: told(terms[code].days, official=terms[code].official) if code in terms else UNDECIDED
        for code in KINDS
    }
