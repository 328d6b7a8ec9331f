"""設置: the release as it is handed over, and its installer on a machine of its own.

The machine is this one under a sheet: whatever the installer writes goes into a scratch layer that
is thrown away (an overlay in a mount namespace of its own). systemctl is the one thing that is
only noted down: there is no systemd to talk to.
"""

import json
import os
import subprocess
import sysconfig
import zipfile
from pathlib import Path

import pytest

from tests.deploy.machine import AS_ROOT, HOST, ROOT

SHEET = Path(__file__).with_name("sheet.sh")


@pytest.fixture(scope="session")
def release(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The archive, unpacked again."""
    place = tmp_path_factory.mktemp("release")
    said = subprocess.run(
        [ROOT / "tools/release"],
        capture_output=True,
        text=True,
        check=False,
        env=os.environ | {"DIST": str(place)},
    )
    assert said.returncode == 0, said.stderr
    unpacked = place / "unpacked"
    unpacked.mkdir()
    archive = said.stdout.strip().splitlines()[-1]
    subprocess.run(["tar", "--extract", "--file", archive, "--directory", unpacked], check=True)
    return next(unpacked.iterdir())


def test_the_wheel_holds_all_that_the_program_reads(release: Path):
    with zipfile.ZipFile(next(release.glob("*.whl"))) as wheel:
        names = set(wheel.namelist())
    source = ROOT / "src"
    wanted = {
        str(path.relative_to(source))
        for path in (source / "uketsuke").rglob("*")
        if path.is_file() and "__pycache__" not in path.parts and path.name != ".made"
    }

    assert wanted - names == set()


def test_every_pinned_part_is_named_with_its_hash(release: Path):
    assert "--hash=sha256:" in (release / "requirements/base.txt").read_text()
    assert os.access(release / "deploy/install", os.X_OK)


@pytest.mark.parametrize("words", [(), ("--host",), ("--host", "a b"), ("--host", "A;rm"), ("-x",)])
def test_wrong_words_change_nothing(release: Path, words: tuple[str, ...]):
    said = subprocess.run(
        [release / "deploy/install", *words], capture_output=True, text=True, check=False
    )

    assert said.returncode == 2


@pytest.mark.skipif(not AS_ROOT, reason="needs root: a machine under a sheet")
def test_a_bare_machine_becomes_a_server_and_twice_changes_nothing(release: Path, tmp_path: Path):
    version = release.name.removeprefix("uketsuke-")
    parts = sysconfig.get_path("purelib")
    words = [str(tmp_path), str(release), parts, version, HOST]

    said = subprocess.run(
        ["unshare", "-m", "bash", SHEET, *words],
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )

    assert said.returncode == 0, said.stderr[-3000:]
    told = json.loads(said.stdout)
    assert told["modes"] == {
        "/var/lib/uketsuke": ["0o700", "uketsuke"],
        "/var/lib/uketsuke/uketsuke.env": ["0o600", "uketsuke"],
        "/var/lib/uketsuke/uketsuke.sqlite3": ["0o600", "uketsuke"],
        "/var/lib/uketsuke/backups": ["0o700", "uketsuke"],
        "/var/lib/uketsuke-static/uketsuke": ["0o755", "uketsuke"],
        "/etc/uketsuke/uketsuke.env": ["0o640", "root"],
        "/etc/uketsuke/tls/privkey.pem": ["0o600", "root"],
    }
    assert told["env"].endswith("# ours\n")
    assert f"UKETSUKE_HOSTS={HOST}\n" in told["env"]
    assert told["networks"].endswith("192.0.2.0/24 1;\n")
    assert told["current"] == f"/opt/uketsuke/{version}"
    assert told["backups"] == 1, "before the second time, as before every new version"
    assert told["nginx"] == 0
    assert told["enabled"] == [
        "uketsuke-backup.timer",
        "uketsuke-web.socket",
        "uketsuke-web@1.service",
        "uketsuke-web@2.service",
        "uketsuke-worker.service",
    ]
    restarts = [line for line in told["asked"] if line.startswith("restart")]
    assert restarts == 2 * [
        "restart uketsuke-web@1.service",
        "restart uketsuke-web@2.service",
        "restart uketsuke-worker.service",
    ]
    assert told["administrator"]["address"].startswith(f"https://{HOST}/password/")
    assert "no issues" in told["listed"] or told["listed"] == ""
