"""だれが読めるか: whether anybody but whom the program runs as gets at what it keeps.

What counts is who can, not how the mode is written: 0640 with a group of one's own, or 0644 in a
folder that nobody else may enter, are as good as 0600. The root of the machine reads everything
anyway, so what belongs to it is not another's.
"""

import grp
import os
import pwd
import stat
from pathlib import Path

ROOT = 0


def runs_as(home: Path) -> int:
    """動かす利用者: oneself; where root looks at it, whom the ``home`` belongs to."""
    return os.geteuid() or home.stat().st_uid


def open_to_others(path: Path, runner: int) -> str:
    """ほかの利用者は、読めるか書けるか: ``read``, ``write``, or empty where they cannot."""
    found = path.resolve()
    ways = _ways(found, runner)
    if not ways or not all(_lets_pass(folder, runner) for folder in found.parents):
        return ""
    return "write" if ways & stat.S_IWOTH else "read"


def is_anothers(path: Path, runner: int) -> bool:
    """Whether it belongs to somebody else, who may then do with it what she likes."""
    return path.stat().st_uid not in (runner, ROOT)


def _lets_pass(folder: Path, runner: int) -> bool:
    return bool(_ways(folder, runner) & stat.S_IXOTH)


def _ways(path: Path, runner: int) -> int:
    """What others may do, as the last three bits of a mode; a group counts if others are in it."""
    found = path.stat()
    mode = stat.S_IMODE(found.st_mode)
    if _is_shared(found.st_gid, runner):
        mode |= mode >> 3
    return mode & stat.S_IRWXO


def _is_shared(group: int, runner: int) -> bool:
    """Whether anybody but ``runner`` and root is in the group."""
    users = {each.pw_name: each for each in pwd.getpwall()}
    try:
        names = set(grp.getgrgid(group).gr_mem)
    except KeyError:  # a group without a name has no members
        names = set()
    names |= {each.pw_name for each in users.values() if each.pw_gid == group}
    known = {users[name].pw_uid for name in names if name in users}
    return not known <= {runner, ROOT}
