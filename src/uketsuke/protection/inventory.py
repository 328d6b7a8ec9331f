"""個人情報の目録: every field that holds something personal, and what it is for.

A test goes through all models: a field that is neither here nor declared impersonal fails it.
源: 資料50 記録項目 [S].
"""

# model.field -> 利用目的
PERSONAL: dict[str, str] = {
    "groups.Person.name": "代表者・連絡担当者の確認",
    "groups.Person.name_key": "氏名による検索",
    "groups.Person.address": "区分の認定、書類の送付",
    "groups.Person.phone_home": "利用についての連絡",
    "groups.Person.home_digits": "電話番号による検索",
    "groups.Person.phone_mobile": "利用についての連絡",
    "groups.Person.mobile_digits": "電話番号による検索",
    "groups.Person.mail": "利用についての通知（連絡担当者のみ）",
    "registration.ProposedPerson.name": "登録申請の審査",
    "registration.ProposedPerson.address": "登録申請の審査",
    "registration.ProposedPerson.phone_home": "登録申請の審査",
    "registration.ProposedPerson.phone_mobile": "登録申請の審査",
    "registration.ProposedPerson.mail": "登録申請についての通知（連絡担当者のみ）",
    "notices.Notice.mail": "登録前の申請者への通知",
    "identity.User.name": "職員の表示名（利用者は空）",
    "audit.Entry.address": "操作元のアドレス",
}

# Fields that store text but nothing of a person, and why.
IMPERSONAL: dict[str, str] = {
    "groups.Group.name": "団体名",
    "groups.Group.name_key": "団体名による検索",
    "registration.Application.group_name": "団体名",
    "halls.Hall.name": "館の名前",
    "halls.Hall.short_name": "館の名前",
    "halls.Hall.address": "館の所在地",
    "halls.Hall.phone": "館の電話番号",
    "halls.Room.name": "施設の名前",
    "online.Checkout.stage": "決済の状態",
    "kernel.Sequence.name": "連番の名前",
    "kernel.Heartbeat.name": "裏方の名前",
}
