"""耐久: with UKETSUKE_STRESS=1 the same tests ask far more often, and crowds are far larger."""

import os

STRESS = os.environ.get("UKETSUKE_STRESS") == "1"


def often(usual: int, stressed: int) -> int:
    """How many examples are tried: every day, and when all night is given to it."""
    return stressed if STRESS else usual
