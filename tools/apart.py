"""別の環境: tools whose own parts do not go together with the product's, each in a venv apart."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]


def apart(name: str) -> Path:
    """The ``bin`` folder of the tool of ``requirements/scan-<name>.txt``, installed as pinned."""
    venv, pinned = ROOT / ".venv-scan" / name, ROOT / "requirements" / f"scan-{name}.txt"
    made_from = venv / ".made-from"
    if not made_from.exists() or made_from.read_text() != pinned.read_text():
        subprocess.run([sys.executable, "-m", "venv", "--clear", venv], check=True)
        pip = ["-m", "pip", "-qq", "--disable-pip-version-check", "install", "--require-hashes"]
        subprocess.run([venv / "bin/python", *pip, "-r", pinned], check=True)
        made_from.write_text(pinned.read_text())
    return venv / "bin"
