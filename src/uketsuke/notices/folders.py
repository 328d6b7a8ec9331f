"""文章の置き場所."""

from pathlib import Path

FOLDER = Path(__file__).parent / "templates" / "notices"
PARTS = ("subject", "body")
