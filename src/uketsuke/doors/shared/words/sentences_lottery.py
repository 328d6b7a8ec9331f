"""抽選についての文: entering, drawing, winning."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

LOTTERY: dict[str, Promise] = {
    # 抽選
    "lottery.no_rules": _(
        "{on}の抽選の決まりが登録されていないため、抽選を行えません。"
        "ホールの窓口へお問い合わせください。"
    ),
    "lottery.not_yet": _(
        "この抽選の受付は、{opens}に始まります。始まってから、お申し込みください。"
    ),
    "lottery.closed": _(
        "この抽選の受付は、{until}に終わりました（受付システムの時計で{now}）。残った枠は、"
        "抽選のあと先着順で申し込めます。"
    ),
    "lottery.residents_only": _(
        "{month}利用分のこの抽選には、区民（区民から委任された方を含みます）だけが申し込めます。"
        "区民以外の方の抽選をお待ちください。"
    ),
    "lottery.no_wish": _("希望が選ばれていません。第1希望からお選びください。"),
    "lottery.too_many_wishes": _("希望は{most}つまでです（いま{wishes}つ）。減らしてください。"),
    "lottery.no_slot": _("{room}の{date}の利用区分を、一つ以上お選びください。"),
    "lottery.twice": _(
        "{room}の{date}の同じ希望が二度あります。どちらかを変えるか、消してください。"
    ),
    "lottery.not_offered": _(
        "{room}の{date}（{slots}）は、この抽選の対象ではありません（休館、休止、または予約済）。"
        "ほかの日時をお選びください。"
    ),
    "lottery.across_halls": _(
        "一つの申込の希望は、一つの館の中からお選びください。ほかの館は、別の申込にしてください。"
    ),
    "lottery.entries": _(
        "{hall}への申込は、1回の抽選で1団体{most}件までです。先の申込を変更するか、取り下げてください。"
    ),
    "lottery.cap": _(
        "{hall}の{month}の利用は1団体{most}日までで、すでに{days}日の予約があります。"
        "ほかの館か、ほかの月の抽選をご利用ください。"
    ),
    "lottery.withdrawn": _(
        "受付番号{receipt}の申込は、取り下げられています。新しく申し込んでください。"
    ),
    "lottery.bad_day": _(
        "{date}には変えられません。これからの日で、利用する月（{month}）より前の日にしてください。"
    ),
    "lottery.no_reason": _("理由を入力してください。申し込んだ方にお知らせします。"),
    "lottery.frozen": _(
        "名簿はすでに確定しているため、変えられません。このあとの進み方は、"
        "抽選のページをご覧ください。"
    ),
    "lottery.no_party": _("この組は変わりました。画面を開き直して、残す申込を選んでください。"),
    "lottery.still_open": _("受付は{until}までです。締切のあとに、名簿を確定してください。"),
    "lottery.undecided": _(
        "同じ方によると思われる申込が{parties}組、まだ判断されていません。先に判断してください。"
    ),
    "lottery.not_frozen": _(
        "名簿がまだ確定していないため、抽選できません。先に名簿を確定してください。"
    ),
    "lottery.no_public_value": _("公開の値（さいころの目など）を、200文字以内で入力してください。"),
    "lottery.drawn": _(
        "この抽選はすでに行われました。やり直すときは、理由を書いて再抽選を起案し、"
        "別の人に行ってもらってください。"
    ),
    "lottery.not_drawn": _("抽選はまだ行われていません。先に、抽選会の画面で抽選してください。"),
    "lottery.not_proposed": _(
        "再抽選は、まだ起案されていません。先に、理由を書いて起案してください。"
    ),
    "lottery.same_person": _("再抽選は、起案した人とは別の人が行ってください。"),
    "lottery.settled": _(
        "結果はすでに確定し、お知らせしているため、再抽選はできません。当選した枠のことは、"
        "一件ずつ予約の画面で扱ってください。"
    ),
    "lottery.nothing_won": _(
        "この申込には、確認する当選がありません。抽選の結果は、"
        "マイページの抽選の申込でご覧ください。"
    ),
    "lottery.too_late_to_confirm": _(
        "当選の確認の期限（{until}）が過ぎたか、予約が取り消されています。窓口へお尋ねください。"
    ),
    "lottery.months": _(
        "終わりの月（{last}）が始まりの月（{first}）より前です。月を選び直してください。"
    ),
}
