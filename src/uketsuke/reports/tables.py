"""表: plain rows, the same for page, PDF, workbook and CSV."""

from dataclasses import dataclass

Value = str | int | float | None
NOW, BEFORE = "now", "before"  # what a figure opens to: the bookings of then and of the year before
# … and those of then whose record of the day says so, or who did not come.
RECORDS = ("visitors", "late", "over")
NO_SHOW = "no_show"


@dataclass(frozen=True, slots=True)
class Table:
    """表: each row with its key, the first value its name. ``by`` is what the keys are of (empty:
    nothing opens); ``opens`` says for each column to what its figures open (empty: to nothing)."""

    title: str
    headings: tuple[str, ...]
    rows: list[tuple[str, tuple[Value, ...]]]
    by: str = ""
    opens: tuple[str, ...] = ()
