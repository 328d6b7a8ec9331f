"""既読: that a group has opened a notice on its page. A mark of convenience, no act: whether
somebody read it is asked of nobody, and nothing depends on it."""

from datetime import datetime

from uketsuke.notices.models import Notice


def read(notice_id: int, *, at: datetime) -> None:
    """お知らせを開いた, the first time."""
    Notice.objects.filter(pk=notice_id, read_at=None).update(read_at=at)
