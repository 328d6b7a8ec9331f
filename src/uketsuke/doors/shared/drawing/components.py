"""見本帳: what ``shared/components.html`` shows, in the demo under /components/."""

from datetime import date, datetime
from types import SimpleNamespace
from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.http import QueryDict

from uketsuke.doors.shared.drawing.charts import chart, rate_bar
from uketsuke.doors.shared.inputs.forms import (
    CountField,
    DateField,
    DigitsField,
    Form,
    MailField,
    NameField,
    NotesField,
    PhoneField,
    TitleField,
    TokenField,
    YenField,
)
from uketsuke.doors.shared.templatetags.uketsuke import CELLS, STATES
from uketsuke.kernel.clock import TOKYO

DAY = date(2027, 4, 10)
HOURS = {"午前": "9:00〜12:00", "午後": "13:00〜17:00", "夜間": "18:00〜22:00"}
# Each row: day of April 2027 and the states of its three slots, a note where one is needed.
MONTH: tuple[tuple[int, tuple[tuple[str, str], ...]], ...] = (
    (1, (("free", ""), ("free", ""), ("taken", ""))),
    (2, (("lottery", "申込なし"), ("lottery", "申込1〜3"), ("lottery", "申込4以上"))),
    (3, (("before", "10月7日から"), ("before", "10月7日から"), ("before", "10月7日から"))),
    (4, (("closed", ""), ("closed", ""), ("closed", ""))),
    (5, (("blocked", "舞台保守点検"), ("blocked", "舞台保守点検"), ("free", ""))),
    (10, (("free", ""), ("mine", ""), ("mine", ""))),
)


class SampleForm(Form):
    """Every kind of field once."""

    name = NameField(label="代表者の氏名", help_text="戸籍などの文字のままで入力できます。")
    phone = PhoneField(
        label="電話番号", help_text="例：03-1234-5678。ハイフンはなくてもかまいません。"
    )
    mail = MailField(label="メールアドレス", required=False)
    number = DigitsField(label="利用者番号", length=8)
    title = TitleField(label="催しの名前", max_length=40)
    attendance = CountField(label="人数", unit="人", least=1, most=450)
    admission = YenField(
        label="入場料（いちばん高い席）", help_text="無料のときは 0 と入力します。"
    )
    day = DateField(label="利用日")
    typed_day = DateField(
        label="利用日（文字で）", typed=True, help_text="例：2027/4/10、令和9年4月10日"
    )
    hall = forms.ChoiceField(
        label="ホール",
        choices=[
            ("", "選んでください"),
            ("yotsuya", "四谷区民ホール"),
            ("tansu", "牛込箪笥区民ホール"),
        ],
    )
    purpose = forms.ChoiceField(
        label="使いみち",
        choices=[("concert", "演奏会・発表会"), ("meeting", "集会・講演会"), ("rehearsal", "練習")],
        widget=forms.RadioSelect,
        help_text="いちばん近いものを一つ選びます。",
    )
    slots = forms.MultipleChoiceField(
        label="利用区分",
        choices=[(word, f"{word} {hours}") for word, hours in HOURS.items()],
        widget=forms.CheckboxSelectMultiple(attrs={"class": "choices--inline"}),
    )
    seats = forms.ChoiceField(
        label="利用の目的",
        choices=[
            ("文化", [("music", "音楽"), ("dance", "舞踊")]),
            ("集まり", [("talk", "講演会")]),
        ],
        widget=forms.RadioSelect,
    )
    note = NotesField(label="ホールに伝えたいこと", required=False, rows=3)
    agreed = forms.BooleanField(label="利用上の注意を読みました")
    token = TokenField()


class ThingsForm(Form):
    """附帯設備の欄: a name, what is left, and how many."""

    piano = CountField(
        label="グランドピアノ", unit="台", most=1, help_text="あと1台", required=False
    )
    chairs = CountField(label="いす", unit="脚", most=80, help_text="あと80脚", required=False)


def context() -> dict[str, Any]:
    """The context of ``shared/components.html``."""
    lines = [
        SimpleNamespace(label="基本料金（ホール 平日 午後・夜間）", amount=48000),
        SimpleNamespace(label="入場料加算（1,001円〜3,000円、5割増）", amount=24000),
        SimpleNamespace(label="減免（区内の社会教育関係団体、5割）", amount=-36000),
    ]
    bars = [rate_bar("午前", 41.5, "plain"), rate_bar("午後", 72.0, "hatched")]
    wrong = QueryDict(
        "name=ﾊﾅｺ&phone=12&mail=hanako&number=12a&attendance=900&day=2027/2/30&typed_day=あした&note=長い文"
    )
    return {
        "empty_form": SampleForm(prefix="empty"),
        "wrong": {"form": SampleForm(wrong)},
        "things_form": ThingsForm(prefix="things"),
        "chart": chart("sample", "利用率", "午後がいちばん高い。", bars),
        "cells": list(CELLS),
        "states": list(STATES),
        "hours": list(HOURS.items()),
        "month": [(DAY.replace(day=day), states) for day, states in MONTH],
        "quote": SimpleNamespace(lines=lines, total=36000),
        "page": Paginator(range(60), 20).page(2),
        "day": DAY,
        "moment": datetime(2026, 10, 7, 9, 0, tzinfo=TOKYO),
        "halls_help": [
            {"name": "四谷区民ホール", "phone": "電話番号は準備中です"},
            {"name": "牛込箪笥区民ホール", "phone": "電話番号は準備中です"},
            {"name": "角筈区民ホール", "phone": "電話番号は準備中です"},
        ],
    }
