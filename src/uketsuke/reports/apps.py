from django.apps import AppConfig


class ReportsConfig(AppConfig):
    """統計."""

    name = "uketsuke.reports"
    label = "reports"
    verbose_name = "統計"
