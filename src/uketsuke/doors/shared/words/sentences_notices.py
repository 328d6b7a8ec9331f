"""お知らせと登録の期限についての文."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

NOTICES: dict[str, Promise] = {
    # 利用者登録
    "registration.change_open": _(
        "先に出された変更や更新の申請を確認しています。お待ちいただくか、先の申請を取り下げてから、"
        "新しく申請してください。"
    ),
    "registration.decided": _(
        "この申請はすでに「{state}」です。画面を開き直して、いまの状態をお確かめください。"
    ),
    "registration.papers": _("区民・委任者の認定には、確認した書類を選んでください。"),
    "registration.dates": _(
        "書類を確認した日と区分の始まりは今日以前、区分の期限はそれより後にしてください。"
        "先の日から始まる委任は、その日になってから認定してください。"
    ),
    "registration.no_rules": _(
        "{on}の登録の有効期間の決まりがありません。システム管理者に知らせてください。"
    ),
    "registration.renew_early": _(
        "登録の有効期限（{until}）まで、まだ間があります。更新は{opens}からできます。"
    ),
    "wording.kind": _(
        "この文章は、ログインの案内など安全に関わるため、画面からは変えられません。"
        "変える必要があるときは、システム管理者に相談してください。"
    ),
    "wording.empty": _("{part}が空です。入力するか、既定の文章に戻してください。"),
    "wording.long": _("{part}は{most}文字以内にしてください（いま{length}文字）。"),
    "wording.tag": _(
        "{part}の{line}行目「{words}」に、使えない書き方（波かっこ二つなど）があります。"
        "差し込みは {{金額}} のように、一つの波かっこで囲んでください。"
    ),
    "wording.brace": _(
        "{part}の{line}行目「{words}」の波かっこが、開いたまま、または余っています。"
        "{{ と }} を一つずつ、組にしてください。"
    ),
    "wording.unknown": _(
        "{part}の{line}行目の「{words}」という差し込みはありません。"
        "「差し込み」の一覧にある名前を使ってください。"
    ),
    "wording.only_asked": _(
        "{part}の{line}行目の「{words}」は、値のない条件です。"
        "「…のとき」「…でないとき」をつけて、行の初めに書いてください。"
    ),
    "wording.not_first": _(
        "{part}の{line}行目の「{words}」は、行の初めに書いてください。条件は一行ごとに効きます。"
    ),
    "wording.missing": _(
        "{names}がありません。受け取る方に必要なことですので、本文か件名に入れてください。"
    ),
    "letters.nothing": _(
        "印刷を待っている通知書は、いまありません。メールのない方へのお知らせができてから、"
        "印刷してください。"
    ),
    "letters.no_envelope": _(
        "使う封筒が決まっていないため、印刷できません。館責任者に、"
        "「封筒」の欄で決めるよう頼んでください。"
    ),
    "letters.envelope": _(
        "この寸法では、宛名が窓からいつも見えるようには置けません。"
        "封筒は210×99mmより大きく、窓は封筒の内側に、遊びを引いて幅50mm・高さ18mm以上にしてください。"
    ),
    "registration.closed": _(
        "この登録は廃止されています。ご利用のときは、新しく利用者登録をしてください。"
    ),
}
