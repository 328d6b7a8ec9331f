"""個人情報の目録: every field that holds something personal, and what it is for.

A test goes through all models: a field that is neither here nor declared impersonal fails it.
源: 資料50 記録項目 [S].
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from itertools import groupby


@dataclass(frozen=True, slots=True)
class Item:
    """記録項目: ``field`` as ``app.Model.field``, whose, what for, until when it is ``kept``
    (``{persons}``: the term of that kind of record)."""

    field: str
    label: str
    whose: str
    purpose: str
    kept: str


REGISTERED = "登録の有効期限から{persons}まで。これからの予約や清算が残っているあいだは消えません"
APPLIED = "決定または取下げから{applications}まで"
PERSONS = "代表者・連絡担当者"
PAST = "登録内容が変わった日から{past_persons}まで"
FORMER = "前の代表者・連絡担当者"
APPLICANTS = "登録・変更を申請した代表者・連絡担当者"

ITEMS = (
    Item("groups.Person.name", "氏名", PERSONS, "代表者・連絡担当者の確認", REGISTERED),
    Item(
        "groups.SearchToken.token",
        "検索の印（氏名・電話番号・メールアドレスを鍵で変えたもの）",
        PERSONS,
        "氏名・電話番号・メールアドレスによる検索",
        REGISTERED,
    ),
    Item("groups.Person.address", "住所", PERSONS, "区分の認定、書類の送付", REGISTERED),
    Item("groups.Person.phone_home", "電話番号（自宅）", PERSONS, "利用についての連絡", REGISTERED),
    Item(
        "groups.Person.phone_mobile", "電話番号（携帯）", PERSONS, "利用についての連絡", REGISTERED
    ),
    Item("groups.Person.mail", "メールアドレス", "連絡担当者", "利用についての通知", REGISTERED),
    Item(
        "groups.PastPerson.name", "氏名", FORMER, "いつだれが代表者・連絡担当者だったかの確認", PAST
    ),
    Item("groups.PastPerson.address", "住所", FORMER, "前の登録内容の確認", PAST),
    Item("groups.PastPerson.phone_home", "電話番号（自宅）", FORMER, "前の登録内容の確認", PAST),
    Item("groups.PastPerson.phone_mobile", "電話番号（携帯）", FORMER, "前の登録内容の確認", PAST),
    Item("groups.PastPerson.mail", "メールアドレス", FORMER, "前の登録内容の確認", PAST),
    Item("registration.ProposedPerson.name", "氏名", APPLICANTS, "登録申請の審査", APPLIED),
    Item("registration.ProposedPerson.address", "住所", APPLICANTS, "登録申請の審査", APPLIED),
    Item(
        "registration.ProposedPerson.phone_home",
        "電話番号（自宅）",
        APPLICANTS,
        "登録申請の審査",
        APPLIED,
    ),
    Item(
        "registration.ProposedPerson.phone_mobile",
        "電話番号（携帯）",
        APPLICANTS,
        "登録申請の審査",
        APPLIED,
    ),
    Item(
        "registration.ProposedPerson.mail",
        "メールアドレス",
        APPLICANTS,
        "登録申請についての通知（連絡担当者のみ）",
        APPLIED,
    ),
    Item(
        "registration.Paper.content",
        "住所などの確認書類の写真（区が認めた場合だけ受け付ける）",
        APPLICANTS,
        "登録申請の審査",
        "決定と同時に消える。決定がないときは受け取った日から{papers}",
    ),
    Item(
        "notices.Notice.mail",
        "メールアドレス",
        APPLICANTS,
        "登録前の申請者への通知",
        "通知から{applicants}まで",
    ),
    Item(
        "notices.Bounce.mark",
        "メールアドレスの印（鍵で変えたもの）",
        PERSONS,
        "届かなかったアドレスかどうかの判断",
        "届かなかった日から{bounces}まで",
    ),
    Item(
        "day.Note.text",
        "引継ぎの文（自由記入。氏名を書かないよう画面で案内）",
        "利用者",
        "館の当日の引継ぎ",
        "済みにした日から{day_notes}まで",
    ),
    Item(
        "meetings.Sheet.notes",
        "打合せの覚え（自由記入）",
        "利用者",
        "利用の準備",
        REGISTERED,
    ),
    Item(
        "meetings.Sheet.office_notes",
        "打合せの館内の覚え（自由記入）",
        "利用者",
        "利用の準備",
        REGISTERED,
    ),
    *(
        Item(
            f"registration.Suspension.{field}",
            f"利用停止の{label}（自由記入）",
            PERSONS,
            "利用停止と異議の取扱い",
            REGISTERED,
        )
        for field, label in (("reason", "理由"), ("appeal", "異議"), ("decision", "判断"))
    ),
    Item(
        "registration.Application.reason",
        "不承認の理由（自由記入）",
        APPLICANTS,
        "申請者への通知",
        APPLIED,
    ),
    Item(
        "bank.BankLine.written",
        "振込人の名前（銀行のカナ）",
        "銀行振込をした人",
        "どの予約の支払いかの確認",
        "消し込むか、銀行で返金する扱いにするまで（決めると同時に消えます）",
    ),
    Item(
        "identity.User.name",
        "職員の表示名",
        "職員（利用者は空）",
        "だれが操作したかの表示",
        "アカウントが有効なあいだ",
    ),
    Item(
        "identity.Factor.label",
        "二つ目の確認の呼び名（本人がつけたもの）",
        "利用者・職員",
        "ログインの確認",
        "外すまで",
    ),
    Item(
        "identity.Factor.secret",
        "二つ目の確認の鍵",
        "利用者・職員",
        "ログインの確認",
        "外すまで",
    ),
    Item(
        "identity.Session.address",
        "接続元のアドレス",
        "利用者・職員",
        "ログイン中の端末の一覧（本人が見て、終わらせる）",
        "ログアウトするまで。長くても12時間",
    ),
    Item(
        "protection.Knock.address",
        "接続元のアドレス",
        "職員の入口を許可のない所から開こうとした人",
        "不正なアクセスの点検",
        "その日から{knocks}",
    ),
    Item(
        "audit.Entry.address",
        "接続元のアドレス",
        "利用者・職員",
        "操作の記録と点検",
        "監査記録の保存期間（見本）",
    ),
)
PERSONAL = {item.field: item.purpose for item in ITEMS}


def by_whose(terms: Mapping[str, str]) -> list[tuple[str, list[Item]]]:
    """個人情報ファイル簿の順: the items of each kind of person together; ``terms`` in words."""
    items = [replace(item, kept=item.kept.format_map(terms)) for item in ITEMS]
    ordered = sorted(items, key=lambda item: [each.whose for each in ITEMS].index(item.whose))
    return [(whose, list(items)) for whose, items in groupby(ordered, key=lambda item: item.whose)]


# Freely written, and nobody may be named in it: the field itself says so (``NO_NAMES``).
NAMELESS = (
    *("bookings.Booking.reason", "bookings.Booking.waiting_for"),
    *("bookings.ReductionRequest.reason", "bookings.ReductionRequest.evidence"),
    *("ledger.Entry.reason", "ledger.Refund.reason", "bank.BankLine.why", "outages.Outage.reason"),
    *("equipment.Repair.reason", "equipment.Line.reason", "reports.Issued.reason"),
    *("lottery.Round.reason", "lottery.Round.redraw_reason", "lottery.Draw.reason"),
    "lottery.PartyDecision.reason",
    *("protection.Closing.handed_over", "protection.Export.reason", "protection.Export.ended_how"),
    *("protection.Incident.what", "protection.IncidentNote.text", "protection.LogReview.note"),
    *("protection.Work.what", "protection.Work.why", "protection.Work.report"),
    *("ledger.DailyClose.note", "audit.Entry.why", "rulebook.Change.reason"),
)
TITLE = "催しの名前（個人の名前を書かないよう画面で案内）"

# Fields that store text but nothing of a person, and why.
IMPERSONAL: dict[str, str] = {
    **dict.fromkeys(NAMELESS, "自由記入（個人の名前を書かないよう画面で案内）"),
    "bookings.Application.title": TITLE,
    "bookings.Application.title_key": TITLE,
    "lottery.Entry.title": TITLE,
    "bookings.Block.public_reason": "休止の理由（だれにでも見える文）",
    "bookings.Draft.typed": "書きかけの申込（2日で消える）",
    "bookings.Request.what": TITLE,
    "bank.BankFile.title": "取り込んだファイルの種類",
    "groups.Group.name": "団体名",
    "groups.Group.name_key": "団体名による検索",
    "registration.Application.group_name": "団体名",
    "halls.Hall.name": "館の名前",
    "halls.Hall.short_name": "館の名前",
    "halls.Hall.address": "館の所在地",
    "halls.Hall.phone": "館の電話番号",
    "notices.Preference.language": "お知らせの言葉",
    "protection.Contact.phone": "課や役職の電話番号",
    "halls.Room.name": "施設の名前",
    "equipment.Item.name": "附帯設備の名前",
    "protection.Backup.name": "ファイルの名前",
    "identity.Factor.credential": "パスキーの番号の指紋",
    "identity.RecoveryCode.digest": "回復コードの指紋",
    "kernel.Sequence.name": "連番の名前",
    "kernel.Heartbeat.name": "自動処理の名前",
}
