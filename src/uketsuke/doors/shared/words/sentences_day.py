"""当日についての文: what the office writes down about a day."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

DAY: dict[str, Promise] = {
    "day.another_hall": _(
        "{hall}の当日の記録は、その館の職員が付けます。ご自分の館の画面で記録してください。"
    ),
    "day.another_day": _(
        "{written} は、この予約の利用日時から離れすぎています。時刻を確かめてください。"
    ),
    "day.changed": _(
        "この記録は、この画面を開いたあとに {by} が変えました。"
        "いまの記録を表示しています。確かめてから、もう一度操作してください。"
    ),
    "day.future": _("{written} は、まだ来ていない時刻です。時刻を確かめてください。"),
    "day.has_come": _(
        "{arrived} に入館の記録があるため、無断不使用にできません。"
        "入館が間違いなら、先に入館を取り消してください。"
    ),
    "day.left_before": _("退館（{left}）が入館（{arrived}）より前です。時刻を確かめてください。"),
    "day.not_arrived": _("入館の記録がありません。先に入館の時刻を記録してください。"),
    "day.not_standing": _(
        "この予約はいま「{old}」のため、当日の記録を付けられません。"
        "結果が間違いなら、先に結果を取り消してください。"
    ),
    "day.too_early": _(
        "無断不使用は、利用の始まりから{minutes}分後（{since}）から記録できます。"
        "それまでは、団体にお電話で確かめてください。"
    ),
    "day.too_late": _(
        "利用日から{days}日を過ぎたため、当日の記録はもう直せません。館責任者にご相談ください。"
    ),
    "day.when": _("{date} の記録を後から付けるときは、時刻を入力してください。"),
}
