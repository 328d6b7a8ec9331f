from django.apps import AppConfig


class HallsConfig(AppConfig):
    """施設."""

    name = "uketsuke.halls"
    label = "halls"
    verbose_name = "施設"
