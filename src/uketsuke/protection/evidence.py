"""証拠: how things stand now, asked of the system itself; never what somebody has ticked.

Each question is a function by the name that a line of the checklist uses. ``GOOD`` says that it is
as it should be, ``ACT`` that somebody must do something, ``TOLD`` only tells.
"""

import platform
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

import django
from axes.models import AccessAttempt
from django.conf import settings
from django.db.models import Count, Sum

from uketsuke.audit.models import Entry, Seal
from uketsuke.audit.queries import unsealed
from uketsuke.identity.models import STAFF, Network, Role, User
from uketsuke.kernel import clamav, clock, heartbeat
from uketsuke.kernel.calendar import add_months, date_ja, month_start
from uketsuke.kernel.practice import is_practice
from uketsuke.kernel.refusals import Refusal
from uketsuke.protection import inventory as items
from uketsuke.protection.backups import queries as backups
from uketsuke.protection.checklist import LINES
from uketsuke.protection.checkup import reach
from uketsuke.protection.erasure.classes import survey
from uketsuke.protection.maintenance.queries import late_reports, open_now
from uketsuke.protection.models import Contact, Erasure, Export, Incident, LogReview
from uketsuke.protection.retention.queries import in_force
from uketsuke.protection.retention.terms import KINDS
from uketsuke.protection.sealing import left
from uketsuke.protection.sealing import sealed as sealed_models
from uketsuke.protection.watch import unread

GOOD, ACT, TOLD = "good", "act", "told"
A_MONTH, A_YEAR = timedelta(days=31), timedelta(days=365)
UNSEALED_FOR = timedelta(minutes=10)
# 源: the makers' own calendars. After these days nobody mends what is found.
MENDED_UNTIL = {"Django 5.2": date(2028, 4, 30), "Python 3.11": date(2027, 10, 31)}


@dataclass(frozen=True, slots=True)
class Evidence:
    """証拠: the state, and in words what was found."""

    state: str
    words: str


Question = Callable[[datetime], Evidence]


def accounts(at: datetime) -> Evidence:
    active = User.objects.filter(role__in=STAFF, is_active=True)
    counts = dict(active.values_list("role").annotate(Count("pk")).order_by("role"))
    told = "、".join(f"{Role(role).label}{counts[role]}人" for role in Role if role in counts)
    return Evidence(TOLD, f"有効な職員アカウント：{told or 'ありません'}。")


def analysis(at: datetime) -> Evidence:
    month = add_months(month_start(clock.day(at)), -1)
    review = LogReview.objects.filter(month=month).first()
    if waiting := unread().filter(day__lt=clock.day(at)).count():
        return Evidence(ACT, f"前の日までの警告{waiting}件が、まだ読まれていません。")
    name = f"{month.year}年{month.month}月分"
    if review is None:
        return Evidence(ACT, f"{name}のログ点検は、まだ確認されていません。")
    read = date_ja(clock.day(review.read_at))
    return Evidence(GOOD, f"{name}のログ点検は{read}に確認済みです（気づき{review.findings}件）。")


def audit(at: datetime) -> Evidence:
    count, seal = Entry.objects.count(), Seal.objects.order_by("-last").first()
    if seal is None:
        return Evidence(ACT if count else TOLD, f"監査の記録{count:,}件。封印はまだありません。")
    words = f"監査の記録{count:,}件。最後の封印は{_moment(seal.at)}です。"
    late = unsealed() and seal.at < at - UNSEALED_FOR
    return Evidence(ACT if late else GOOD, words)


def backup(at: datetime) -> Evidence:
    state = backups.state()
    if not settings.BACKUP_FOLDER and state.newest is None:
        return Evidence(ACT, "自動のバックアップは設定されていません（UKETSUKE_BACKUP_FOLDER）。")
    if state.newest is None:
        return Evidence(ACT, "バックアップはまだありません。")
    proved = state.proved.proved_at if state.proved else None
    proof = (
        f"戻せることは{_moment(proved)}に確かめました。"
        if proved
        else "まだ戻して確かめていません。"
    )
    late = state.is_late(at) or state.is_proof_late(at)
    return Evidence(
        ACT if late else GOOD, f"最後のバックアップは{_moment(state.newest.made_at)}。{proof}"
    )


