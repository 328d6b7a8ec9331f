"""附帯設備・楽屋と打合せについての文."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

EQUIPMENT: dict[str, Promise] = {
    "equipment.short": _(
        "{item}の残りは、その日時では{left}{unit}です。数を減らすか、ほかの品をお選びください。"
    ),
    "equipment.not_here": _(
        "この施設ではお貸ししていない品か、いまはお貸しできない品が入っています。"
        "画面を開き直して、一覧からお選びください。"
    ),
    "equipment.decided": _(
        "{item}は、ホールがすでに数を決めました。変えるときは、ホールの窓口へご連絡ください。"
    ),
    "equipment.not_standing": _(
        "この予約は「{old}」のため、附帯設備・楽屋の申込は変えられません。"
    ),
    "equipment.too_late": _(
        "インターネットでの申込は{last}（利用日の{days}日前）で終わりました。ホールの窓口へお電話ください。"
    ),
    "equipment.too_late_counter": _("附帯設備・楽屋の申込は{last}で終わりました。"),
    "equipment.reason": _("{item}を希望より少なくするときは、理由を入力してください。"),
    "equipment.not_staff": _("貸す数を決めるのは職員です。"),
    "equipment.no_rules": _(
        "附帯設備の申込の期限が登録されていません。館責任者が「規則」の画面で登録してください。"
    ),
    "equipment.not_manager": _("設備の台帳は、館責任者が変えます。館責任者に頼んでください。"),
    "equipment.other_hall": _("ほかの館の設備は変えられません。"),
    "equipment.code": _(
        "記号 {thing} は、この館のほかの品がすでに使っています。別の記号にしてください。"
    ),
    "equipment.rooms": _("いっしょに貸す施設を、その館のホールから一つ以上選んでください。"),
    "equipment.past": _("過ぎた日からは変えられません。今日以降の日を入力してください。"),
    "equipment.dates": _("終わりの日は、始まりの日と今日より前にできません。"),
    "equipment.is_room": _("{item}は部屋です。使えない日は、休止の画面で登録してください。"),
    "equipment.promised": _(
        "{item}は、{days}にすでにこれより多く約束しています。"
        "先にその日の予約の数を減らすか、「足りない分を減らしてお知らせする」を選んでください。"
    ),
    # 打合せ
    "meetings.taken": _(
        "{when}の打合せは、先にほかの方が予約しました。ほかの日時を選んでください。"
    ),
    "meetings.not_offered": _(
        "この日時の打合せはお受けしていません。一覧から、ほかの日時を選んでください。"
    ),
    "meetings.not_standing": _("この予約は「{old}」のため、打合せはできません。"),
    "meetings.not_needed": _("{room}の利用には、打合せは要りません。"),
    "meetings.held": _("この打合せは済んでいるため、取りやめられません。"),
    "meetings.gone": _("この打合せは取りやめになっています。日時を選び直してください。"),
    "meetings.not_yet": _("打合せの日（{date}）になってから、済みにしてください。"),
    "meetings.changed": _(
        "開いているあいだに、ほかの人がこの打合せ票を変えました。入力した内容は残っています。"
        "別の画面でいまの内容を確かめてから、開き直して入力してください。"
    ),
    "meetings.agreed": _(
        "打合せ票は、打合せで決まっています。変えるときは、ホールの窓口へご連絡ください。"
    ),
    "meetings.order": _(
        "「{stage}」の時刻が、「{before}」より前になっています。時刻を確かめてください。"
    ),
    "meetings.hours": _(
        "「{stage}」の時刻が、利用時間（{times}）の外です。利用時間の中で入力してください。"
    ),
    "meetings.not_manager": _("打合せの枠は、館責任者が決めます。館責任者に頼んでください。"),
    "meetings.other_hall": _("ほかの館の打合せの枠は変えられません。"),
    "meetings.past": _("過ぎた日からは変えられません。今日以降の日を入力してください。"),
    "meetings.span": _(
        "始まりから終わりまでに、1回分の時間が入りません。時刻か1回の分数を直してください。"
    ),
    "meetings.days": _("「何日前から」は、「何日前まで」より大きい数にしてください。"),
    "meetings.overlaps": _(
        "同じ曜日の、ほかの枠と時間が重なっています。先にその枠を終えるか、時刻を変えてください。"
    ),
}
