"""対応の手順: what has to be done after an incident, in this order, and within which time.

源: 資料50 直ちに報告し、今後の対応を協議する [S]; 個人情報の保護に関する法律第68条と同施行規則
（速報はおおむね3〜5日、確報は30日、不正の目的のおそれがあるときは60日）. The other times are
samples [A].
"""

from dataclasses import dataclass
from datetime import datetime, timedelta


@dataclass(frozen=True, slots=True)
class Step:
    """手順: what, who, and by when after the incident was noticed. ``persons``: only where
    persons are concerned."""

    code: str
    words: str
    who: str
    within: timedelta
    persons: bool = False


STEPS = (
    Step("tell", "館責任者と区の担当課に、電話で第一報をする", "気づいた人", timedelta(hours=1)),
    Step(
        "stop", "広げない（アカウント・接続元を止める、切り離す）", "館責任者", timedelta(hours=2)
    ),
    Step("keep", "記録を残す（バックアップと監査の確認の結果）", "動かす人", timedelta(hours=24)),
    Step("find", "何が・だれの・何件かを調べる", "館責任者・動かす人", timedelta(days=2)),
    Step(
        "first_report",
        "個人情報保護委員会への速報が要るかを決め、要るときは出す",
        "区",
        timedelta(days=3),
        persons=True,
    ),
    Step("notify", "本人に知らせ、公表するかを決める", "区", timedelta(days=5), persons=True),
    Step("mend", "原因を直し、二度と起こさないようにする", "館責任者・事業者", timedelta(days=14)),
    Step(
        "final_report",
        "個人情報保護委員会への確報が要るときは出す",
        "区",
        timedelta(days=30),
        persons=True,
    ),
    Step("report", "報告書を区に出す", "館責任者", timedelta(days=30)),
)
BY_CODE = {step.code: step for step in STEPS}


def needed(*, persons: bool) -> list[Step]:
    """この事故に要る手順."""
    return [step for step in STEPS if persons or not step.persons]


def due(step: Step, noticed_at: datetime) -> datetime:
    """その手順の期限."""
    return noticed_at + step.within
