from django.apps import AppConfig


class CounterConfig(AppConfig):
    """窓口・職員の画面."""

    name = "uketsuke.doors.counter"
    label = "doors_counter"
