"""``python -m uketsuke``: the same as the command ``uketsuke``."""

from uketsuke.doors.cli import main

if __name__ == "__main__":  # a server's worker processes import this file too
    raise SystemExit(main())
