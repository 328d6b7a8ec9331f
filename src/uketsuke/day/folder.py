"""予定表のファイル: whole or not there, readable by the owner only, and gone after some days."""

import os
import re
from datetime import date, datetime, timedelta
from pathlib import Path

# Only what we have written ourselves is ever removed.
_OURS = re.compile(r"(\d{4}-\d{2}-\d{2})_[a-z0-9-]+\.pdf")
_LEFT = re.compile(r"\.\d{4}-\d{2}-\d{2}_[a-z0-9-]+\.pdf\.\d+\.part")
WRITING = timedelta(minutes=10)  # nobody writes one file for longer


def name(hall: str, on: date) -> str:
    """``2027-02-07_yotsuya.pdf``."""
    return f"{on.isoformat()}_{hall}.pdf"


def write(folder: Path, filename: str, content: bytes) -> None:
    """書く: under another name first, so that whoever is killed leaves no half file."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    part = folder / f".{filename}.{os.getpid()}.part"
    part.unlink(missing_ok=True)
    with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    part.replace(folder / filename)
    place = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(place)
    finally:
        os.close(place)


def clear(folder: Path, before: date, at: datetime) -> list[str]:
    """消す: sheets of days before ``before``, and what somebody killed has left half written."""
    if not folder.is_dir():
        return []
    gone = []
    for path in sorted(folder.iterdir()):
        if path.is_symlink() or not path.is_file():
            continue
        ours, left = _OURS.fullmatch(path.name), _LEFT.fullmatch(path.name)
        old = ours is not None and ours[1] < before.isoformat()
        written = datetime.fromtimestamp(path.stat().st_mtime, at.tzinfo)
        if old or (left and written < at - WRITING):
            path.unlink(missing_ok=True)
            gone.append(path.name)
    return gone
