from django.apps import AppConfig


class TariffsConfig(AppConfig):
    """料金表."""

    name = "uketsuke.tariffs"
    label = "tariffs"
    verbose_name = "料金表"
