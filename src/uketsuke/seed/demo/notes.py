"""見本の引継ぎ: what the shifts of the last days have left for the next."""

from datetime import datetime, timedelta
from uuid import uuid5

from uketsuke.day import handover
from uketsuke.halls.queries import atlas
from uketsuke.kernel.clock import day
from uketsuke.seed.demo.actors import office
from uketsuke.seed.demo.past import SPACE

# (hours ago, what, whether it has been dealt with)
NOTES = (
    (50, "ロビーの案内板の電球を交換しました。", True),
    (26, "下手袖の照明が1灯切れています。業者に連絡済み、来週に交換の予定です。", False),
    (3, "夜間の利用で机を10台使うとのことです。倉庫の鍵は事務室の2番です。", False),
)


def hand_over(now: datetime) -> None:
    """Some notes in every hall, one of them dealt with."""
    for hall in atlas().halls:
        by = office(hall)
        for ago, text, done in NOTES:
            at = now - timedelta(hours=ago)
            token = uuid5(SPACE, f"note {hall} {ago}")
            note = handover.write(hall, day(at), text, token, by=by, at=at)
            if done:
                handover.settle(note.pk, True, by=by, at=at + timedelta(hours=2))
