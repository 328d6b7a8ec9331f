"""装置についての文: what whoever runs the machine is told."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

MACHINE: dict[str, Promise] = {
    "identity.begun": _(
        "システム管理者がすでにいます。ほかの職員は、その人が画面「職員」から登録してください。"
    ),
    "outages.order": _("終わりは、始まりより後の時刻にしてください。"),
    "outages.future": _("終わりの時刻が、いまより後です。戻ってから書いてください。"),
    "outages.short": _(
        "{minutes}分に満たない停止では、期限は延びません。始まりと終わりの時刻を確かめてください。"
    ),
    "outages.same_person": _(
        "停止は、書いた人とは別の人が確認します。ほかの職員に頼んでください。"
    ),
    "outages.decided": _(
        "この停止は、すでに確認されたか取り下げられています。画面を開き直して、"
        "いまの状態をお確かめください。"
    ),
}
