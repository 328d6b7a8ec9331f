from django.apps import AppConfig


class LedgerConfig(AppConfig):
    """調定・収納・還付."""

    name = "uketsuke.ledger"
    label = "ledger"
    verbose_name = "調定・収納・還付"
