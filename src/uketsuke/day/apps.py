from django.apps import AppConfig


class DayConfig(AppConfig):
    """当日."""

    name = "uketsuke.day"
    label = "day"
    verbose_name = "当日"