def database_tls(at: datetime) -> Evidence:
    database = settings.DATABASE
    host = database.get("HOST", "")
    if database["ENGINE"].endswith("sqlite3") or host in ("", "127.0.0.1", "::1", "localhost"):
        return Evidence(GOOD, "データベースは同じ装置の中にあり、外の通信を通りません。")
    mode = database["OPTIONS"].get("sslmode", "")
    if mode == "verify-full":
        return Evidence(GOOD, "データベースとの通信は、相手を確かめて暗号化しています。")
    return Evidence(
        ACT, "データベースとの通信を、相手を確かめた暗号化（sslmode=verify-full）にしてください。"
    )


def dummy(at: datetime) -> Evidence:
    if is_practice():
        return Evidence(TOLD, "練習用のデータベースです。作りものだけを入れ、そう表示します。")
    return Evidence(GOOD, "本番のデータベースです。作りもののデータは入れられません。")


def erasure(at: datetime) -> Evidence:
    due = sum(each.count for each in survey(at))
    last = Erasure.objects.exclude(done_at=None).order_by("-done_at").first()
    if last is None or last.done_at is None:
        told = f"消去はまだ行われていません。保存期間を過ぎたものは{due}件です。"
        return Evidence(ACT if due else GOOD, told)
    told = (
        f"最後の消去は{_moment(last.done_at)}（{last.number}）。保存期間を過ぎたものは{due}件です。"
    )
    return Evidence(ACT if due and last.done_at < at - A_YEAR else GOOD, told)


def exports(at: datetime) -> Evidence:
    made = Export.objects.defer("locked", "password").filter(asked_at__gt=at - A_MONTH)
    out = Export.objects.filter(ended_at=None).exclude(taken_at=None)
    late = out.filter(taken_at__lt=at - A_MONTH).count()
    words = f"この1か月に作った持出しファイルは{made.count()}件、持出し中は{out.count()}件です。"
    if late:
        return Evidence(ACT, f"{words}1か月を過ぎて終わりの確認がないものが{late}件あります。")
    return Evidence(GOOD, words)


def folders(at: datetime) -> Evidence:
    paths = [settings.HOME / "uketsuke.env", settings.HOME]
    there = [path for path in paths if path.exists()]
    runner = reach.runs_as(settings.HOME)
    wide = [path.name for path in there if reach.open_to_others(path, runner)]
    if wide:
        return Evidence(ACT, f"ほかの利用者も読める場所があります（{'、'.join(wide)}）。")
    return Evidence(GOOD, "設定と鍵の場所は、動かす人だけが読めます。")


def https(at: datetime) -> Evidence:
    if settings.HTTPS:
        return Evidence(GOOD, "HTTPS だけで使う設定です（HSTS、Secure の Cookie）。")
    return Evidence(ACT, "HTTPS だけで使う設定になっていません（UKETSUKE_HTTPS）。")


def incidents(at: datetime) -> Evidence:
    contacts = Contact.objects.count()
    open_ = Incident.objects.filter(closed_at=None).count()
    words = f"緊急の連絡先{contacts}件、対応中の事故{open_}件。"
    return Evidence(ACT if open_ or not contacts else GOOD, words)


def inventory(at: datetime) -> Evidence:
    return Evidence(GOOD, f"宣言された個人の項目は{len(items.ITEMS)}です（個人情報ファイル簿）。")


def logins(at: datetime) -> Evidence:
    recent = AccessAttempt.objects.filter(attempt_time__gt=at - A_MONTH)
    tries = recent.aggregate(n=Sum("failures_since_start"))["n"] or 0
    return Evidence(TOLD, f"この1か月の、ログインの失敗は{tries}回です。")


def mail_tls(at: datetime) -> Evidence:
    if settings.EMAIL_BACKEND.endswith("filebased.EmailBackend"):
        return Evidence(TOLD, "メールはファイルに書くだけで、外へは送りません。")
    if getattr(settings, "EMAIL_USE_TLS", False) or getattr(settings, "EMAIL_USE_SSL", False):
        return Evidence(GOOD, "メールサーバーとの通信は暗号化しています。")
    return Evidence(ACT, "メールサーバーとの通信を暗号化してください（UKETSUKE_MAIL_URL）。")


def networks(at: datetime) -> Evidence:
    found = list(Network.objects.order_by("hall", "cidr").values_list("cidr", flat=True))
    if not found:
        return Evidence(ACT, "許可した接続元がありません。職員の画面はどこからも開きません。")
    return Evidence(GOOD, f"許可した接続元は{len(found)}件です（{'、'.join(found[:6])}）。")


