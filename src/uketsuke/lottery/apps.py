from django.apps import AppConfig


class LotteryConfig(AppConfig):
    """抽選."""

    name = "uketsuke.lottery"
    label = "lottery"
    verbose_name = "抽選"
