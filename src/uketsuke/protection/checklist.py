"""チェックリスト: every line of the ward's checklists, and what stands behind it.

Pure data. ``docs/protection.md`` is printed from it, the staff's page and the ward's report show
it with live evidence (``evidence.py``). Lines that three checklists share, for the ward and for
whom it charges, stand once. 源: 資料50 個人情報保護対策チェックリスト [S].
"""

from dataclasses import dataclass

OPERATION, SYSTEM = "運用上の対策", "システム上の対策"
COMPUTING, CONNECTION, MANAGEMENT = "電算処理", "外部結合", "指定管理"
ALL = (COMPUTING, CONNECTION, MANAGEMENT)


@dataclass(frozen=True, slots=True)
class Line:
    """チェックリストの一行: ``how`` the software does its part, ``who`` does the rest.

    ``evidence`` names what the page shows live; ``proof`` are the tests and papers in the project.
    ``missing``: what is not there yet, said plainly.
    """

    code: str
    kind: str
    words: str
    lists: tuple[str, ...]
    how: str
    who: str
    evidence: tuple[str, ...] = ()
    proof: tuple[str, ...] = ()
    missing: str = ""


LINES = (
    Line(
        "O1",
        OPERATION,
        "個人情報保護法及び新宿区情報セキュリティポリシーを遵守する。クラウドサービスを利用する場合は、"
        "総務省「クラウドサービス提供における情報セキュリティ対策ガイドライン」に準拠する。",
        ALL,
        "記録する個人の項目はプログラムで宣言した承認項目だけです。宣言のない項目が増えると試験が通りません。",
        "区が法令とポリシーの変更を伝え、委託先が年1回この一覧で点検します。",
        ("inventory",),
        ("tests/architecture/test_inventory.py", "src/uketsuke/protection/inventory.py"),
    ),
    Line(
        "O2",
        OPERATION,
        "必要に応じて事業者への立入り調査等を実施するとともに、速やかに状況報告をさせる。",
        ALL,
        "この画面と報告書（PDF）が、いまの状態を証拠から示します。監査の記録は区職員がいつでも調べられます。",
        "区が調査の日を決めます。委託先は求められた日のうちにこの報告書を出します。",
        ("audit",),
        ("tests/doors/test_protection.py",),
    ),
    Line(
        "O3",
        OPERATION,
        "システム上で不要となった電子データを削除し、消去を行ったことの報告書を提出する。",
        ALL,
        "保存期間は画面で見られ、二人で変えられます。過ぎたものを一覧にし、別の人が承認すると消去して、番号のついた消去報告書（PDF）を作ります。"
        "期限の切れた枠の確保とログインの記憶（セッション）は、自動で消えます。",
        "館責任者かシステム管理者が年1回起案し、区職員が承認して、報告書を綴じます。",
        ("erasure", "terms"),
        (
            "tests/actions/test_erasure.py",
            "tests/doors/test_erasure.py",
            "tests/actions/test_retention.py",
        ),
    ),
    Line(
        "O4",
        OPERATION,
        "業務開始前に、事故、災害、トラブルに対応できる体制及び手順を整備し、緊急時の連絡体制や対応手順を確認する。",
        ALL,
        "緊急の連絡先と対応の手順は、画面「事故の記録」にあります。"
        "自動処理（送付・締切）が止まると /readyz が知らせます。",
        "館責任者と区が連絡先を登録し、年1回の訓練で確かめます。",
        ("incidents", "worker"),
        ("docs/operations.md", "tests/doors/test_incidents.py"),
    ),
    Line(
        "O5",
        OPERATION,
        "事故が発生した場合又は対策の変更があった場合は、直ちに今後の対応を協議する。",
        ALL,
        "許可アドレス、職員、鍵、料金表、規則などの変更は、だれがいつ行ったかがすべて監査に残ります。",
        "気づいた職員が画面「事故の記録」に書き、その日のうちに区へ連絡します。することと期限が出て、"
        "すべて済むまで区も終わりにできません。",
        ("incidents", "audit"),
        ("tests/actions/test_incidents.py", "tests/actions/test_every_action.py"),
    ),
    Line(
        "O6",
        OPERATION,
        "入退室と機器の操作は、事前に申請・報告を受け、区が承認した後に実施する。個人情報データの持出しを禁止する。",
        (COMPUTING,),
        "保守委託先は作業を申請し、区が承認した時間だけ、決まった画面を開けます。開いた画面はすべて記録され、"
        "区はいつでも中止できます。完了報告を区が確かめて終わります。個人の項目を示す画面は開きません。"
        "作業申請書と、開いた画面の一覧のついた完了報告書を印刷できます（PDF）。",
        "区職員が内容を確かめて承認し、報告を読みます。入退室はデータセンターの記録によります。",
        ("vendor",),
        (
            "tests/actions/test_works.py",
            "tests/doors/test_works.py",
            "tests/doors/test_vendor_walk.py",
        ),
    ),
    Line(
        "O7",
        OPERATION,
        "プログラムの移行等を行う場合は、外部記録媒体の管理を行い、パスワードを施す等、利用制限を設ける。",
        (COMPUTING,),
        "バックアップは暗号化したファイルだけを作ります。鍵は別に保管します。",
        "媒体の持ち運びは区の承認を受け、鍵とは別の機会に渡します。",
        ("backups",),
        ("docs/operations.md",),
    ),
    Line(
        "O8",
        OPERATION,
        "入力及び取込みテストにおいては、ダミーデータを使う。",
        (COMPUTING,),
        "見本データを作る命令があり、試験はすべて作りものの名前と予約された番号・アドレスだけで行います。",
        "試験用の装置には実データを入れません。",
        ("dummy",),
        ("tests/doors/test_demo.py",),
    ),
    Line(
        "O9",
        OPERATION,
        "実データを使用した検証作業は区職員が実施する（委託先には必要な支援のみ行わせる）。",
        (COMPUTING,),
        "保守委託先の権限では、個人の項目を示す画面は開きません。",
        "検証は区職員の権限で行います。",
        ("vendor",),
        ("tests/doors/test_vendor_walk.py",),
    ),
    Line(
        "O10",
        OPERATION,
        "モバイルパソコン等の持込みは事前に区の許可をとり、区のネットワーク、機器、記録媒体と接続させない。",
        (COMPUTING,),
        "許可した接続元のほかからは、職員の画面そのものが存在しません。",
        "持込みの許可と立会いは区職員が行います。",
        ("networks",),
        ("tests/doors/test_addresses.py",),
    ),
    Line(
        "O11",
        OPERATION,
        "データ項目定義の修正漏れが無いよう計画やチェックシートを作成し、必ず仮移行を行い、"
        "本稼働はシステムを使用していない時間帯に実施し、十分な検証を行う。",
        (COMPUTING,),
        "移行の計画とチェックシート（項目の対応、機械での照合、人の目での照合、本稼働の朝）があります。"
        "データベースの定義とプログラムの食い違いは、試験で見つかります。",
        "区が計画と移行日を決め、実データの検証は区職員が行い、委託先はダミーデータで試します。",
        (),
        ("docs/migration.md", "tools/check"),
        missing="既存のシステムのファイルを取り込む画面と命令（できるまでは窓口の画面から手で登録します）",
    ),
    Line(
        "O12",
        OPERATION,
        "契約にあたり「特記事項」を付す。",
        (MANAGEMENT,),
        "契約の書面によります。システムの部分はありません。",
        "区が契約書に特記事項を付けます。",
    ),
    Line(
        "O13",
        OPERATION,
        "取扱責任者及び取扱者をあらかじめ指定し、区に報告する。",
        (MANAGEMENT,),
        "職員は一人ずつのアカウントで、館と権限が決まっています。一覧をいつでも印刷できます。",
        "館責任者が取扱者の一覧を区に報告し、異動のたびに改めます。",
        ("accounts",),
        ("tests/doors/test_desk_admin.py",),
    ),
    Line(
        "O14",
        OPERATION,
        "全体の業務フローを作成し、共有する。",
        (MANAGEMENT,),
        "予約の状態の図はプログラムの表から描かれ、食い違うと試験が通りません。",
        "区が図を業務フローに綴じ、指定管理者と共有します。",
        (),
        ("docs/ideas/booking-states.md", "tools/diagrams.py"),
    ),
    Line(
        "O15",
        OPERATION,
        "個人情報を含むデータを作成する場合は、パスワードを付して暗号化し、媒体とパスワードは別の機会に渡す。",
        (MANAGEMENT,),
        "個人の項目のファイル（xlsx、CSVのZIP）は、パスワードをかけて暗号化したものだけが作れます。理由と渡す先を必ず書き、"
        "ファイルは一度、パスワードは別の画面で一度だけ受け取れます。管理簿に残ります。",
        "ファイルとパスワードを別の機会に渡し、消されたか返されたことを確かめて記録します。",
        ("exports",),
        ("tests/actions/test_exports.py", "tests/doors/test_exports.py"),
    ),
    Line(
        "O16",
        OPERATION,
        "手交・管理簿・施錠（電子データのみの取扱いのため、対策の必要なし）。",
        (MANAGEMENT,),
        "電子データだけを取り扱います。",
        "—",
    ),
    Line(
        "O17",
        OPERATION,
        "業務履行後、媒体・紙・パスワード通知書は返却し、電子データは消去する。区に消去の報告書を提出する。",
        (MANAGEMENT,),
        "契約の終わりには、二人の指図と命令（uketsuke erase-all）で、データベース、バックアップ、"
        "メールの控えと鍵を消し、番号のついた消去報告書（PDF）を残します。個人の項目は鍵で封をしてあるため、鍵を消せば、"
        "よそに残った写しも読めなくなります。",
        "委託先がすべてを区に渡してから起案し、区が受け取りを確かめて承認し、報告書を綴じます。"
        "媒体と紙は返却します。",
        ("sealed", "erasure"),
        (
            "tests/faults/test_erase_all.py",
            "tests/actions/test_closing.py",
            "tests/actions/test_sealed.py",
        ),
    ),
    Line(
        "S1",
        SYSTEM,
        "接続するネットワークについては、特定相手以外との通信を不可とする。",
        ALL,
        "職員の画面は、登録した館と区の接続元にだけ存在します。ほかからは、ないページと同じ答えが返ります。"
        "画面はよその会社のサーバーを一つも呼びません。",
        "接続元の登録と削除は、システム管理者が許可した場所からだけ行えます。",
        ("networks",),
        ("tests/doors/test_addresses.py", "tests/journeys/visitor.py"),
    ),
    Line(
        "S2",
        SYSTEM,
        "ネットワーク機器やサーバを制御し、通信できるシステムを限定する。",
        ALL,
        "装置の入口と出口は、書いたもののほか通しません（nftables）。"
        "nginx は職員の画面を決めた接続元にだけ開き、来訪者が名乗る接続元を書き換えます。"
        "プログラムも、決めた中継機のほかが名乗る接続元は信じません。",
        "接続元と出ていく先は、設置する事業者が deploy/ の設定ファイルに書きます。",
        ("networks",),
        (
            "deploy/README.md",
            "deploy/nginx/uketsuke.conf",
            "deploy/nftables/uketsuke.nft",
            "tests/deploy/test_nginx.py",
            "tests/deploy/test_files.py",
            "tests/doors/test_addresses.py",
        ),
    ),
    Line(
        "S3",
        SYSTEM,
        "通信内容は暗号化し、通信途上の盗用、改ざん、成りすましを防止する。",
        ALL,
        "画面は TLS 1.2 と 1.3 だけの HTTPS で使います（HSTS、暗号化された通信でだけ送る Cookie）。"
        "データベースは TLS と scram だけを受け付け、メールは STARTTLS のない相手には送りません。",
        "証明書の更新は、設置する事業者が行います。",
        ("https", "database_tls", "mail_tls"),
        (
            "deploy/nginx/tls.conf",
            "deploy/postgresql/pg_hba.conf",
            "tests/deploy/test_nginx.py",
            "tests/deploy/test_files.py",
            "tests/doors/test_protection.py",
        ),
    ),
    Line(
        "S4",
        SYSTEM,
        "ファイアウォール、サーバの要塞化、侵入検知、セキュリティパッチ等により、外部からの攻撃から防御する。",
        ALL,
        "画面に外から命令を入れられない設定（CSP）、すべての部品の版と指紋の固定、間違ったログインの繰り返しの制限があります。"
        "プログラムは systemd の制限の中で動き（systemd-analyze security で 2.0 未満）、"
        "送れる回数と大きさを nginx が抑えます。",
        "部品の更新は月1回、設置する事業者が行います。",
        ("patches", "logins"),
        (
            "deploy/systemd/uketsuke-web@.service",
            "tests/deploy/test_files.py",
            "tests/test_surroundings.py",
            "requirements/base.txt",
        ),
    ),
    Line(
        "S5",
        SYSTEM,
        "ウイルス対策ソフトウェアの導入及び最新のパターンファイルを適用する。",
        ALL,
        "利用者が送れるのは、区が認めたときの書類の写真だけです。検査してから描き直し、画素のほかは何も残しません。"
        "職員が取り込むのは銀行と料金表の文字のファイルだけで、開いて実行されることはありません。",
        "職員の端末の対策は、区と指定管理者が行います。",
        ("scanner",),
        ("tests/doors/test_papers_sent.py", "tests/actions/test_bank.py"),
    ),
    Line(
        "S6",
        SYSTEM,
        "ID・パスワードやアドレス情報による運用により、第三者による盗用、改ざん、成りすましを防止する。",
        ALL,
        "職員は接続元・パスワード・二つ目の確認（認証アプリかパスキー）の三つがそろって入れます。"
        "30分操作がないと画面を閉じます。パスワードは職員にも見えません。",
        "退職・異動の日に、システム管理者がアカウントを止めます。",
        ("second", "accounts", "logins"),
        (
            "tests/doors/test_second.py",
            "tests/actions/test_factors.py",
            "tests/doors/test_away.py",
        ),
    ),
    Line(
        "S7",
        SYSTEM,
        "保存先フォルダへアクセス権を設定するとともに、ファイルにパスワードを付すなど、アクセス制御を徹底する。",
        ALL,
        "氏名・住所・電話番号・メールアドレスは、データベースの外にある鍵で暗号化して保存します。"
        "鍵と設定のファイルは、動かす人だけが読めます。",
        "鍵は二か所に分けて保管し、年1回替えます（止めずに替えられます）。",
        ("sealed", "folders"),
        ("tests/actions/test_sealed.py",),
    ),
    Line(
        "S8",
        SYSTEM,
        "システム・ネットワークの状態、機器操作、サービス利用等の監視及びアクセスログ等を取得する。ログは定期的に分析する。",
        ALL,
        "すべての変更と、職員による個人の項目の表示を記録します。記録は消せず、変えると分かります。"
        "毎月の分析が、いつもと違うことを挙げます。",
        "館責任者か区職員が毎月読んで、確認の記録を残します。",
        ("audit", "analysis", "worker"),
        (
            "tests/actions/test_audit.py",
            "tests/actions/test_append_only.py",
            "tests/actions/test_analysis.py",
        ),
    ),
    Line(
        "S9",
        SYSTEM,
        "サーバ冗長化、バックアップ等により、事故や障害発生時におけるシステム稼働体制を整備する。",
        ALL,
        "動いたまま暗号化したバックアップを取り、戻せることを命令で確かめます。"
        "途中で電源が切れても、受け付けた予約と入金は失われません。画面のプログラムは二つが並んで動き、"
        "止めずに入れ替えられます。毎晩のバックアップは、自動処理が止まっていても取ります。",
        "毎日のバックアップを別の場所に移し、月1回、戻せることを確かめます。",
        ("backups",),
        (
            "deploy/systemd/uketsuke-backup.timer",
            "tests/deploy/test_exchange.py",
            "tests/deploy/test_install.py",
            "tests/faults/test_kills.py",
        ),
        missing="もう一台の装置への切替え（いまは一台の中での二重化）",
    ),
    Line(
        "S10",
        SYSTEM,
        "入退室管理等により情報資産の危殆化を防止する。",
        ALL,
        "データセンターの管理によります。システムの部分はありません。",
        "設置する事業者が入退室の記録を区に出します。",
    ),
    Line(
        "S11",
        SYSTEM,
        "システムを提供するサーバは日本国内の法が適用される環境にする。",
        ALL,
        "設置場所を設定に書き、ここに示します。画面は国外のサービスを一つも呼びません（オンライン決済の画面を除きます）。",
        "区が設置場所を契約で決めます。",
        ("place",),
        ("tests/journeys/visitor.py",),
    ),
)
