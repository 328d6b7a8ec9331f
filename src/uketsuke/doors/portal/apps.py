from django.apps import AppConfig


class PortalConfig(AppConfig):
    """利用者の画面."""

    name = "uketsuke.doors.portal"
    label = "doors_portal"
