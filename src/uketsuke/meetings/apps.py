from django.apps import AppConfig


class MeetingsConfig(AppConfig):
    """打合せ."""

    name = "uketsuke.meetings"
    label = "meetings"
    verbose_name = "打合せ"
