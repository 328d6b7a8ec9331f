from django.apps import AppConfig


class NoticesConfig(AppConfig):
    """通知."""

    name = "uketsuke.notices"
    label = "notices"
    verbose_name = "通知"
