"""統計と報告についての文."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

REPORTS: dict[str, Promise] = {
    "report.no_hall": _("その館はありません。館を選び直してください。"),
    "report.no_month": _(
        "「{written}」という月はありません。2027年4月なら 2027-04 のように書いてください。"
    ),
    "report.no_year": _("その年度の統計はありません。{first}年度から{last}年度までを選べます。"),
    "report.backwards": _(
        "終わりの月は、始めの月か、それよりあとの月にしてください（{most}か月までです）。"
    ),
    "report.not_over": _(
        "{month}は、まだ終わっていません。月次報告は、月が終わってから出せます。"
        "途中の数は、統計の画面で見られます。"
    ),
    "report.other_hall": _("月次報告は、ご自分の館の分だけ出せます。"),
    "report.no_reason": _(
        "前に出した報告と違う数があります。違う理由を書いて、訂正の報告として出してください。"
    ),
}
