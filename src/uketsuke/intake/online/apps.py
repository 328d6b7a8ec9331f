from django.apps import AppConfig


class OnlineConfig(AppConfig):
    """オンライン決済."""

    name = "uketsuke.intake.online"
    label = "online"
