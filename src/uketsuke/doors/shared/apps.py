from django.apps import AppConfig


class SharedConfig(AppConfig):
    """共通の見た目: what every door looks like."""

    name = "uketsuke.doors.shared"
    label = "doors_shared"
    verbose_name = "共通の見た目"
