from django.apps import AppConfig


class GroupsConfig(AppConfig):
    """利用者."""

    name = "uketsuke.groups"
    label = "groups"
    verbose_name = "利用者"
