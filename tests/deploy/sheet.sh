# sheet SCRATCH RELEASE PARTS VERSION HOST: installs twice on this machine under a sheet, says what is there.
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
