from django.apps import AppConfig


class IdentityConfig(AppConfig):
    """ログイン・職員・権限."""

    name = "uketsuke.identity"
    label = "identity"
    verbose_name = "ログイン・職員・権限"
