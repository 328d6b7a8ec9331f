from django.apps import AppConfig
from django.urls import register_converter

from uketsuke.doors.portal.numbers import OwnNumber


class PortalConfig(AppConfig):
    """利用者の画面."""

    name = "uketsuke.doors.portal"
    label = "doors_portal"

    def ready(self) -> None:
        register_converter(OwnNumber, "own_number")
