from django.apps import AppConfig


class BankConfig(AppConfig):
    """銀行振込."""

    name = "uketsuke.intake.bank"
    label = "bank"
