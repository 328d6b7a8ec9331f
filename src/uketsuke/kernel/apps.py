from django.apps import AppConfig


class KernelConfig(AppConfig):
    """基盤."""

    name = "uketsuke.kernel"
    label = "kernel"
    verbose_name = "基盤"
