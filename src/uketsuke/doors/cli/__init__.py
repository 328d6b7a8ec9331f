"""コマンド: ``uketsuke``, one file a command in ``commands/``."""

from uketsuke.doors.cli.entry import main

__all__ = ["main"]
