"""空き待ちについての文: cells on their way to somebody, the waiting list, saved searches."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

WAITING: dict[str, Promise] = {
    "cells.passing": _(
        "{uses}は、いま申し込めません（{reason}）。"
        "空き待ちに入ると、順番が来たときにお知らせします。"
        "お急ぎのときは、ほかの日時をお選びください。"
    ),
    "blocks.passing": _(
        "この枠は「{reason}」のため、手では終えられません。"
        "順番のご案内が済むと自動で空きになりますので、お待ちください。"
    ),
    "waiting.free": _(
        "{uses}は、いま空いています。空き待ちではなく、すぐにお申し込みいただけます。"
    ),
    "waiting.mine": _("{uses}は、あなたの団体がすでに使っています。ほかの枠をお選びください。"),
    "waiting.typing": _(
        "{uses}は、ほかの方が入力中です。{minutes}分ほどたってから、空き状況をもう一度ご覧ください。"
    ),
    "waiting.announced": _(
        "{uses}は、先着順で受け付ける時刻をお知らせしています。その時刻にお申し込みください。"
    ),
    "waiting.twice": _("{uses}の空き待ちには、すでに入っています。マイページをご覧ください。"),
    "waiting.most": _(
        "空き待ちは、1団体{most}件までです。待つ必要がなくなったものを取り下げると、入れます。"
    ),
    "waiting.offer_over": _(
        "このご案内は終わっています（期限 {until}）。次の方にご案内するため、"
        "お申込みを受けられません。まだご希望のときは、もう一度、空き待ちにお入りください。"
    ),
    "searches.most": _(
        "保存できる条件は、1団体{most}件までです。使わない条件を消すと、保存できます。"
    ),
    "searches.past": _("探す期間（{last}まで）が過ぎています。これからの日を入力してください。"),
}
