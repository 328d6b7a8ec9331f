"""鍵のかかった包み: one file in a ZIP that 7-Zip opens with its password (WinZip AES-256).

For other systems, which read a table better than a workbook; Windows itself does not open it.
"""

from io import BytesIO

TYPE = "application/zip"


def locked(name: str, content: bytes, password: str) -> bytes:
    """``content`` under ``name``; without the password only the name and the size are seen."""
    import pyzipper  # type: ignore[import-untyped]  # noqa: PLC0415 - large, and seldom needed

    made = BytesIO()
    with pyzipper.AESZipFile(
        made, "w", compression=pyzipper.ZIP_DEFLATED, encryption=pyzipper.WZ_AES
    ) as parcel:
        parcel.setpassword(password.encode())
        parcel.setencryption(pyzipper.WZ_AES, nbits=256)
        parcel.writestr(name, content)
    return made.getvalue()
