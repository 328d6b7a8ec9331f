"""断りの言葉: one sentence for each reason to refuse: what happened, why, what to do instead."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as translate
from django.utils.translation import gettext_lazy as _

from uketsuke.bookings import states
from uketsuke.bookings.reception import UseDay
from uketsuke.doors.shared.words import stored, written
from uketsuke.doors.shared.words.sentences_day import DAY
from uketsuke.doors.shared.words.sentences_equipment import EQUIPMENT
from uketsuke.doors.shared.words.sentences_lottery import LOTTERY
from uketsuke.doors.shared.words.sentences_machine import MACHINE
from uketsuke.doors.shared.words.sentences_money import MONEY
from uketsuke.doors.shared.words.sentences_notices import NOTICES
from uketsuke.doors.shared.words.sentences_reports import REPORTS
from uketsuke.doors.shared.words.sentences_rulebook import RULEBOOK
from uketsuke.doors.shared.words.sentences_safety import SAFETY
from uketsuke.doors.shared.words.sentences_waiting import WAITING
from uketsuke.halls.spoken import atlas, named
from uketsuke.kernel.refusals import Refusal, reasons

SENTENCES: dict[str, Any] = (
    {
        # 枠
        "cells.taken": _(
            "申し訳ありません。{uses}は、先にほかの方が申し込まれました。"
            "ほかの日時をお選びください（入力した内容は残っています）。"
        ),
        "cells.blocked": _(
            "{uses}は、休止（{reason}）のため使えません。ほかの日時をお選びください。"
        ),
        "cells.mine": _("{uses}は、あなたの団体がすでに予約しています。マイページをご覧ください。"),
        # 受付の規則
        "reception.nothing": _(
            "日時が選ばれていません。空き状況から、使いたい枠をお選びください。"
        ),
        "reception.twice": _("{room}の{date}が二度選ばれています。一つにまとめてください。"),
        "reception.counter_only": _(
            "{room}はインターネットでは申し込めません。ホールの申込と合わせて、窓口でお申し込みください。"
        ),
        "reception.closed": _("{date}は休館日（{label}）です。ほかの日をお選びください。"),
        "reception.past": _("{date}は過ぎています。今日より後の日をお選びください。"),
        "reception.too_late": _(
            "{date}の利用は、受付が終わりました（利用日の{days}日前、{last}まで）。"
            "窓口では利用日の{counter_days}日前まで受け付けますので、お電話ください。"
        ),
        "reception.too_late_counter": _(
            "{date}の利用は、窓口の受付も終わりました（利用日の{days}日前、{last}まで）。"
            "ほかの日をお選びください。"
        ),
        "reception.not_yet": _(
            "{date}の利用は、まだ受付前です。あなたの区分では{opens}から申し込めます。"
        ),
        "reception.draw": _(
            "{date}の利用は、いま抽選の期間です。抽選で残った枠は、{until}から先着順で申し込めます。"
        ),
        "reception.window": _(
            "受付の始まった直後のため、{until}までは申込を集めて、くじで順番を決めます。"
            "もう一度ボタンを押すと、順番を待つ申込になります。"
        ),
        "requests.not_now": _(
            "順番を決める受付は終わりました。もう一度ボタンを押すと、先着順で申し込めます。"
        ),
        "requests.one": _(
            "{until}に順番を決める申込は、1団体1件です。先の申込を取り下げると、申し込み直せます。"
        ),
        "requests.served": _("この申込はすでに順番が来ました。結果はお知らせをご覧ください。"),
        "reception.other_hall_on_draw_day": _(
            "{date}は抽選日のため、ほかの館の申込は受け付けられません。翌日以降にお願いします。"
        ),
        "reception.suspended": _(
            "利用停止中のため、新しい申込はできません。詳しくは窓口にお尋ねください。"
            "すでにある予約はそのままです。"
        ),
        "reception.registration_lapsed": _(
            "利用者登録の有効期限（{valid_until}）が過ぎています。マイページか窓口で更新すると、申し込めます。"
            "すでにある予約はそのままです。"
        ),
        "reception.too_many_cells": _(
            "一度に申し込めるのは{most}区分までです（いま{cells}区分）。減らしてお申し込みください。"
        ),
        "reception.cap": _(
            "{hall}の{month}の利用は、1団体{most}日までです（この申込を含めると{days}日）。"
            "ほかの月か、ほかの館をお選びください。"
        ),
        "reception.consecutive": _(
            "{hall}の連続利用は{most}日までです（この申込を含めると{days}日続きます）。"
            "間に利用しない日を入れてください。"
        ),
        "reception.attendance": _(
            "{room}の定員は{capacity}人です（入力された人数は{attendance}人）。"
            "1人以上、定員以内の人数を入力してください。"
        ),
        "reception.rehearsal": _(
            "練習利用では、入場料や営利の利用を指定できません。どちらかを選び直してください。"
        ),
        "reception.no_rules": _(
            "{on}の受付の決まりが登録されていないため、申込を受け付けられません。"
            "ホールの窓口へお問い合わせください。"
        ),
        "cancel.not_staff": _(
            "ホールの都合による取消は、職員が行います。ご自分の都合で取り消すときは、"
            "マイページの予約からお進みください。"
        ),
        # 途中の申込
        "drafts.no_more": _(
            "枠の確保は、これ以上延長できません（{expires_at}まで）。お早めに申込を終えてください。"
        ),
        # 状態
        "states.forbidden": _(
            "この予約はいま「{old}」のため、その操作はできません。画面を開き直して、"
            "いまの状態をお確かめください。"
        ),
        "use.not_yet": _("利用日（{date}）になってから、利用の結果を記録してください。"),
        "undo.not_cancelled": _(
            "この予約は取り消されていないため、元に戻す必要はありません。予約の画面で、"
            "いまの状態をお確かめください。"
        ),
        "undo.by_hall": _("館が取り消した予約です。元に戻すには、窓口にご相談ください。"),
        "undo.too_late": _(
            "取消から{minutes}分が過ぎたため、元に戻せません。空いていれば、"
            "もう一度お申し込みください。"
        ),
        "undo.refunded": _("返還が済んでいるため、元に戻せません。もう一度お申し込みください。"),
        "change.nothing_left": _(
            "変更できる予約がありません（取り消したか、終わっています）。マイページで、"
            "予約の状態をお確かめください。"
        ),
        "change.too_late": _(
            "インターネットでの変更は、利用日（{date}）の{days}日前までです。窓口へお電話ください。"
        ),
        # 休止
        "blocks.dates": _("終わりの日は始まりの日以後、{most}日以内にしてください。"),
        "blocks.rooms": _("一つの館の施設と、利用区分を選んでください。"),
        "blocks.other_hall": _("{hall}の休止は、その館の職員が扱ってください。"),
        "blocks.decided": _(
            "この休止はすでに「{state}」です。画面を開き直して、いまの状態をお確かめください。"
        ),
        "blocks.not_manager": _(
            "重なる予約をまとめて取り消すのは、館責任者が行います。館責任者に頼むか、"
            "一件ずつ取り消してください。"
        ),
        "blocks.own": _(
            "休止は、起案した人とは別の人が承認します。ほかの館責任者か区職員に頼んでください。"
        ),
        # ログイン
        "links.unknown": _(
            "このリンクは使えません。番号が途中で切れていないか、お確かめください。"
            "「パスワードを忘れた方」から新しいリンクを受け取れます。"
        ),
        "links.used": _(
            "このリンクはすでに使われました。パスワードが分からないときは、"
            "「パスワードを忘れた方」から新しいリンクを受け取れます。"
        ),
        "links.expired": _(
            "このリンクの期限（{expires_at}）が過ぎました。"
            "「パスワードを忘れた方」から新しいリンクを受け取れます。"
        ),
        "identity.login_taken": _(
            "ログイン名「{login}」はすでに使われています。別のログイン名を入力してください。"
        ),
        "identity.own_account": _(
            "自分のアカウントは停止できません。ほかのシステム管理者に頼んでください。"
        ),
        "networks.invalid": _(
            "「{cidr}」はアドレスの範囲として読めません。192.0.2.0/24 のように入力してください。"
        ),
        "networks.listed": _("「{cidr}」はすでに登録されています。一覧を確かめてください。"),
        "networks.own": _(
            "「{cidr}」を削除すると、いまお使いの場所から入れなくなるため、削除できません。"
            "登録してあるほかの場所からログインして、削除してください。"
        ),
        # 点検
        "protection.month_runs": _(
            "この月はまだ終わっていません。翌月になってから確認してください。"
        ),
        "protection.signed": _(
            "この月の点検は、すでに確認されています。だれがいつ確認したかは、"
            "画面の「確認」の欄を見てください。"
        ),
        "protection.changed": _("気づきの数が変わりました。もう一度読んでから確認してください。"),
        "protection.note_needed": _("気づきがあるときは、確かめたことと対応を入力してください。"),
        # 文字
        "text.phone": _("電話番号は、市外局番から10桁か11桁の数字で入力してください。"),
        "text.characters": _(
            "使えない文字が入っています（{found}）。全角の文字で入力してください。"
        ),
        "text.too_long": _("{max}文字以内で入力してください（いま{length}文字）。"),
        "text.mail": _("メールアドレスの形を確かめてください（例：taro@example.jp）。"),
    }
    | MONEY
    | LOTTERY
    | EQUIPMENT
    | MACHINE
    | SAFETY
    | RULEBOOK
    | NOTICES
    | DAY
    | REPORTS
    | WAITING
)

_YEN = {"difference", "owed", "amount", "due", "tendered"}
_STATES = {"old", "new"}


def sentence(refusal: Refusal) -> str:
    """The sentence of one reason."""
    facts = {name: shown(name, value) for name, value in refusal.facts.items()}
    return str(SENTENCES[refusal.code]).format(**facts)


def sentences(refusal: Refusal) -> list[str]:
    """The sentences of all reasons, each once."""
    return list(dict.fromkeys(sentence(each) for each in reasons(refusal)))


def shown(name: str, value: Any) -> Any:
    """How a fact is written for a person: dates with weekday, yen, names of rooms and halls."""
    match value:
        case datetime():
            return written.date_and_time(value)
        case date() if name == "month":
            return written.month(value)
        case date():
            return written.date_and_weekday(value)
        case int() if name in _YEN:
            return written.yen(value)
        case str() if name in _STATES:
            return named(states.LABELS.get(value, value))  # type: ignore[call-overload]
        case str() if name in _NAMED:
            return _NAMED[name](value)
        case str() if name == "hall" and value in atlas().halls:
            return atlas().halls[value].name
        case list() | tuple() if value and all(isinstance(each, UseDay) for each in value):
            return use_names(value)
        case list() | tuple():
            return written.listed(str(shown("", each)) for each in value)
    return value


def room_name(key: str) -> str:
    """四谷区民ホール ホール."""
    room = atlas().rooms.get(key)
    return f"{atlas().halls[room.hall].name} {room.name}" if room else key


def slot_name(code: str) -> str:
    """午前, as the first hall that has such a slot calls it."""
    slots = [slot for room in atlas().rooms.values() for slot in room.slots]
    return next((slot.label for slot in slots if slot.code == code), code)


def use_name(use: UseDay) -> str:
    """四谷区民ホール ホール 2027年4月10日（土） 午前・午後."""
    room = atlas().room(use.room)
    slots = written.joined(room.slot(code).label for code in use.slots)
    return f"{room_name(use.room)} {written.date_and_weekday(use.date)} {slots}"


def use_names(uses: Iterable[UseDay]) -> str:
    """Several use days in one sentence."""
    return written.listed(use_name(use) for use in uses)


_NAMED = (
    {"room": room_name, "day_part": slot_name}
    | dict.fromkeys(("label", "reason", "reduction", "item", "unit"), stored.said)
    | dict.fromkeys(("stage", "before"), translate)
)
