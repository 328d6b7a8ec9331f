"""金額: yen are whole numbers, tax included."""


def yen(amount: int) -> str:
    """金額の表示: ``12,000円``."""
    return f"{amount:,}円"


def included_tax(amount: int, rate: int) -> int:
    """内税: the tax inside ``amount`` yen at ``rate`` percent.

    The price without tax is cut down to whole yen; the tax is what remains. Once for each rate
    of a document, never line by line. 源: facts 7.3 [A].
    """
    return amount - amount * 100 // (100 + rate)
