"""抽選の規則の数字: how many may be wished for and won, and what happens after the draw."""

from uketsuke.rulebook.figures import Book, Figure, Section

LOTTERY = Book(
    "lottery",
    "抽選の規則",
    "lottery.LotteryRules",
    "一度に出せる希望の数、当選できる数、当選の確認と繰り上げの期間",
    (
        Section(
            "申込と当選",
            (
                Figure("cap", "1館で当選できる数", "1館では、{}まで当選できます。", "件", 1, 9),
                Figure(
                    "entries_per_hall",
                    "1館を書ける申込の数",
                    "同じ館を希望に書ける申込は、1回の抽選に{}までです。",
                    "件",
                    1,
                    9,
                ),
                Figure(
                    "wishes_most", "希望の数", "1件の申込に、希望を{}まで書けます。", "つ", 1, 9
                ),
                Figure(
                    "across_halls",
                    "ほかの館も希望に書けるか",
                    "1件の申込の希望は、{}。",
                    choices=((True, "館をまたいでもかまいません"), (False, "一つの館に限ります")),
                ),
            ),
        ),
        Section(
            "当選のあと",
            (
                Figure(
                    "confirm_days",
                    "当選の確認の期間",
                    "当選した方は、お知らせから{}のうちに確認します。",
                    "日",
                    1,
                    30,
                ),
                Figure(
                    "runner_up_confirm_days",
                    "繰上当選の確認の期間",
                    "繰り上げて当選した方は、お知らせから{}のうちに確認します。",
                    "日",
                    1,
                    30,
                ),
                Figure(
                    "runner_up_days",
                    "繰り上げる期間",
                    "返された枠は、結果の確定から{}のあいだ、補欠の方に順に案内します。",
                    "日",
                    0,
                    90,
                    "0日にすると、繰り上げずに先着順で開放します。",
                ),
            ),
        ),
        Section(
            "抽選回の準備",
            (
                Figure(
                    "made_days_ahead",
                    "抽選回を作る時期",
                    "抽選回は、申込の始まる{}に作り、日程を公開します。",
                    "日前",
                    1,
                    31,
                    "作った抽選回は、作った日の規則のまま終わりまで進みます。",
                ),
            ),
        ),
    ),
    keeps=("すでに作った抽選回は、申込から繰り上げまで、作った日の規則のまま進みます。",),
)
