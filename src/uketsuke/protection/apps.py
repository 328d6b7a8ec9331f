from django.apps import AppConfig


class ProtectionConfig(AppConfig):
    """個人情報の保護."""

    name = "uketsuke.protection"
    label = "protection"
