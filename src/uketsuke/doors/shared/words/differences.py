"""記録の相違を言葉に: one sentence for each way in which a public lottery record fails.

The page that checks in the browser gets the same sentences, with the places to fill in.
"""

from typing import Any

from django.utils.translation import gettext_lazy as _

from uketsuke.lottery.verify import Difference

SENTENCES: dict[str, Any] = {
    "not_utf8": _("UTF-8 の文章ではありません（{where}バイト目）。"),
    "not_json": _("JSON として読めません（{where} {found}）。"),
    "field_twice": _("同じ項目（{found}）が二度書かれています。"),
    "not_a_number": _("数として読めないもの（{found}）があります。"),
    "too_deep": _("入れ子が深すぎます。抽選の記録ではありません。"),
    "too_much": _(
        "申込が多く、この画面では確かめきれません。uketsuke lottery verify をお使いください。"
    ),
    "type": _("{where} の形が違います（正しい形：{expected}、記録：{found}）。"),
    "format": _("記録の形式が違います（正しい形式：{expected}、記録：{found}）。"),
    "missing": _("{where} がありません。"),
    "unknown_field": _("{where} は、記録にない項目です。"),
    "text": _("{where} に、使えない文字があります（{found}）。"),
    "empty_public_value": _("public_value（公開の値）が空です。"),
    "secret": _("secret が、16進数64桁ではありません（{found}）。"),
    "number": _("{where} の数が範囲の外です（範囲：{expected}、記録：{found}）。"),
    "cell": _("{where} が、枠の書き方ではありません（{found}）。"),
    "receipt": _("{where} が、受付番号の書き方ではありません（{found}）。"),
    "duplicate_cell": _("{where} の枠（{found}）が、二度書かれています。"),
    "duplicate_receipt": _("{where} の受付番号（{found}）が、二度書かれています。"),
    "unsorted": _("{where}（{found}）が、順に並んでいません。"),
    "group": _("{where} が、16進数16桁ではありません（{found}）。"),
    "no_wish": _("{where} に、希望が一つもありません。"),
    "empty_wish": _("{where} に、枠が一つもありません。"),
    "unknown_cell": _("{where} の枠（{found}）は、抽選の対象にありません。"),
    "cell_twice": _("{where} の枠（{found}）が、一つの希望に二度あります。"),
    "hall": _("{where} が、館の書き方ではありません（{found}）。"),
    "commitment": _(
        "commitment が、secret の SHA-256 と一致しません（正しい値：{expected}、記録：{found}）。"
    ),
    "entries_digest": _(
        "entries_digest が、申込の一覧と一致しません（正しい値：{expected}、記録：{found}）。"
    ),
    "order": _("{where} の順番が違います（正しい値：{expected}、記録：{found}）。"),
    "results": _("{where} の結果が違います（正しい値：{expected}、記録：{found}）。"),
}


def sentence(difference: Difference) -> str:
    """What differs first, in one sentence."""
    words = str(SENTENCES[difference.code])
    return words.format(
        where=difference.where or _("記録の全体"),
        expected=difference.expected or _("なし"),
        found=difference.found or _("なし"),
    )
