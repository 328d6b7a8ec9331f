"""受付の規則の数字: when reception opens, until when, how many, and what is due by when."""

from uketsuke.rulebook.figures import Book, Figure, Pair, Section

WEEKDAYS = tuple(enumerate(f"{day}曜日" for day in "月火水木金土日"))

OPENING = Section(
    "受付の始まりと抽選の日",
    (
        Figure(
            "residents_months",
            "区民の抽選の月",
            "区民の抽選は、利用月の{}に行います。",
            "か月前",
            2,
            9,
        ),
        Figure(
            "others_months",
            "区民以外の抽選の月",
            "区民以外も加わる抽選は、利用月の{}に行います。",
            "か月前",
            1,
            8,
        ),
        Figure("draw_weekday", "抽選日の曜日", "抽選日は、{}です。", choices=WEEKDAYS),
        Figure(
            "draw_nth",
            "抽選日は月の何回目か",
            "抽選日は、その曜日の月の{}の日です（1月を除く）。",
            "回目",
            1,
            4,
            "祝日に当たるときは、1週間あとになります。",
        ),
        Figure(
            "january_nth",
            "1月の抽選日は何回目か",
            "1月の抽選日は、その曜日の{}の日です。",
            "回目",
            1,
            4,
        ),
        Figure(
            "entry_days",
            "抽選の申込期間",
            "抽選の申込は、抽選日の{}から受け付けます。",
            "日前",
            1,
            28,
        ),
        Figure("entries_close", "抽選の申込の締切", "抽選の申込は、抽選日の{}に締め切ります。"),
        Figure(
            "counter_opens",
            "抽選後の窓口の先着",
            "抽選で残った枠は、窓口では抽選日の{}から先着順です。",
        ),
        Figure(
            "web_opens",
            "抽選後のインターネットの先着",
            "抽選で残った枠は、インターネットでは抽選日の翌日の{}から先着順です。",
        ),
        Figure(
            "residents_close",
            "区民だけの受付の終わり",
            "区民だけの先着受付は、区民以外も加わる抽選の前日の{}に終わります。",
        ),
        Figure(
            "window_minutes",
            "申込を集める時間",
            "先着受付の最初の{}は、申込を集めて、くじの順に受け付けます。",
            "分",
            0,
            60,
            "0分にすると、集めずに、初めから先着順になります。",
        ),
    ),
)

UNTIL = Section(
    "申込の締切と数",
    (
        Figure(
            "web_days",
            "インターネットの申込の締切",
            "インターネットでは、利用日の{}まで申し込めます。",
            "日前",
            0,
            90,
        ),
        Figure(
            "counter_days",
            "窓口の申込の締切",
            "窓口では、利用日の{}まで申し込めます。",
            "日前",
            0,
            90,
        ),
        Figure(
            "days_per_month",
            "ひと月の日数の上限",
            "1団体が使えるのは、1館でひと月に{}までです。",
            "日",
            1,
            31,
        ),
        Figure(
            "consecutive_days",
            "続けて使える日数",
            "同じ館を続けて使えるのは、{}までです。",
            "日",
            1,
            31,
        ),
        Figure(
            "cells_at_once", "一度に申し込める枠", "一度に申し込めるのは、{}までです。", "枠", 1, 60
        ),
        Figure(
            "hold_minutes",
            "入力の間の確保",
            "選んだ枠は、入力のあいだ{}確保します。",
            "分",
            1,
            120,
        ),
        Figure(
            "hold_extensions",
            "入力の間の延長",
            "入力のあいだの確保は、{}まで延ばせます。",
            "回",
            10,
            60,
            "10回は、ウェブアクセシビリティの規格（JIS X 8341-3）が時間の制限に求める数です。",
        ),
    ),
)

AFTER = Section(
    "申込のあと",
    (
        Figure(
            "undo_minutes",
            "取りやめられる時間",
            "申込の全額返還と、取消の取りやめは、{}以内にできます。",
            "分",
            0,
            1440,
        ),
        Figure("payment_days", "納付期限", "料金は、承認の日から{}以内に納めます。", "日", 1, 90),
        Figure(
            "remind_days",
            "納付期限のお知らせ",
            "納付がないときは、期限の{}にお知らせします。",
            "日前",
            0,
            30,
        ),
        Figure(
            "change_days",
            "内容の変更の期限",
            "催しの名前と人数は、利用者が利用日の{}まで変えられます。",
            "日前",
            0,
            90,
        ),
        Figure(
            "reductions_by",
            "減免を決める人",
            "減額・免除は、{}が決めます。",
            choices=(("manager", "館責任者"), ("ward", "区職員")),
        ),
    ),
)

DECIDING = Section(
    "審査の確認事項",
    (
        Figure(
            "near_percent",
            "定員に近い人数",
            "人数が定員の{}以上の申込は、職員が確かめます。",
            "%",
            1,
            100,
        ),
        Figure(
            "short_days",
            "納付までが短い日数",
            "納付期限までが{}より短い申込は、職員が確かめます。",
            "日",
            1,
            90,
        ),
    ),
)

RESTING = Section(
    "返された枠",
    (
        Figure(
            "rest_from_minutes",
            "休ませる時間（最短）",
            "返された枠は、短くて{}休ませてから、空きにします。",
            "分",
            0,
            180,
            "いつ空くかをだれも知らないように、最短と最長のあいだで、くじで決めます。",
        ),
        Figure(
            "rest_to_minutes",
            "休ませる時間（最長）",
            "返された枠は、長くて{}休ませてから、空きにします。",
            "分",
            0,
            180,
        ),
        Figure(
            "rest_opens", "空きにする時刻（始め）", "返された枠は、{}より前には空きにしません。"
        ),
        Figure("rest_closes", "空きにする時刻（終わり）", "返された枠は、{}からは翌日に回します。"),
    ),
)

RECEPTION = Book(
    "reception",
    "受付の規則",
    "bookings.ReceptionRules",
    "いつから、いつまで、どれだけ申し込めるか。納付期限、確保と取りやめの時間、減免を決める人",
    (OPENING, UNTIL, AFTER, DECIDING, RESTING),
    pairs=(
        Pair("others_months", "residents_months", below=True),
        Pair("entries_close", "counter_opens"),
        Pair("counter_days", "web_days"),
        Pair("rest_from_minutes", "rest_to_minutes"),
        Pair("rest_opens", "rest_closes", below=True),
    ),
    keeps=(
        "すでに承認した予約の納付期限は変わりません。",
        "確保している枠は、確保したときの時間まで残ります。",
        "取りやめられる時間は、申込や取消をした日の規則で数えます。",
        "すでに作った抽選回の日程は変わりません。",
    ),
)
