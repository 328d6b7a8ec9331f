"""PDF に鍵をかける: the file opens only with its password (AES-256).

The library is loaded only when a file is locked: most processes never lock one.
"""

from io import BytesIO


def locked(plain: bytes, password: str) -> bytes:
    """The same pages; every reader of PDF asks for the word."""
    from pypdf import PdfReader, PdfWriter  # noqa: PLC0415

    writer = PdfWriter(clone_from=PdfReader(BytesIO(plain)))
    writer.encrypt(password, algorithm="AES-256")
    made = BytesIO()
    writer.write(made)
    return made.getvalue()
