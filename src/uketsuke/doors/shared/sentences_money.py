"""料金と入出金についての文: fees, bills, payments, refunds, papers."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

MONEY: dict[str, Promise] = {
    # 料金
    "quote.unknown_room": _("「{room}」の料金は、料金表にありません。"),
    "quote.unknown_slot": _("利用区分「{slot}」の料金は、料金表にありません。"),
    "quote.slots_empty": _("利用区分を一つ以上お選びください。"),
    "quote.unknown_reduction": _("減免の種類「{reduction}」は、料金表にありません。"),
    "quote.reduction_percent_needed": _("「{reduction}」の割合は、職員が決定します。"),
    "quote.unknown_equipment": _("附帯設備「{equipment}」は、料金表にありません。"),
    "quote.negative": _("数に負の値は使えません（{given}）。"),
    "quote.overtime_too_long": _("時間の超過は{max}時間までです。"),
    "quote.no_tariff": _("{as_of}に有効な料金表がありません。"),
    "refund.after_use": _("利用日（{date}）を過ぎているため、取り消せません。"),
    "refund.negative": _("支払額に負の値は使えません。"),
    "halls.unknown_room": _("「{room}」という施設はありません。"),
    "halls.unknown_slot": _("「{slot}」という利用区分はありません。"),
    # 料金表の版
    "tariffs.code_taken": _("版の記号「{given}」はすでに使われています。別の記号にしてください。"),
    "tariffs.unknown_version": _("料金表の版「{given}」はありません。"),
    "tariffs.past": _(
        "施行日（{date}）は明日より後の日にしてください。すでに決めた料金は変えられないためです。"
    ),
    "tariffs.not_after": _(
        "施行日は、公布済の「{label}」の施行日（{date}）より後の日にしてください。"
    ),
    "tariffs.not_draft": _(
        "この版は「{state}」なので、変更できません。写して新しい案をつくれます。"
    ),
    "tariffs.changed_meanwhile": _(
        "開いているあいだに、ほかの人がこの案を変更しました。入力した内容は残っています。"
        "別の画面でいまの案を確かめてから、もう一度保存してください。"
    ),
    "tariffs.not_proposed": _(
        "この版は「{state}」です。審査待ちの版だけを、公布または案に戻せます。"
    ),
    "tariffs.own": _("審査に出した人とは別の人が公布してください。"),
    "tariffs.copied": _(
        "「{given}」を写した版があるため、捨てられません。写した版を先に捨ててください。"
    ),
    "tariffs.double_fee": _(
        "{room}の{day_kind}・{day_part}の料金が二度あります。一つにしてください。"
    ),
    "tariffs.missing_fee": _("{room}の{day_kind}・{day_part}の料金がありません。"),
    "tariffs.unknown_room": _("「{given}」という施設はありません。"),
    "tariffs.unknown_slot": _("{room}に「{given}」という利用区分はありません。"),
    "tariffs.unknown_day_kind": _(
        "曜日「{given}」は読めません。weekday（平日）か holiday（土日休日）にしてください。"
    ),
    "tariffs.tiers_overlap": _(
        "入場料の区分が重なっているか、順番が逆です。上限の小さい順に、上限のない区分を最後にしてください。"
    ),
    "tariffs.tiers_hole": _(
        "入場料の区分に穴があります。最後に、上限のない区分（それを超えるもの）を置いてください。"
    ),
    "tariffs.double_step": _("還付の「{days}日前まで」が二度あります。一つにしてください。"),
    "tariffs.no_last_step": _("還付の表に、当日まで（0日前）の段がありません。加えてください。"),
    "tariffs.double_code": _("コード「{given}」が二度あります。一つにしてください。"),
    "tariffs.bad_code": _(
        "コード「{given}」は使えません。半角の英数字・ハイフン・下線で{most}文字以内にしてください。"
    ),
    "tariffs.bad_text": _(
        "名称や単位は、前後に空白を置かず、1文字以上{most}文字以内にしてください。"
    ),
    "tariffs.negative": _("負の数（{given}）は使えません。0以上にしてください。"),
    "tariffs.out_of_range": _("{given}は範囲の外です。{least}から{most}までにしてください。"),
    "tariffs.unknown_change_over": _(
        "切替の規則「{given}」は読めません。"
        "by_approval（承認の日）か by_use（利用の日）にしてください。"
    ),
    "tariffs.missing_row": _("「{what}」の行がありません。加えてください。"),
    "tariffs.unknown_kind": _(
        "種別「{given}」は読めません。書き出したファイルの種別のままにしてください。"
    ),
    "tariffs.unknown_row": _("「{given}」という項目はありません。"),
    "tariffs.formula": _(
        "「{given}」は表計算の式と読まれるため、取り込めません。先頭の記号を取るか、"
        "前に ' を付けてください。"
    ),
    "tariffs.no_number": _("数が入っていません。0のときも0と書いてください。"),
    "tariffs.not_a_number": _("「{given}」は数として読めません。9桁までの整数にしてください。"),
    "tariffs.not_a_date": _("「{given}」は日付として読めません（例：2027-04-01）。"),
    "tariffs.file_too_large": _("ファイルが大きすぎます（{most}KBまで）。"),
    "tariffs.file_too_long": _("行が多すぎます（{most}行まで）。"),
    "tariffs.file_encoding": _(
        "文字がUTF-8ではありません。「CSV UTF-8（コンマ区切り）」の形で保存してください。"
    ),
    "tariffs.file_heading": _(
        "見出しの行が違います。書き出したファイルの1行目のままにしてください。"
    ),
    "tariffs.file_columns": _("列の数が違います（{most}列のところ{given}列）。"),
    "tariffs.file_broken": _(
        "ここから先を読めません。引用符や括弧の閉じ忘れがないかお確かめください。"
    ),
    "tariffs.file_row": _("この項目は読めません。書き出したファイルの形のままにしてください。"),
    # 収納・還付
    "ledger.not_owed": _("お支払いいただく額は{owed}です（入力された額は{amount}）。"),
    "ledger.not_due": _("お返しする額は{due}です（入力された額は{amount}）。"),
    "till.too_little": _("お預かりした額（{tendered}）が、領収額（{amount}）に足りません。"),
    "till.not_approved": _("まだ承認されていないため、お支払いは受け取れません。"),
    "till.reference_needed": _(
        "現金のほかは、伝票番号を入力してください（銀行振込は、振込の受付番号）。"
    ),
    "till.no_reason": _("収納を取り消す理由を入力してください。利用者にお知らせします。"),
    "till.not_manager": _("収納の取消は、館責任者が行います。"),
    "till.not_payment": _("取り消せるのは、窓口で受け取った収納の記録だけです。"),
    "till.went_back": _("お返しが済んでいるため、この収納は取り消せません。"),
    "till.voided": _("この領収書の収納は取り消されたため、印刷できません。"),
    "refunds.changed": _(
        "お返しする額が変わりました（いま{due}）。額を確かめて、もう一度決定してください。"
    ),
    "refunds.over": _("この還付はすでに「{state}」です。"),
    "extras.not_approved": _(
        "この予約は「{old}」のため、附帯設備や超過の請求はできません。承認した予約で行ってください。"
    ),
    # 銀行振込
    "bank.no_number": _("振込人の名前から予約番号を読み取れません。名前や額から探してください。"),
    "bank.unknown_number": _("その番号の予約がありません。番号の書き誤りかもしれません。"),
    "bank.several_numbers": _(
        "予約番号が二つ以上あります。額を確かめて、どの予約か選んでください。"
    ),
    "bank.over": _(
        "その予約は取消や失効などで終わっています。消し込むと、お返しする手続きに回ります。"
    ),
    "bank.nothing_owed": _(
        "その予約は支払いが済んでいます。二重の振込なら、消し込むとお返しする手続きに回ります。"
    ),
    "bank.too_little": _(
        "お支払いいただく額に足りません。消し込むと一部の収納になります。利用者にお知らせください。"
    ),
    "bank.too_much": _(
        "お支払いいただく額より多い振込です。消し込むと、多い分はお返しする手続きに回ります。"
    ),
    "bank.not_approved": _(
        "その予約はまだ承認されていません。番号の書き誤りでないか確かめてください。承認した後に消し込めます。"
    ),
    "bank.taken_back": _(
        "銀行がこの振込を取り消しました（入金はありません）。消し込んだ後なら、館責任者が消込を取り消してから、"
        "返金・取消の扱いにしてください。"
    ),
    "bank.maybe_taken_back": _(
        "同じ振込人・同じ額の振込を、銀行が取り消した記録があります。銀行に確かめてから決めてください。"
    ),
    "bank.undone": _(
        "消込などを取り消した入金です。振込人の名前は消えています。通帳などで確かめて決めてください。"
    ),
    "bank.decided": _("この入金はすでに「{state}」です。"),
    "bank.not_decided": _("この入金はまだ消し込んでいないため、取り消すものがありません。"),
    "bank.not_manager": _("消込の取消は、館責任者が行います。"),
    "bank.other_account": _(
        "これまでと違う口座のファイルです。この口座で間違いなければ、「初めての口座」にチェックを入れて、"
        "もう一度ファイルを選んでください。何も記録していません。"
    ),
    "bank.no_reason": _("理由を入力してください。記録に残ります。"),
    # オンライン決済
    "online.nothing_owed": _("いまお支払いいただくものはありません。"),
    "online.other_form": _(
        "この画面は古くなっています。予約のページから、もう一度お進みください。"
    ),
    "online.too_little": _(
        "オンラインでのお支払いは{amount}からです。ホールの窓口でお支払いください。"
    ),
    "online.no_card": _(
        "カードでのお支払いが見当たらないため、オンラインでは返せません。"
        "コンビニでのお支払いは、現金か銀行振込でお返しください。"
    ),
    # 減免
    "reductions.one": _(
        "この予約には、すでに「{label}」の減免申請があります。先に取り下げると、申請し直せます。"
    ),
    "reductions.no_evidence": _(
        "減免の理由を示す書類を入力してください（例：区の後援承認通知書）。"
    ),
    "reductions.decided": _("この減免申請はすでに「{state}」です。"),
    "reductions.not_yours": _(
        "減免を決めるのは、あなたの役割ではありません。決める人にお回しください。"
    ),
    "reductions.no_reason": _("理由を入力してください。申請した方にお知らせします。"),
    "reductions.not_standing": _("この予約は「{old}」のため、減免の申請や決定はできません。"),
    "reductions.too_late": _("利用日（{date}）を過ぎているため、減免の申請や決定はできません。"),
    "reductions.certificate_over": _(
        "期限（{date}）が過ぎています。今日より後の日にしてください。"
    ),
    # 利用日の変更
    "move.not_staff": _("利用日の変更は、窓口で承ります。"),
    "move.not_standing": _("この予約は「{old}」のため、利用日を変えられません。"),
    "move.other_hall": _("ほかの館へは変えられません。取り消して、申し込み直してください。"),
    # 日締め
    "close.other_hall": _("{hall}の日締めは、その館の職員が行ってください。"),
    "close.future": _("{date}はまだ来ていません。今日か、前の日を締めてください。"),
    "close.closed": _("{hall}の{date}は、すでに締められています。"),
    "close.just_closed": _(
        "{date}の日締めが行われました。お手数ですが、もう一度操作してください。"
    ),
    "close.bad_count": _("枚数は0から{most}までの数で入力してください。"),
    "close.difference": _(
        "数えた現金と記録の差が{difference}あります。数え直すか、理由を入力して締めてください。"
    ),
    # 紙
    "papers.not_approved": _("この予約は「{old}」のため、利用承認書はありません。"),
}
