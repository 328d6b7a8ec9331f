"""設置: the release as it is handed over, and its installer on a machine of its own.

The machine is this one under a sheet: whatever the installer writes goes into a scratch layer that
is thrown away (an overlay in a mount namespace of its own). systemctl is the one thing that is
only noted down: there is no systemd to talk to.
"""

import json
import os
import shutil
import subprocess
import sysconfig
import tarfile
from pathlib import Path

import pytest

from tests.deploy.machine import AS_ROOT, HOST, ROOT

pytestmark = pytest.mark.xdist_group("deploy")
UNDER_A_SHEET = r"""
set -e
sheet=$1 release=$2 parts=$3 version=$4 host=$5
mount -t tmpfs none "$sheet"
mkdir "$sheet/upper" "$sheet/scratch" "$sheet/root"
mount -t overlay overlay -o "lowerdir=/,upperdir=$sheet/upper,workdir=$sheet/scratch" "$sheet/root"
root=$sheet/root
mount -t proc proc "$root/proc"
mount --bind /dev "$root/dev"
mkdir -p "$root/srv/release" "$root/srv/parts"
mount --bind "$release" "$root/srv/release"
mount --bind "$parts" "$root/srv/parts"
cat >"$root/usr/local/bin/systemctl" <<'EOF'
#!/bin/sh
echo "$*" >>/srv/asked
case $1 in
  enable) shift; exec /bin/systemctl --root=/ enable --quiet "$@" ;;
esac
EOF
chmod 755 "$root/usr/local/bin/systemctl"
# The parts are those of the project: nothing is fetched. The wheel is what was built.
place=/opt/uketsuke/$version
chroot "$root" /usr/bin/python3 -m venv --without-pip "$place"
chroot "$root" sh -c "cd $place/lib/python3.11/site-packages && /usr/bin/python3 -m zipfile -e /srv/release/*.whl . && echo /srv/parts >parts.pth"
printf '#!%s/bin/python\nfrom uketsuke.doors.cli import main\nraise SystemExit(main())\n' "$place" >"$root$place/bin/uketsuke"
chmod 755 "$root$place/bin/uketsuke"
run() { chroot "$root" env -i PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin "$@"; }
run /srv/release/deploy/install --host "$host" >&2
key=$(run sha256sum /var/lib/uketsuke/uketsuke.env)
run sh -c 'echo "# ours" >>/etc/uketsuke/uketsuke.env; echo "192.0.2.0/24 1;" >>/etc/uketsuke/staff-networks.conf'
run /srv/release/deploy/install --host "$host" >&2
[ "$key" = "$(run sha256sum /var/lib/uketsuke/uketsuke.env)" ]
run uketsuke administrator kanri-1 --network 192.0.2.0/28 --json >"$root/srv/administrator"
run /usr/bin/python3 - <<'EOF'
import json, pathlib, subprocess
def mode(path): return oct(pathlib.Path(path).stat().st_mode & 0o777)
def owner(path): return pathlib.Path(path).owner()
paths = ["/var/lib/uketsuke", "/var/lib/uketsuke/uketsuke.env", "/var/lib/uketsuke/uketsuke.sqlite3",
         "/var/lib/uketsuke/backups", "/var/lib/uketsuke-static/uketsuke", "/etc/uketsuke/uketsuke.env",
         "/etc/uketsuke/tls/privkey.pem"]
print(json.dumps({
    "modes": {path: [mode(path), owner(path)] for path in paths},
    "asked": pathlib.Path("/srv/asked").read_text().splitlines(),
    "env": pathlib.Path("/etc/uketsuke/uketsuke.env").read_text(),
    "networks": pathlib.Path("/etc/uketsuke/staff-networks.conf").read_text(),
    "current": str(pathlib.Path("/opt/uketsuke/current").readlink()),
    "backups": len(list(pathlib.Path("/var/lib/uketsuke/backups").iterdir())),
    "enabled": sorted(path.name for path in pathlib.Path("/etc/systemd/system").glob("*.wants/uketsuke*")),
    "nginx": subprocess.run(["nginx", "-t"], capture_output=True).returncode,
    "administrator": json.loads(pathlib.Path("/srv/administrator").read_text()),
    "listed": subprocess.run(["uketsuke", "manage", "check", "--deploy", "--fail-level", "WARNING"],
                             capture_output=True, text=True).stderr,
}))
EOF
"""


@pytest.fixture(scope="session")
def release() -> Path:
    """The archive, unpacked again."""
    said = subprocess.run(
        [ROOT / "tools/release"], capture_output=True, text=True, check=False, cwd=ROOT
    )
    assert said.returncode == 0, said.stderr
    archive = ROOT / said.stdout.strip()
    folder = archive.parent / "unpacked"
    shutil.rmtree(folder, ignore_errors=True)
    with tarfile.open(archive) as packed:
        packed.extractall(folder, filter="data")
    yield next(folder.iterdir())
    shutil.rmtree(folder)


def test_the_wheel_holds_all_that_the_program_reads(release: Path):
    import zipfile

    with zipfile.ZipFile(next(release.glob("*.whl"))) as wheel:
        names = set(wheel.namelist())
    source = ROOT / "src"
    wanted = {
        str(path.relative_to(source))
        for path in (source / "uketsuke").rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
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
        ["unshare", "-m", "bash", "-c", UNDER_A_SHEET, "sheet", *words],
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
