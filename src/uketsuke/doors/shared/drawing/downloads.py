"""ファイルで受け取る: a table as CSV that Excel and accounting systems open."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.http import HttpResponse
from django.utils.http import content_disposition_header

from uketsuke.kernel import listing

ENCODINGS = {"utf-8": listing.UTF_8, "cp932": listing.CP932}


def csv_file(
    headings: Sequence[str],
    rows: Iterable[Sequence[Any]],
    name: str,
    encoding: str = ENCODINGS["utf-8"],
    *,
    tell: bool = False,
) -> HttpResponse:
    """A table in ``encoding`` (see ``listing``). ``tell``: after it stands what the encoding could
    not write; where another program reads the file, nothing must stand there."""
    content = listing.as_csv([headings, *rows], encoding, tell=tell)
    response = HttpResponse(content, content_type=f"text/csv; charset={encoding}")
    response["Content-Disposition"] = content_disposition_header(True, name) or ""
    return response
