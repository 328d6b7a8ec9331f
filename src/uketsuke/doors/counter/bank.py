"""銀行振込: the bank's file is taken as a whole; what is not certain waits for somebody."""

from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from uketsuke.audit.actions import record_view
from uketsuke.doors.shared.forms import DigitsField, Form, LineField
from uketsuke.doors.shared.guards import staff
from uketsuke.doors.shared.refusals import shown_on
from uketsuke.doors.shared.sentences import SENTENCES
from uketsuke.doors.shared.visits import Visit, posted
from uketsuke.identity.models import Role
from uketsuke.intake.bank import actions
from uketsuke.intake.bank.models import BankFile, BankLine, LineState
from uketsuke.intake.bank.zengin import LARGEST, Fault, Unreadable
from uketsuke.kernel import clock

UNPROCESSABLE = 422
A_PAGE = 30
MOST_FAULTS = 50
FAULTS: dict[str, Promise] = {
    "too_large": _("ファイルが大きすぎます（%(given)sまで）。"),
    "encoding": _(
        "文字の種類が違います。銀行の「全銀協規定形式（JISコード）」のファイルにしてください。"
    ),
    "empty": _("中身がありません。"),
    "length": _("1行の長さが200文字ではありません（%(given)s文字）。"),
    "letters": _("半角カナ・英数字のほかの文字が入っています。"),
    "no_header": _("見出しの行（1で始まる行）がありません。"),
    "other_kind": _(
        "振込入金通知（種別01）ではありません（種別%(given)s）。"
        "銀行で「振込入金明細」を選んでください。"
    ),
    "no_end": _("合計と終わりの行（8と9で始まる行）がありません。途中で切れています。"),
    "unknown_record": _("「%(given)s」で始まる行は読めません。"),
    "unknown_mark": _("取消区分「%(given)s」は読めません。"),
    "no_day": _("「%(given)s」は日付として読めません（年は令和）。"),
    "no_number": _("「%(given)s」は数として読めません。"),
    "count": _("件数が合計の行と合いません（合計の行／明細 %(given)s）。"),
    "total": _("金額が合計の行と合いません（合計の行／明細 %(given)s）。"),
}


class FileForm(Form):
    """ファイルを選ぶ."""

    file = forms.FileField(
        label=_("銀行のファイル"), help_text=_("全銀協規定形式の振込入金明細（1MBまで）")
    )


class MatchForm(Form):
    """手で消し込む."""

    number = DigitsField(label=_("予約番号"), length=8)
    why = LineField(label=_("理由"), required=False, max_length=200)


class AsideForm(Form):
    """銀行で返金する."""

    why = LineField(label=_("理由"), max_length=200)


@staff(Role.COUNTER, Role.MANAGER)
@require_http_methods(["GET", "POST"])
def index(request: Visit) -> HttpResponse:
    """取り込みと、消し込めていない入金."""
    form = FileForm(posted(request), files=request.FILES or None)
    faults: list[str] = []
    if form.is_valid():
        sent = form.cleaned_data["file"]
        try:
            # One byte more than may be: the reader says that it is too large.
            content = sent.read(LARGEST + 1)
            made = actions.import_file(content, sent.name[:120], by=request.actor, at=clock.now())
            return redirect("counter:bank_file", made.pk)
        except Unreadable as unreadable:
            faults = [in_words(fault) for fault in unreadable.faults[:MOST_FAULTS]]
    return _page(request, form, faults)


@staff(Role.COUNTER, Role.MANAGER)
@require_GET
def show(request: Visit, pk: int) -> HttpResponse:
    """取り込んだファイル一件."""
    found = get_object_or_404(BankFile, pk=pk)
    lines = list(found.lines.select_related("entry__receipt").order_by("nth"))
    if any(line.written for line in lines):
        record_view("bank.view", found, by=request.actor, at=clock.now())
    states = [(state.label, [line for line in lines if line.state == state]) for state in LineState]
    context = {
        "file": found,
        "lines": lines,
        "sums": [
            (label, len(mine), sum(line.amount for line in mine)) for label, mine in states if mine
        ],
        "open": sum(1 for line in lines if line.state == LineState.OPEN),
    }
    return render(request, "counter/bank/file.html", context)


@staff(Role.COUNTER, Role.MANAGER)
@require_POST
def match(request: Visit, pk: int) -> HttpResponse:
    """手で消し込む."""
    line, form = get_object_or_404(BankLine, pk=pk), MatchForm(request.POST)
    if form.is_valid():
        with shown_on(form):
            number, why = form.cleaned_data["number"], form.cleaned_data["why"]
            actions.match(line.pk, number, why, by=request.actor, at=clock.now())
            return redirect("counter:bank")
    return _page(request, FileForm(), [], form)


@staff(Role.COUNTER, Role.MANAGER)
@require_POST
def aside(request: Visit, pk: int) -> HttpResponse:
    """銀行で返金する."""
    line, form = get_object_or_404(BankLine, pk=pk), AsideForm(request.POST)
    if form.is_valid():
        with shown_on(form):
            why = form.cleaned_data["why"]
            actions.set_aside(line.pk, why, by=request.actor, at=clock.now())
            return redirect("counter:bank")
    return _page(request, FileForm(), [], form)


def in_words(fault: Fault) -> str:
    """3行目：「…」は日付として読めません."""
    words = str(FAULTS[fault.code]) % {"given": fault.given}
    return str(_("%(line)s行目：")) % {"line": fault.line} + words if fault.line else words


def _page(
    request: Visit, form: FileForm, faults: list[str], refused: Form | None = None
) -> HttpResponse:
    waiting = BankLine.objects.filter(state=LineState.OPEN).select_related("file")
    page = Paginator(waiting.order_by("day", "pk"), A_PAGE).get_page(request.GET.get("page"))
    lines = [(line, SENTENCES[line.why]) for line in page]
    if lines:
        record_view("bank.view", "bank.lines", by=request.actor, at=clock.now())
    context: dict[str, Any] = {
        "form": form,
        "faults": faults,
        "refused": refused,
        "page": page,
        "lines": lines,
        "match_form": MatchForm(),
        "aside_form": AsideForm(),
        "files": BankFile.objects.order_by("-pk")[:A_PAGE],
    }
    bad = faults or form.errors or refused
    return render(request, "counter/bank/index.html", context, status=UNPROCESSABLE if bad else 200)
