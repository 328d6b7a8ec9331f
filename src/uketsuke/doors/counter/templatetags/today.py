"""当日の画面: how a time of the day is written."""

from datetime import datetime

from django import template

from uketsuke.kernel import clock

register = template.Library()


@register.filter(name="clock")
def clock_time(at: datetime | None) -> str:
    """13:05; nothing for None."""
    return "" if at is None else f"{at.astimezone(clock.TOKYO):%H:%M}".removeprefix("0")
