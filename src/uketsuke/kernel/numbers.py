"""番号: how papers and people are numbered.

What an auditor counts (receipts) is gapless and comes from a locked row. What a stranger
might try out (利用者番号, 予約番号) is random, so that no number leads to the next.
"""

import secrets

from uketsuke.kernel.models import Sequence

# Nothing that is mistaken for another when written down and read over the phone.
SIGNS = "abcdefghjkmnpqrstuvwxyz23456789"


def next_number(name: str) -> int:
    """連番: the next number under ``name``, without gaps. Call it late: the row stays locked
    until the transaction ends."""
    Sequence.objects.get_or_create(name=name)
    row = Sequence.objects.select_for_update().get(name=name)
    row.last += 1
    row.save(update_fields=["last"])
    return row.last


def take_turns(name: str) -> None:
    """順番: until the transaction ends, whoever else takes turns under ``name`` waits."""
    Sequence.objects.get_or_create(name=name)
    Sequence.objects.select_for_update().get(name=name)


def random_number() -> str:
    """番号: eight random digits, the first not 0."""
    return str(secrets.randbelow(90_000_000) + 10_000_000)


def readable_password() -> str:
    """書き写せるパスワード: four times five signs of 31, 99 bits."""
    return "-".join("".join(secrets.choice(SIGNS) for _ in range(5)) for _ in range(4))
