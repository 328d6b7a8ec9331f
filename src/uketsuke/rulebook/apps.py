from django.apps import AppConfig


class RulebookConfig(AppConfig):
    """規則."""

    name = "uketsuke.rulebook"
    label = "rulebook"
    verbose_name = "規則"
