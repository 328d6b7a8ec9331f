"""``uketsuke manage``: Django's own commands, for who runs the system."""

import argparse

from django.core.management import execute_from_command_line


def configure(parser: argparse.ArgumentParser) -> None:
    """No options of its own."""


def run(options: argparse.Namespace) -> None:
    """Hand the words on."""
    execute_from_command_line(["uketsuke manage", *options.words])
