"""読み上げ: a paper as a file that can be read aloud, tagged as PDF/UA-1 asks.

Headings, lists and tables are named as such, with the language and the title of the paper.
"""

from typing import Any

from weasyprint.document import Document

VARIANT = "pdf/ua-1"


def written(document: Document) -> bytes:
    """The file of a paper that has been drawn."""
    made: bytes = document.write_pdf(pdf_variant=VARIANT, finisher=_heads)
    return made


def _heads(_document: Document, pdf: Any) -> None:
    """見出しの向き: what each heading of a table heads. Cells name their headings already; many
    readers only ask the heading whether it heads its row or its column."""
    tagged = [each for each in pdf.objects if hasattr(each, "keys") and "S" in each]
    known = {each.reference: each for each in tagged}
    for row in (each for each in tagged if each["S"] == "/TR"):
        cells = [known[cell] for cell in row["K"] if cell in known]
        scope = "/Row" if any(cell["S"] == "/TD" for cell in cells) else "/Column"
        for heading in (cell for cell in cells if cell["S"] == "/TH"):
            heading["A"]["Scope"] = scope
