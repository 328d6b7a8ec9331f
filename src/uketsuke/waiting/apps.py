from django.apps import AppConfig


class WaitingConfig(AppConfig):
    """空き待ち."""

    name = "uketsuke.waiting"
    label = "waiting"
    verbose_name = "空き待ち"
