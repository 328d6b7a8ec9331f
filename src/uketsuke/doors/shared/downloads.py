"""ファイルで受け取る: a table as CSV that Excel and accounting systems open."""

import codecs
import csv
from collections.abc import Iterable, Sequence
from io import StringIO
from typing import Any

from django.http import HttpResponse

ENCODINGS = {"utf-8": "utf-8-sig", "cp932": "cp932"}
_GETA = "uketsuke-geta"
codecs.register_error(_GETA, lambda error: ("〓" * (error.end - error.start), error.end))  # type: ignore[attr-defined]


def csv_file(
    headings: Sequence[str],
    rows: Iterable[Sequence[Any]],
    name: str,
    encoding: str = ENCODINGS["utf-8"],
) -> HttpResponse:
    """A table in ``encoding``. A letter that the encoding lacks becomes 〓; a text that a
    spreadsheet would read as a formula gets a quote before it."""
    out = StringIO()
    write = csv.writer(out, lineterminator="\r\n").writerow
    write(headings)
    for row in rows:
        write([_plain(cell) for cell in row])
    content = out.getvalue().encode(encoding, errors=_GETA)
    response = HttpResponse(content, content_type=f"text/csv; charset={encoding}")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _plain(cell: Any) -> Any:
    text = isinstance(cell, str) and cell.startswith(("=", "+", "-", "@", "\t", "\r"))
    return f"'{cell}" if text else cell
