"""だれが読めるか: what counts is who can get at a file, not how its mode is written."""

import os
import pwd
from pathlib import Path

import pytest

from uketsuke.protection.checkup import reach

ME = os.geteuid()
STRANGER = 54_321


@pytest.mark.parametrize(
    ("mode", "way"),
    [
        (0o600, ""),
        (0o400, ""),
        (0o700, ""),
        (0o640, ""),  # of a group in which nobody else is
        (0o660, ""),
        (0o644, "read"),
        (0o604, "read"),
        (0o602, "write"),
        (0o666, "write"),
    ],
)
def test_a_file_is_open_where_others_can_read_or_write_it(open_folder: Path, mode: int, way: str):
    path = open_folder / "kept"
    path.touch()
    path.chmod(mode)

    assert reach.open_to_others(path, ME) == way


@pytest.mark.parametrize(("mode", "way"), [(0o700, ""), (0o710, ""), (0o711, "read")])
def test_a_folder_that_others_may_enter_is_open(open_folder: Path, mode: int, way: str):
    open_folder.chmod(mode)

    assert reach.open_to_others(open_folder, ME) == way


def test_nothing_is_open_in_a_folder_that_nobody_else_may_enter(open_folder: Path):
    path = open_folder / "kept"
    path.touch()
    path.chmod(0o666)
    open_folder.chmod(0o700)

    assert reach.open_to_others(path, ME) == ""


def test_a_link_does_not_hide_where_a_file_lies(open_folder: Path, tmp_path: Path):
    path, link = open_folder / "kept", tmp_path / "link"
    path.touch()
    path.chmod(0o644)
    link.symlink_to(path)

    assert reach.open_to_others(link, ME) == "read"


@pytest.mark.skipif(ME != 0, reason="only root gives files away")
def test_a_group_with_somebody_else_in_it_opens_what_it_may_read(open_folder: Path):
    other = next(each for each in pwd.getpwall() if each.pw_uid != ME)
    path = open_folder / "kept"
    path.touch()
    os.chown(path, ME, other.pw_gid)
    path.chmod(0o640)

    assert reach.open_to_others(path, ME) == "read"
    assert reach.open_to_others(path, other.pw_uid) == ""


@pytest.mark.skipif(ME != 0, reason="only root gives files away")
def test_what_belongs_to_somebody_else_is_not_one_s_own(open_folder: Path):
    path = open_folder / "kept"
    path.touch()

    assert not reach.is_anothers(path, STRANGER)  # root's: it reads everything anyway
    os.chown(path, STRANGER, -1)
    assert reach.is_anothers(path, STRANGER + 1)
    assert not reach.is_anothers(path, STRANGER)
    assert reach.runs_as(open_folder) == open_folder.stat().st_uid
