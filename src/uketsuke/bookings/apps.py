from django.apps import AppConfig


class BookingsConfig(AppConfig):
    """予約."""

    name = "uketsuke.bookings"
    label = "bookings"
    verbose_name = "予約"
