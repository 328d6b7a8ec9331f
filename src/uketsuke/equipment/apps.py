from django.apps import AppConfig


class EquipmentConfig(AppConfig):
    """附帯設備."""

    name = "uketsuke.equipment"
    label = "equipment"
    verbose_name = "附帯設備"
