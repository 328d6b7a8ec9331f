"""時計: the only place that asks what time it is, and the only time zone of the business."""

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

TOKYO = ZoneInfo("Asia/Tokyo")


def now() -> datetime:
    """現在: this moment, aware, in UTC."""
    return datetime.now(UTC)


def day(at: datetime) -> date:
    """日付: the day on which the aware moment ``at`` falls in Tokyo."""
    return at.astimezone(TOKYO).date()


def at_time(on: date, clock_time: time) -> datetime:
    """日時: the moment at which the clocks in Tokyo show ``clock_time`` on the day ``on``."""
    return datetime.combine(on, clock_time, tzinfo=TOKYO)
