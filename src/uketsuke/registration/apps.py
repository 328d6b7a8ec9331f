from django.apps import AppConfig


class RegistrationConfig(AppConfig):
    """利用者登録."""

    name = "uketsuke.registration"
    label = "registration"
    verbose_name = "利用者登録"
