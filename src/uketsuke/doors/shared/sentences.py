"""断りの言葉: one sentence for each reason to refuse: what happened, why, what to do instead."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from uketsuke.bookings import states
from uketsuke.bookings.reception import UseDay
from uketsuke.doors.shared.sentences_reports import REPORTS
from uketsuke.doors.shared.sentences_safety import SAFETY
from uketsuke.halls.queries import atlas
from uketsuke.kernel.calendar import date_ja
from uketsuke.kernel.clock import TOKYO
from uketsuke.kernel.refusals import Refusal, reasons
from uketsuke.kernel.yen import yen

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
        "reception.twice": _("{room}の{date}が二度選ばれています。1つにまとめてください。"),
        "reception.counter_only": _(
            "{room}はウェブでは申し込めません。ホールの申込と合わせて、窓口でお申し込みください。"
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
            "利用停止中のため、新しい申込はできません。くわしくは窓口にお尋ねください。"
            "すでにある予約はそのままです。"
        ),
        "reception.registration_lapsed": _(
            "利用者登録の有効期限（{valid_until}）が過ぎています。窓口で更新すると、申し込めます。"
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
        "reception.no_rules": _("{on}の受付規則が登録されていません。館にお問い合わせください。"),
        "cancel.not_staff": _("館の都合による取消は、職員が行います。"),
        # 途中の申込
        "drafts.no_more": _(
            "枠の確保は、これ以上延長できません（{expires_at}まで）。お早めに申込を終えてください。"
        ),
        # 状態
        "states.forbidden": _("この予約は「{old}」の状態なので、その操作はできません。"),
        "use.not_yet": _("利用日（{date}）になってから、利用の結果を記録してください。"),
        "undo.not_cancelled": _("この予約は取り消されていません。"),
        "undo.by_hall": _("館が取り消した予約です。元に戻すには、窓口にご相談ください。"),
        "undo.too_late": _(
            "取消から{minutes}分が過ぎたため、元に戻せません。空いていれば、もう一度お申し込みください。"
        ),
        "undo.refunded": _("返還が済んでいるため、元に戻せません。もう一度お申し込みください。"),
        "change.nothing_left": _("変更できる予約がありません。"),
        "change.too_late": _(
            "ウェブでの変更は、利用日（{date}）の{days}日前までです。窓口へお電話ください。"
        ),
        # 料金
        "quote.unknown_room": _("「{room}」の料金は、料金表にありません。"),
        "quote.unknown_slot": _("利用区分「{slot}」の料金は、料金表にありません。"),
        "quote.slots_empty": _("利用区分を1つ以上お選びください。"),
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
        "tariffs.code_taken": _(
            "版の記号「{given}」はすでに使われています。別の記号にしてください。"
        ),
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
            "{room}の{day_kind}・{day_part}の料金が二度あります。1つにしてください。"
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
        "tariffs.double_step": _("還付の「{days}日前まで」が二度あります。1つにしてください。"),
        "tariffs.no_last_step": _(
            "還付の表に、当日まで（0日前）の段がありません。加えてください。"
        ),
        "tariffs.double_code": _("コード「{given}」が二度あります。1つにしてください。"),
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
        "tariffs.not_a_date": _("「{given}」は日付として読めません（例 2027-04-01）。"),
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
        "bank.no_number": _(
            "振込人の名前から予約番号を読み取れません。名前や額から探してください。"
        ),
        "bank.unknown_number": _("その番号の予約がありません。番号の書き誤りかもしれません。"),
        "bank.several_numbers": _(
            "予約番号が2つ以上あります。額を確かめて、どの予約か選んでください。"
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
            "減免の理由を示す書類を入力してください（例 区の後援承認通知書）。"
        ),
        "reductions.decided": _("この減免申請はすでに「{state}」です。"),
        "reductions.not_yours": _(
            "減免を決めるのは、あなたの役割ではありません。決める人にお回しください。"
        ),
        "reductions.no_reason": _("理由を入力してください。申請した方にお知らせします。"),
        "reductions.not_standing": _("この予約は「{old}」のため、減免の申請や決定はできません。"),
        "reductions.too_late": _(
            "利用日（{date}）を過ぎているため、減免の申請や決定はできません。"
        ),
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
        # 休止
        "blocks.dates": _("終わりの日は始まりの日以後、{most}日以内にしてください。"),
        "blocks.rooms": _("1つの館の施設と、利用区分を選んでください。"),
        "blocks.other_hall": _("{hall}の休止は、その館の職員が扱ってください。"),
        "blocks.decided": _("この休止はすでに「{state}」です。"),
        "blocks.not_manager": _("重なる予約をまとめて取り消すのは、館責任者が行います。"),
        "blocks.own": _("起案した人とは別の人が承認してください。"),
        # 利用者登録
        "registration.change_open": _(
            "先に出された変更申請を確認しています。取り下げると、新しく申請できます。"
        ),
        "registration.decided": _("この申請はすでに「{state}」です。"),
        "registration.papers": _("区民・委任者の認定には、確認した書類を選んでください。"),
        "registration.dates": _(
            "書類を確認した日と区分の始まりは今日以前、区分の期限はそれより後にしてください。"
            "先の日から始まる委任は、その日になってから認定してください。"
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
        "identity.login_taken": _("ログイン名「{login}」はすでに使われています。"),
        "identity.own_account": _("自分のアカウントは停止できません。"),
        "networks.invalid": _("「{cidr}」はアドレスの範囲として読めません（例 192.0.2.0/24）。"),
        "networks.listed": _("「{cidr}」はすでに登録されています。"),
        "networks.own": _(
            "「{cidr}」を削除すると、いまお使いの場所から入れなくなるため、削除できません。"
        ),
        # 抽選
        "lottery.no_rules": _("{on}の抽選規則が登録されていません。館にお問い合わせください。"),
        "lottery.not_yet": _("この抽選の受付は、{opens}に始まります。"),
        "lottery.closed": _(
            "この抽選の受付は、{until}に終わりました（サーバーの時計で{now}）。"
            "残った枠は、抽選のあと先着順で申し込めます。"
        ),
        "lottery.residents_only": _(
            "{month}利用分のこの抽選には、区民（区民から委任された方を含みます）だけが申し込めます。"
            "区民以外の方の抽選をお待ちください。"
        ),
        "lottery.no_wish": _("希望が選ばれていません。第1希望からお選びください。"),
        "lottery.too_many_wishes": _(
            "希望は{most}つまでです（いま{wishes}つ）。減らしてください。"
        ),
        "lottery.no_slot": _("{room}の{date}の利用区分を、1つ以上お選びください。"),
        "lottery.twice": _(
            "{room}の{date}の同じ希望が二度あります。どちらかを変えるか、消してください。"
        ),
        "lottery.not_offered": _(
            "{room}の{date}（{slots}）は、この抽選の対象ではありません（休館、休止、または予約済）。"
            "ほかの日時をお選びください。"
        ),
        "lottery.across_halls": _(
            "1つの申込の希望は、1つの館の中からお選びください。ほかの館は、別の申込にしてください。"
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
        "lottery.frozen": _("名簿はすでに確定しています。変えることはできません。"),
        "lottery.no_party": _("この組は変わりました。画面を開き直して、残す申込を選んでください。"),
        "lottery.still_open": _("受付は{until}までです。締切のあとに、名簿を確定してください。"),
        "lottery.undecided": _(
            "同じ方によると思われる申込が{parties}組、まだ判断されていません。先に判断してください。"
        ),
        "lottery.not_frozen": _("先に名簿を確定してください。"),
        "lottery.no_public_value": _(
            "公開の値（さいころの目など）を、200文字以内で入力してください。"
        ),
        "lottery.drawn": _(
            "この抽選はすでに行われました。やり直すには、理由を書いて再抽選を起案し、別の人が行います。"
        ),
        "lottery.not_drawn": _("抽選はまだ行われていません。"),
        "lottery.not_proposed": _("先に、理由を書いて再抽選を起案してください。"),
        "lottery.same_person": _("再抽選は、起案した人とは別の人が行ってください。"),
        "lottery.settled": _("結果はすでに確定しています。再抽選はできません。"),
        "lottery.nothing_won": _("この申込には、確認する当選がありません。"),
        "lottery.too_late_to_confirm": _(
            "当選の確認の期限（{until}）が過ぎたか、予約が取り消されています。窓口へお尋ねください。"
        ),
        "lottery.months": _("終わりの月（{last}）が始まりの月（{first}）より前です。"),
        # 点検
        "protection.month_runs": _(
            "この月はまだ終わっていません。翌月になってから確認してください。"
        ),
        "protection.signed": _("この月の点検は、すでに確認されています。"),
        "protection.changed": _("気づきの数が変わりました。もう一度読んでから確認してください。"),
        "protection.note_needed": _("気づきがあるときは、確かめたことと対応を入力してください。"),
        # 文字
        "text.phone": _("電話番号は、市外局番から10桁か11桁の数字で入力してください。"),
        "text.characters": _(
            "使えない文字が入っています（{found}）。全角の文字で入力してください。"
        ),
        "text.too_long": _("{max}文字以内で入力してください（いま{length}文字）。"),
        "text.mail": _("メールアドレスの形を確かめてください（例 taro@example.jp）。"),
    }
    | SAFETY
    | REPORTS
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
            local = value.astimezone(TOKYO)
            return f"{date_ja(local.date())}{local:%H:%M}"
        case date() if name == "month":
            return f"{value.year}年{value.month}月"
        case date():
            return date_ja(value)
        case int() if name in _YEN:
            return yen(value)
        case str() if name in _STATES:
            return states.LABELS.get(value, value)  # type: ignore[call-overload]
        case str() if name in _NAMED:
            return _NAMED[name](value)
        case str() if name == "hall" and value in atlas().halls:
            return atlas().halls[value].name
        case list() | tuple() if value and all(isinstance(each, UseDay) for each in value):
            return use_names(value)
        case list() | tuple():
            return "、".join(str(each) for each in value)
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
    slots = "・".join(room.slot(code).label for code in use.slots)
    return f"{room_name(use.room)} {date_ja(use.date)} {slots}"


def use_names(uses: Iterable[UseDay]) -> str:
    """Several use days in one sentence."""
    return "、".join(use_name(use) for use in uses)


_NAMED = {"room": room_name, "day_part": slot_name}
