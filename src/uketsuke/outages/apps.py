"""停止の記録, as Django knows it."""

from django.apps import AppConfig


class OutagesConfig(AppConfig):
    """停止の記録."""

    name = "uketsuke.outages"
    label = "outages"
