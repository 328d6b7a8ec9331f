"""規則の変更についての文: figures that are out of bounds or do not fit, and who decides."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

RULEBOOK: dict[str, Promise] = {
    "rulebook.not_yours": _(
        "規則を変えられるのは、館責任者と区職員です。変えたいときは、その人に相談してください。"
    ),
    "rulebook.one_hall": _(
        "規則はすべての館に共通です。一つの館の館責任者は変えられません。"
        "全館の館責任者か区職員に相談してください。"
    ),
    "rulebook.past": _(
        "{date}は、もう始まっています。規則は、明日からの日を決めて変えます。"
        "日を選び直してください。"
    ),
    "rulebook.incomplete": _(
        "「{label}」の数字がそろっていません。画面を開き直して、もう一度入力してください。"
    ),
    "rulebook.bounds": _("「{label}」は、{least}から{most}までで入力してください。"),
    "rulebook.choice": _("「{label}」は、一覧から選んでください。"),
    "rulebook.time": _("「{label}」は、時刻で入力してください（例：19:00）。"),
    "rulebook.pair": _(
        "「{lower}」（{low}）は、「{upper}」（{high}）{how}にしてください。どちらかを直してください。"
    ),
    "rulebook.unfit": _("この数字は、組み合わせて使えません（{why}）。数字を見直してください。"),
    "rulebook.same": _(
        "{date}の規則と同じです。変えるところがあれば直してください。なければ起案は要りません。"
    ),
    "rulebook.waiting": _(
        "「{label}」の変更案が、すでに承認を待っています。承認か取下げのあとで起案してください。"
    ),
    "rulebook.decided": _("この変更案は、すでに{state}になっています。画面を開き直してください。"),
    "rulebook.same_person": _(
        "規則の変更は、起案した人とは別の人が承認します。ほかの館責任者か区職員に頼んでください。"
    ),
    "rulebook.too_late": _(
        "始まりの日（{date}）が来ました。この案は取り下げて、明日からの日で起案し直してください。"
    ),
    "rulebook.meanwhile": _(
        "起案のあとで、{date}の規則が変わりました。"
        "この案は取り下げて、いまの数字から起案し直してください。"
    ),
}
