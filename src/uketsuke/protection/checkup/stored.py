"""データベースの検査: what is stored, how, and what should have happened by now."""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader
from django.db.models import Max

from uketsuke.audit.models import Entry
from uketsuke.identity.models import Role, User
from uketsuke.kernel import append_only
from uketsuke.notices import delivery
from uketsuke.protection import evidence
from uketsuke.protection.backups import queries as backups
from uketsuke.protection.checkup.trouble import Check, Trouble

SQLITE = {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "recursive_triggers": 1}
POSTGRES = {"fsync": "on", "full_page_writes": "on", "synchronous_commit": "on"}
A_MOMENT = timedelta(seconds=5)  # two clocks may differ by so much


def migrations(at: datetime) -> Iterator[Trouble]:
    executor = MigrationExecutor(connection)
    if plan := executor.migration_plan(executor.loader.graph.leaf_nodes()):
        yield Trouble(
            f"データベースがプログラムより古いままです（{len(plan)}件、{plan[0][0]} など）。",
            "uketsuke prepare を実行してください。動いたままで行えます。",
        )


def durability(at: datetime) -> Iterator[Trouble]:
    """What was answered is on the disk, whatever happens next."""
    wanted = SQLITE if connection.vendor == "sqlite" else POSTGRES
    ask = "PRAGMA {}" if connection.vendor == "sqlite" else "SHOW {}"
    with connection.cursor() as cursor:
        for name, value in wanted.items():
            cursor.execute(ask.format(name))
            if (found := cursor.fetchone()[0]) != value:
                yield Trouble(
                    f"データベースの設定 {name} が {found} です。"
                    "電源が切れると、受け付けたものを失うことがあります。",
                    f"{name} を {value} に戻してください（deploy/postgresql/uketsuke.conf）。",
                )


def triggers(at: datetime) -> Iterator[Trouble]:
    MigrationLoader(connection)  # reads the migrations, which say what must be there
    if missing := append_only.missing(connection):
        yield Trouble(
            f"記録を変えさせない仕組み（トリガー）が{len(missing)}個ありません"
            f"（{missing[0]} など）。",
            "だれかがデータベースを直接変えています。「事故の記録」に書き、"
            "バックアップと比べてください。",
        )


def database_clock(at: datetime) -> Iterator[Trouble]:
    """The machine's clock beside the database's, and beside what has happened already."""
    fix = "両方の装置の時計を合わせてください（timedatectl）。"
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT clock_timestamp()")
            apart = abs(cursor.fetchone()[0] - at)
        if apart > A_MOMENT:
            yield Trouble(f"データベースの時計と{apart.total_seconds():.0f}秒ずれています。", fix)
    newest = Entry.objects.aggregate(newest=Max("at"))["newest"]
    if newest and newest > at + A_MOMENT:
        yield Trouble("いまより後の時刻の記録があります。時計が戻されています。", fix)


def mails_waiting(at: datetime) -> Iterator[Trouble]:
    if given_up := delivery.given_up().count():
        yield Trouble(
            f"どのサーバーも受け取らなかったメールが{given_up}通あります。",
            "画面「要連絡」で相手を確かめ、電話か郵便で知らせてください。",
        )


def backup(at: datetime) -> Iterator[Trouble]:
    yield from _by(evidence.backup, "uketsuke backup と uketsuke restore FILE --prove")(at)
    newest = backups.state().newest
    folder = settings.BACKUP_FOLDER
    if newest and folder and not newest.cleared_at and not (Path(folder) / newest.name).exists():
        yield Trouble(
            f"最後のバックアップのファイル（{newest.name}）が {folder} にありません。",
            "消えた理由を調べ、uketsuke backup で取り直してください。",
        )


def staff(at: datetime) -> Iterator[Trouble]:
    if not settings.SECOND_FACTOR:
        yield Trouble(
            "職員の二つ目の確認を求めない設定です（UKETSUKE_SECOND_FACTOR=0）。",
            "その行を消し、uketsuke-restart としてください。",
        )
    yield from _by(evidence.second, "その人にログインして登録してもらってください。")(at)
    administrators = User.objects.filter(role=Role.ADMINISTRATOR, is_active=True)
    if not any(user.has_usable_password() for user in administrators):
        yield Trouble(
            "ログインできるシステム管理者がいません。",
            "uketsuke administrator LOGIN --network 接続元 としてください。",
        )


def _by(question: evidence.Question, todo: str) -> Callable[[datetime], Iterator[Trouble]]:
    """What the protection page knows already."""

    def find(at: datetime) -> Iterator[Trouble]:
        found = question(at)
        if found.state == evidence.ACT:
            yield Trouble(found.words, todo)

    return find


RESTART_WORKER = "systemctl restart uketsuke-worker（記録：journalctl -u uketsuke-worker）"
CHECKS = (
    Check("migrations", "データベースの版", migrations, stored=True),
    Check("durability", "書き込みの確かさ", durability, stored=True),
    Check("triggers", "記録の守り", triggers, stored=True),
    Check("database_clock", "記録の時刻", database_clock, stored=True),
    Check(
        "database_tls",
        "データベースとの通信",
        _by(evidence.database_tls, "UKETSUKE_DATABASE_URL に ?sslmode=verify-full を足します。"),
    ),
    Check("worker", "自動処理", _by(evidence.worker, RESTART_WORKER), stored=True),
    Check("mails_waiting", "届かないメール", mails_waiting, stored=True),
    Check("backups", "バックアップ", backup, stored=True),
    Check("audit", "監査の封印", _by(evidence.audit, RESTART_WORKER), stored=True),
    Check("staff", "職員のアカウント", staff, stored=True),
    Check(
        "networks",
        "許可アドレス",
        _by(evidence.networks, "uketsuke administrator か、画面「許可アドレス」で登録します。"),
        stored=True,
    ),
    Check("sealed", "個人の項目の鍵", _by(evidence.sealed, "uketsuke rotate-keys"), stored=True),
    Check("scanner", "書類の検査", _by(evidence.scanner, "systemctl status clamav-daemon")),
    Check("patches", "部品の版", _by(evidence.patches, "新しい版のリリースを入れてください。")),
)
