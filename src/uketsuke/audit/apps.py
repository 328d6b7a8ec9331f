from django.apps import AppConfig


class AuditConfig(AppConfig):
    """監査."""

    name = "uketsuke.audit"
    label = "audit"
    verbose_name = "監査"
