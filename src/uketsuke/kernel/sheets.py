"""表計算ファイル: a table as xlsx, plain or locked with a password.

Every text is written as text: what begins with ``=`` is never a formula. The libraries are loaded
only when a file is made: they are large, and most processes never make one.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from io import BytesIO
from typing import Any

TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
Value = str | int | float | date | None
WIDEST = 60


def workbook(sheets: Mapping[str, Sequence[Sequence[Value]]]) -> bytes:
    """Each sheet by its name, the first row its heading, which stays in sight."""
    from openpyxl import Workbook  # noqa: PLC0415
    from openpyxl.utils import get_column_letter  # noqa: PLC0415

    book = Workbook(write_only=True)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name[:31])
        sheet.freeze_panes = "A2"
        for nth, width in enumerate(_widths(rows), start=1):
            sheet.column_dimensions[get_column_letter(nth)].width = width
        for nth, row in enumerate(rows):
            sheet.append([_cell(sheet, value, heading=nth == 0) for value in row])
    made = BytesIO()
    book.save(made)
    return made.getvalue()


def locked(plain: bytes, password: str) -> bytes:
    """The same file, encrypted (ECMA-376 agile, AES); Excel and LibreOffice ask for the word."""
    from msoffcrypto.format.ooxml import OOXMLFile  # type: ignore[import-untyped]  # noqa: PLC0415

    made = BytesIO()
    OOXMLFile(BytesIO(plain)).encrypt(password, made)
    return made.getvalue()


def _cell(sheet: Any, value: Value, *, heading: bool) -> Any:
    from openpyxl.cell import WriteOnlyCell  # noqa: PLC0415
    from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE  # noqa: PLC0415
    from openpyxl.styles import Alignment, Font  # noqa: PLC0415

    cell: Any = WriteOnlyCell(sheet)
    cell.value = ILLEGAL_CHARACTERS_RE.sub("", value) if isinstance(value, str) else value
    if isinstance(value, str):
        cell.data_type = "s"  # openpyxl would take "=1+1" for a formula
        cell.alignment = Alignment(vertical="top", wrap_text="\n" in value)
    if isinstance(value, int | float):
        cell.number_format = "#,##0" if isinstance(value, int) else "0.0"
    if isinstance(value, date):
        cell.number_format = "yyyy-mm-dd"
    if heading:
        cell.font = Font(bold=True)
    return cell


def _widths(rows: Iterable[Sequence[Value]]) -> list[int]:
    """Of every column, wide enough for its text (a sign outside ASCII counts two)."""
    widths: list[int] = []
    for row in rows:
        widths += [8] * (len(row) - len(widths))
        for nth, value in enumerate(row):
            text = str(value or "")
            width = len(text) + sum(not sign.isascii() for sign in text) + 2
            widths[nth] = min(max(widths[nth], width), WIDEST)
    return widths
