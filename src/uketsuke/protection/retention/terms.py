"""記録の種類と期間の言い方: which terms there are, and how one is told. The days are data."""

from dataclasses import dataclass

LEAST, MOST = 1, 3650  # days the program can work with
A_YEAR = 365


@dataclass(frozen=True, slots=True)
class Kind:
    """記録の種類: ``since`` begins the sentence that the term ends."""

    code: str
    label: str
    since: str


KINDS = {
    kind.code: kind
    for kind in (
        Kind("persons", "登録の切れた団体の代表者・連絡担当者", "登録の有効期限から"),
        Kind("past_persons", "前の代表者・連絡担当者", "登録内容が変わった日から"),
        Kind("applications", "審査の終わった申請の氏名・住所など", "決定または取下げから"),
        Kind("applicants", "登録前の申請者のメールアドレス", "通知から"),
        Kind("bounces", "届かなかったメールの記録", "届かなかった日から"),
        Kind("day_notes", "済んだ引継ぎ（当日の画面）", "済みにした日から"),
        Kind("papers", "まだ決定のない申請の書類の写真", "受け取った日から"),
        Kind("links", "パスワード設定の一回限りのリンク", "期限から"),
        Kind("attempts", "ログインの失敗の記録（接続元）", "最後の失敗から"),
        Kind("knocks", "職員の入口で断った接続元の記録", "その日から"),
        Kind("backups", "バックアップ", "取った日から"),
    )
}


def told(days: int, *, official: bool) -> str:
    """「1年」「35日（見本）」: a term in words, marked as a sample until the ward has said it."""
    length = f"{days // A_YEAR}年" if days % A_YEAR == 0 else f"{days}日"
    return length if official else f"{length}（見本）"


def sentence(kind: Kind, days: int, *, official: bool) -> str:
    """「登録の有効期限から1年（見本）」."""
    return f"{kind.since}{told(days, official=official)}"
