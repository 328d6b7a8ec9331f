"""安全についての文: backups, second factors, and what else keeps things safe."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

SAFETY: dict[str, Promise] = {
    "audit.no_seals": _("封印の控え（uketsuke audit seals の出力）として読めません。"),
    "backups.missing": _("{name} というファイルはありません。"),
    "backups.format": _("uketsuke のバックアップのファイルではありません。"),
    "backups.key": _(
        "このバックアップの鍵（{key}）がありません。UKETSUKE_BACKUP_KEYS に加えてください。"
    ),
    "backups.damaged": _(
        "バックアップが壊れているか、途中で切れています。ほかの日のものを使ってください。"
    ),
    "backups.differs": _(
        "戻した内容の件数や合計が、取ったときと違います。ほかの日のものを使ってください。"
    ),
    "backups.chain": _("戻した監査の記録に異常があります。ほかの日のものを使ってください。"),
    "backups.not_empty": _(
        "戻す先のデータベースが空ではありません。空のデータベースを指定してください。"
    ),
    "backups.unreadable": _("バックアップを読めません（{why}）。"),
    "backups.not_made": _("バックアップを取れませんでした。データベースの動きを確かめてください。"),
    "backups.program": _("{name} がありません（apt-get install postgresql-client）。"),
    "erasure.nothing": _("保存期間を過ぎたものは、いまはありません。"),
    "erasure.same_person": _("消去は、起案した人とは別の人が承認します。"),
    "erasure.decided": _("この消去は、すでに承認されたか取り下げられています。"),
    "erasure.not_approved": _("この消去は、まだ承認されていません。"),
    "closing.past": _("行う日が過ぎています。これからの日で、もう一度起案してください。"),
    "closing.decided": _("この指図は、すでに承認されたか取り下げられています。"),
    "closing.same_person": _("全部の消去は、起案した人とは別の人が承認します。"),
    "closing.no_order": _(
        "{number} という、承認された指図はありません。"
        "画面「契約終了時の消去」で起案し、別の人の承認を受けてください。"
    ),
    "closing.in_use": _(
        "データベースがまだ使われています。サーバーと自動処理（uketsuke serve, worker）を"
        "止めてから、もう一度行ってください。"
    ),
    "closing.folder": _(
        "報告書を置く場所（{folder}）は、消される場所の外の、いまあるフォルダーにしてください。"
    ),
    "closing.keys": _(
        "環境変数に直接書いた鍵（{names}）は、この命令では消せません。ファイルに移すか、"
        "--keys-by-hand を付けて、消去のあとに手で消してください。"
    ),
    "closing.left": _("{left} を消せませんでした。権限を確かめて、もう一度行ってください。"),
    "registration.too_many": _(
        "同じ接続元からの申請が続いているため、いまは受け付けられません。入力した内容はこの画面に残っています。"
        "{minutes}分ほどおいてから、もう一度お送りください。お急ぎのときは、ホールの窓口で登録できます。"
    ),
    "retention.days": _("保存期間は、{least}日から{most}日までの日数で入力してください。"),
    "retention.waiting": _(
        "「{label}」の変更案が、すでに承認を待っています。承認か取下げのあとで起案してください。"
    ),
    "retention.same": _("いまの保存期間と同じです。変えるところがあれば直してください。"),
    "retention.same_person": _("保存期間は、起案した人とは別の人が承認します。"),
    "retention.decided": _("この変更案は、すでに承認されたか取り下げられています。"),
    "suspension.term": _("停止の期限は、明日から{last}までの日にしてください。"),
    "suspension.already": _("この利用者は、すでに{until}まで利用停止です。"),
    "suspension.over": _("この利用停止は、もう終わっています。"),
    "suspension.appealed": _("異議はすでに受け付けています。結果をお待ちください。"),
    "suspension.no_appeal": _("異議の申立てがまだありません。"),
    "suspension.decided": _("この異議は、すでに判断されています。"),
    "suspension.same_person": _("異議と解除は、停止を決めた人とは別の人が判断します。"),
    "suspension.runs": _("停止の期限（{until}）がまだ過ぎていません。"),
    "export.days": _("利用日の始めと終わりを、{most}日以内で入力してください。"),
    "export.place": _("利用予定は、ご自分の館の分だけ持ち出せます。"),
    "export.nothing": _("この範囲には、一件もありません。範囲を確かめてください。"),
    "export.another": _("ファイルとパスワードを受け取れるのは、申し込んだ人だけです。"),
    "export.gone": _(
        "このファイルは、すでに受け取られたか、24時間が過ぎて消えています。"
        "必要なときは、理由を書いてもう一度作ってください。"
    ),
    "export.first_take": _("先にファイルを受け取ってください。"),
    "export.shown": _(
        "パスワードは、すでに一度表示したか、24時間が過ぎて消えています。"
        "分からなくなったときは、ファイルを消して、もう一度作ってください。"
    ),
    "export.ended": _("この持出しは、すでに終わりを確かめてあります。"),
    "export.how": _("どうなったか（消した、返された など）を入力してください。"),
    "incident.future": _("気づいた時刻が、いまより後です。日付と時刻を確かめてください。"),
    "incident.closed": _(
        "この事故の対応は、すでに終わっています。新しいことは、新しい記録にしてください。"
    ),
    "incident.step": _("この手順はありません。一覧から選んでください。"),
    "incident.steps_left": _("まだ記録のない手順が{left}件あります（{first} など）。"),
    "paper.too_large": _("写真が大きすぎます（{most}MBまで）。小さくしてからお送りください。"),
    "paper.no_photo": _(
        "このファイルは、写真（JPEG・PNG・WebP）として開けませんでした。"
        "カメラで撮った写真をお選びください。"
    ),
    "paper.too_many_pixels": _("写真の画素が多すぎます。小さくして、もう一度お送りください。"),
    "paper.too_many": _("お送りいただける写真は{most}枚までです。"),
    "paper.closed": _("この申請には、いま写真をお送りいただけません。窓口にお持ちください。"),
    "scan.found": _("このファイルは安全を確かめられなかったため、受け取りませんでした。"),
    "scan.away": _(
        "いまファイルの安全を確かめられないため、受け取れません。"
        "しばらくしてからお試しいただくか、窓口にお持ちください。"
    ),
    "work.past": _("作業の終わりは、いまより後の時刻にしてください。"),
    "work.too_long": _("作業は一度に{hours}時間までです。続けるときは、もう一度申請してください。"),
    "work.too_far": _("作業は{days}日先まで申請できます。"),
    "work.same_person": _("作業は、申請した人とは別の人が承認します。"),
    "work.decided": _("この作業は、すでに判断されています。"),
    "work.over": _("作業の時間が過ぎています。もう一度申請してもらってください。"),
    "work.why": _("承認しない理由を入力してください。申請した人に伝わります。"),
    "work.not_yours": _("完了の報告は、作業した人が行います。"),
    "work.not_done": _("この作業は、まだ始まっていないか、承認されていません。"),
    "work.not_reported": _("完了の報告がまだありません。"),
    "factors.wrong_code": _(
        "数字が合いません。時間がたつと変わりますので、アプリにいま表示されている6桁を入力してください。"
    ),
    "factors.begin_again": _("画面が古くなりました。下の図をもう一度読み取ってください。"),
    "factors.known": _("このパスキーは、すでに別のアカウントに登録されています。"),
    "factors.passkey": _(
        "パスキーを確かめられませんでした。もう一度お試しになるか、確認コードをお使いください。"
    ),
    "factors.last": _(
        "職員は二つ目の確認なしではログインできません。先にほかのものを登録してから外してください。"
    ),
}
