"""欄: which field a refusal is about, so that it stands there and the summary leads to it.

A form that has a field for each thing (附帯設備, 規則の数字) knows better: ``Form.field_of``.
"""

from collections.abc import Iterable

# code: the names of the fields it may be about, the first that a form has. A refusal that is not
# here is about all of what was asked for, or about nothing that was typed.
FIELDS: dict[str, tuple[str, ...]] = {
    # 枠と受付の規則
    "cells.taken": ("slots",),
    "cells.blocked": ("slots",),
    "cells.mine": ("slots",),
    "cells.passing": ("slots",),
    "reception.nothing": ("slots",),
    "reception.counter_only": ("room",),
    "reception.closed": ("date", "day"),
    "reception.past": ("date", "day"),
    "reception.too_late": ("date", "day"),
    "reception.too_late_counter": ("date", "day"),
    "reception.not_yet": ("date", "day"),
    "reception.draw": ("date", "day"),
    "reception.other_hall_on_draw_day": ("date", "day"),
    "reception.cap": ("date", "day"),
    "reception.consecutive": ("date", "day"),
    "reception.too_many_cells": ("slots",),
    "reception.suspended": ("group",),
    "reception.registration_lapsed": ("group",),
    "reception.attendance": ("attendance",),
    "reception.rehearsal": ("rehearsal",),
    # 休止
    "blocks.dates": ("ends",),
    "blocks.rooms": ("rooms",),
    "blocks.other_hall": ("rooms",),
    "blocks.not_manager": ("cancelling",),
    # 空き待ちと保存した条件
    "waiting.free": ("slots",),
    "waiting.mine": ("slots",),
    "waiting.typing": ("slots",),
    "waiting.announced": ("slots",),
    "waiting.twice": ("slots",),
    "searches.past": ("last",),
    # 職員と登録アドレス
    "identity.login_taken": ("login",),
    "networks.invalid": ("cidr",),
    "networks.listed": ("cidr",),
    "protection.note_needed": ("note",),
    # 料金の計算
    "quote.unknown_room": ("room",),
    "quote.unknown_slot": ("slots",),
    "quote.slots_empty": ("slots",),
    "quote.unknown_reduction": ("reduction",),
    "quote.reduction_percent_needed": ("reduction",),
    "quote.overtime_too_long": ("overtime_hours", "overtime"),
    "quote.no_tariff": ("date",),
    "halls.unknown_room": ("room",),
    "halls.unknown_slot": ("slots",),
    # 料金表の版
    "tariffs.code_taken": ("code",),
    "tariffs.bad_code": ("code",),
    "tariffs.bad_text": ("label",),
    "tariffs.past": ("in_force_from",),
    "tariffs.not_after": ("in_force_from",),
    "tariffs.file_too_large": ("file",),
    "tariffs.file_too_long": ("file",),
    "tariffs.file_encoding": ("file",),
    "tariffs.file_heading": ("file",),
    "tariffs.file_columns": ("file",),
    "tariffs.file_broken": ("file",),
    # 収納・還付・減免・日締め
    "ledger.not_owed": ("amount",),
    "ledger.not_due": ("amount",),
    "till.too_little": ("tendered",),
    "till.reference_needed": ("reference",),
    "till.no_reason": ("reason",),
    "refunds.changed": ("amount",),
    "online.no_card": ("method",),
    "bank.no_reason": ("why",),
    "bank.unknown_number": ("number",),
    "bank.other_account": ("new_account",),
    "reductions.one": ("kind",),
    "reductions.no_evidence": ("evidence",),
    "reductions.no_reason": ("reason",),
    "reductions.certificate_over": ("valid_until",),
    "move.other_hall": ("room",),
    "close.difference": ("note",),
    # 保存期間と消去、持出し、事故、作業
    "closing.past": ("until",),
    "retention.days": ("days",),
    "retention.same": ("days",),
    "retention.waiting": ("code",),
    "export.days": ("last",),
    "export.place": ("hall",),
    "export.nothing": ("first",),
    "export.how": ("how",),
    "incident.future": ("hour",),
    "incident.step": ("step",),
    "work.past": ("hour",),
    "work.too_long": ("hours",),
    "work.too_far": ("day",),
    "work.why": ("why",),
    "outages.order": ("ends_at",),
    "outages.future": ("ends_at",),
    "outages.short": ("ends_at",),
    # 利用者登録と利用停止
    "registration.papers": ("evidence",),
    "registration.dates": ("seen_on",),
    "suspension.term": ("until",),
    "suspension.already": ("until",),
    # 写真
    "paper.too_large": ("photo",),
    "paper.no_photo": ("photo",),
    "paper.too_many_pixels": ("photo",),
    "paper.too_many": ("photo",),
    "scan.found": ("photo",),
    "scan.away": ("photo",),
    "factors.wrong_code": ("code",),
    # お知らせの文章と封筒、規則、報告
    "wording.missing": ("body",),
    "letters.envelope": ("width",),
    "rulebook.past": ("since",),
    "report.no_reason": ("reason",),
    # 抽選
    "lottery.bad_day": ("day",),
    "lottery.no_reason": ("reason",),
    "lottery.no_party": ("kept",),
    "lottery.no_public_value": ("public_value",),
    # 当日
    "day.left_before": ("left",),
    "day.another_day": ("arrived",),
    # 附帯設備と打合せ
    "equipment.code": ("code",),
    "equipment.rooms": ("rooms",),
    "equipment.past": ("since", "starts"),
    "equipment.dates": ("ends",),
    "equipment.promised": ("number",),
    "meetings.taken": ("when",),
    "meetings.not_offered": ("when",),
    "meetings.past": ("since",),
    "meetings.span": ("ends",),
    "meetings.days": ("first_days",),
    "meetings.overlaps": ("starts",),
}


def field_for(code: str, names: Iterable[str]) -> str | None:
    """欄の名前 of a refusal among the ``names`` a form shows; None: it is about the whole."""
    there = set(names)
    return next((name for name in FIELDS.get(code, ()) if name in there), None)