def patches(at: datetime) -> Evidence:
    running = {
        f"Django {'.'.join(map(str, django.VERSION[:2]))}": django.__version__,
        f"Python {'.'.join(platform.python_version_tuple()[:2])}": platform.python_version(),
    }
    told = "、".join(f"{name.split()[0]} {version}" for name, version in running.items())
    over = [name for name in running if MENDED_UNTIL.get(name, date.min) < clock.day(at)]
    if over:
        return Evidence(
            ACT, f"{told}。修正の提供が終わったか、確かめられないもの：{'、'.join(over)}。"
        )
    return Evidence(GOOD, f"{told}。どちらも修正が提供されています。")


def place(at: datetime) -> Evidence:
    if settings.PLACE:
        return Evidence(GOOD, f"設置場所：{settings.PLACE}。")
    return Evidence(ACT, "設置場所が書かれていません（UKETSUKE_PLACE）。")


def scanner(at: datetime) -> Evidence:
    if not settings.PAPERS:
        return Evidence(GOOD, "書類の写真は受け付けていません。")
    if not settings.CLAMD:
        return Evidence(ACT, "書類の写真の検査が設定されていません（UKETSUKE_CLAMD）。")
    try:
        clamav.check(b"")
    except Refusal:
        return Evidence(ACT, "書類の写真を検査する ClamAV が答えません。いまは受け付けていません。")
    return Evidence(GOOD, "書類の写真は、ClamAV の検査を通ったものだけを受け取ります。")


def sealed(at: datetime) -> Evidence:
    old = sum(left(model, names).count() for model, names in sealed_models())
    if old:
        return Evidence(ACT, f"前の鍵で封をしたものが{old}件あります（uketsuke rotate-keys）。")
    return Evidence(
        GOOD, "氏名・住所・電話番号・メールアドレスは、すべていまの鍵で暗号化されています。"
    )


def second(at: datetime) -> Evidence:
    staff = User.objects.filter(role__in=STAFF, is_active=True)
    without = staff.filter(factors=None).count()
    if without:
        return Evidence(
            ACT, f"職員{staff.count()}人のうち{without}人が、二つ目の確認を登録していません。"
        )
    return Evidence(GOOD, "すべての職員が、二つ目の確認を登録しています。")


def terms(at: datetime) -> Evidence:
    found = in_force()
    samples = sum(1 for code in KINDS if code not in found or not found[code].official)
    if samples:
        return Evidence(ACT, f"保存期間{len(KINDS)}種類のうち{samples}種類が、まだ見本です。")
    return Evidence(GOOD, f"保存期間{len(KINDS)}種類は、すべて区が決めたものです。")


def vendor(at: datetime) -> Evidence:
    count, late = open_now(at).count(), late_reports(at).count()
    words = f"いま開いている作業は{count}件です。"
    if late:
        return Evidence(ACT, f"{words}完了報告のない作業が{late}件あります。")
    return Evidence(GOOD, f"{words}完了報告の遅れはありません。")


def worker(at: datetime) -> Evidence:
    if heartbeat.is_alive(heartbeat.WORKER, at):
        return Evidence(GOOD, "自動処理（通知の送付・締切・封印）は動いています。")
    return Evidence(
        ACT, "自動処理（uketsuke worker）が動いていません。通知と締切が止まっています。"
    )


QUESTIONS: dict[str, Question] = {
    "accounts": accounts,
    "analysis": analysis,
    "audit": audit,
    "backups": backup,
    "database_tls": database_tls,
    "dummy": dummy,
    "erasure": erasure,
    "exports": exports,
    "folders": folders,
    "https": https,
    "incidents": incidents,
    "inventory": inventory,
    "logins": logins,
    "mail_tls": mail_tls,
    "networks": networks,
    "patches": patches,
    "place": place,
    "scanner": scanner,
    "sealed": sealed,
    "second": second,
    "terms": terms,
    "vendor": vendor,
    "worker": worker,
}


def gathered(at: datetime) -> dict[str, Evidence]:
    """証拠 by name, each asked once, for all lines of the checklist."""
    wanted = sorted({name for line in LINES for name in line.evidence})
    return {name: QUESTIONS[name](at) for name in wanted}


def _moment(at: datetime) -> str:
    there = at.astimezone(clock.TOKYO)
    return f"{date_ja(there.date())}{there:%-H:%M}"
