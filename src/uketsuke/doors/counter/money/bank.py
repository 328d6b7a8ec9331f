"""銀行振込: the bank's file is taken as a whole; what is not certain waits for somebody."""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.db.models import Count, Sum
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from uketsuke.audit.actions import record_view
from uketsuke.doors.counter import links
from uketsuke.doors.shared.entrance.guards import staff
from uketsuke.doors.shared.entrance.visits import Visit, posted
from uketsuke.doors.shared.inputs.forms import DigitsField, Form, ReasonField
from uketsuke.doors.shared.words.refusals import shown_on
from uketsuke.doors.shared.words.sentences import SENTENCES
from uketsuke.identity.models import Role
from uketsuke.intake.bank import actions
from uketsuke.intake.bank.models import BankFile, BankLine, LineState
from uketsuke.intake.bank.zengin import LARGEST, Fault, Unreadable
from uketsuke.kernel import clock
from uketsuke.kernel.actors import Who

UNPROCESSABLE = 422
A_PAGE = 30
LINES_A_PAGE = 200
MOST_FAULTS = 50
FAULTS: dict[str, Promise] = {
    "too_large": _("ファイルが大きすぎます（%(given)sまで）。"),
    "encoding": _(
        "文字の種類が違います。銀行の「全銀協規定形式（JISコード）」のファイルにしてください。"
    ),
    "empty": _("中身がありません。"),
    "other_file": _(
        "銀行の入金ファイルではないようです（200文字の行がありません）。"
        "「全銀協規定形式」の「振込入金明細」を選んでください。"
    ),
    "length": _("1行の長さが200文字ではありません（%(given)s文字）。"),
    "letters": _("%(given)s文字目に、半角カナ・英数字のほかの文字が入っています。"),
    "no_header": _("見出しの行（1で始まる行）がありません。"),
    "other_kind": _(
        "振込入金通知（種別01）ではありません（種別%(given)s）。"
        "銀行で「振込入金明細」を選んでください。"
    ),
    "second_header": _(
        "見出しの行（1で始まる行）がもう一つあります。口座ごとに一つのファイルにしてください。"
    ),
    "no_trailer": _("合計の行（8で始まる行）がありません。途中で切れているようです。"),
    "after_trailer": _("合計の行のあとに、まだ行があります。"),
    "no_end": _("終わりの行（9で始まる行）がありません。途中で切れているようです。"),
    "after_end": _("終わりの行のあとに、まだ行があります。"),
    "unknown_record": _("「%(given)s」で始まる行は読めません。"),
    "unknown_mark": _("取消区分「%(given)s」は読めません。"),
    "no_day": _("「%(given)s」は日付として読めません（年は令和）。"),
    "days_turned": _("勘定日の始まりが終わりより後です。"),
    "no_number": _("「%(given)s」は数として読めません。"),
    "count": _("件数が合計の行と合いません（合計の行／明細 %(given)s）。"),
    "total": _("金額が合計の行と合いません（合計の行／明細 %(given)s）。"),
}


class FileForm(Form):
    """ファイルを選ぶ."""

    file = forms.FileField(
        label=_("銀行のファイル"), help_text=_("全銀協規定形式の振込入金明細（1MBまで）")
    )
    new_account = forms.BooleanField(
        label=_("初めての口座"),
        required=False,
        help_text=_("これまでと違う口座のファイルを、初めて取り込むときだけ"),
    )


class MatchForm(Form):
    """手で消し込む."""

    number = DigitsField(label=_("予約番号"), length=8)
    why = ReasonField(label=_("理由"), required=False, max_length=200)


class WhyForm(Form):
    """銀行で返金する."""

    why = ReasonField(label=_("理由"), max_length=200)


class UndoForm(Form):
    """消込を取り消す."""

    why = ReasonField(label=_("理由（消し込んだ予約の利用者にお知らせします）"), max_length=200)


@staff(Role.COUNTER, Role.MANAGER)
@require_http_methods(["GET", "POST"])
def index(request: Visit) -> HttpResponse:
    """取り込みと、消し込めていない入金."""
    form = FileForm(posted(request), files=request.FILES or None)
    faults: list[Fault] = []
    if form.is_valid():
        given, at = form.cleaned_data, clock.now()
        # One byte more than may be: the reader says that it is too large.
        content, title = given["file"].read(LARGEST + 1), given["file"].name[:120]
        try:
            with shown_on(form):
                made = actions.import_file(
                    content, title, by=request.actor, at=at, new_account=given["new_account"]
                )
                url = reverse("counter:bank_file", args=[made.pk])
                return redirect(url if made.read_at == at else f"{url}?again=1")
        except Unreadable as unreadable:
            faults = unreadable.faults
            form.add_error("file", _("読み取れませんでした。上の理由をご覧ください。"))
    return _page(request, form, faults)


@staff(Role.COUNTER, Role.MANAGER)
@require_GET
def show(request: Visit, pk: int) -> HttpResponse:
    """取り込んだファイル一件."""
    return _file(request, get_object_or_404(BankFile, pk=pk))


@staff(Role.COUNTER, Role.MANAGER)
@require_POST
def match(request: Visit, pk: int) -> HttpResponse:
    """手で消し込む."""
    line = get_object_or_404(BankLine, pk=pk)
    form = MatchForm(request.POST, auto_id=_ids("match", pk))
    if form.is_valid():
        with shown_on(form):
            number, why = form.cleaned_data["number"], form.cleaned_data["why"]
            actions.match(line.pk, number, why, by=request.actor, at=clock.now())
            return redirect(_url(request))
    return _page(request, FileForm(), [], _Sent(line.pk, "match", form))


@staff(Role.COUNTER, Role.MANAGER)
@require_POST
def aside(request: Visit, pk: int) -> HttpResponse:
    """銀行で返金する."""
    line = get_object_or_404(BankLine, pk=pk)
    form = WhyForm(request.POST, auto_id=_ids("aside", pk))
    if form.is_valid():
        with shown_on(form):
            why = form.cleaned_data["why"]
            actions.set_aside(line.pk, why, by=request.actor, at=clock.now())
            return redirect(_url(request))
    return _page(request, FileForm(), [], _Sent(line.pk, "aside", form))


@staff(Role.COUNTER, Role.MANAGER)
@require_POST
def undo(request: Visit, pk: int) -> HttpResponse:
    """消込を取り消す."""
    line = get_object_or_404(BankLine.objects.select_related("file"), pk=pk)
    form = UndoForm(request.POST, auto_id=_ids("undo", pk))
    if form.is_valid():
        with shown_on(form):
            why = form.cleaned_data["why"]
            actions.undo(line.pk, why, by=request.actor, at=clock.now())
            return redirect("counter:bank")
    return _file(request, line.file, _Sent(line.pk, "undo", form))


def in_words(fault: Fault) -> str:
    """3行目：「…」は日付として読めません."""
    words = str(FAULTS[fault.code]) % {"given": fault.given}
    return str(_("%(line)s行目：")) % {"line": fault.line} + words if fault.line else words


@dataclass(frozen=True, slots=True)
class _Sent:
    """書いたもの: what was sent for a line and refused; it stays where it was."""

    pk: int
    deed: str
    form: Form


def _ids(deed: str, pk: int) -> str:
    """Names of its own for the fields of each line."""
    return f"id_{deed}_{pk}_%s"


def _form(kind: type[Form], deed: str, line: BankLine, sent: _Sent | None) -> Form:
    """The form of that deed at ``line``: what was sent, else an empty one."""
    if sent and (sent.pk, sent.deed) == (line.pk, deed):
        return sent.form
    return kind(auto_id=_ids(deed, line.pk), initial={"number": line.booking})


def _page(
    request: Visit,
    form: FileForm,
    faults: list[Fault],
    sent: _Sent | None = None,
) -> HttpResponse:
    waiting = BankLine.objects.filter(state=LineState.OPEN)
    page = Paginator(waiting.order_by("day", "pk"), A_PAGE).get_page(request.GET.get("page"))
    lines = [
        (
            line,
            SENTENCES[line.why],
            _form(MatchForm, "match", line, sent),
            _form(WhyForm, "aside", line, sent),
        )
        for line in page
    ]
    if any(line.written for line in page):
        record_view("bank.view", "bank.lines", by=request.actor, at=clock.now())
    context: dict[str, Any] = {
        "form": form,
        "faults": [in_words(fault) for fault in faults[:MOST_FAULTS]],
        "more_faults": max(0, len(faults) - MOST_FAULTS),
        "refused": sent and sent.form,
        "page": page,
        "lines": lines,
        "files": BankFile.objects.order_by("-pk")[:A_PAGE],
    }
    bad = form.errors or sent
    return render(request, "counter/money/bank.html", context, status=UNPROCESSABLE if bad else 200)


def _file(request: Visit, found: BankFile, sent: _Sent | None = None) -> HttpResponse:
    related = found.lines.select_related("entry__receipt").order_by("nth")
    page = Paginator(related, LINES_A_PAGE).get_page(request.GET.get("page"))
    if any(line.written for line in page):
        record_view("bank.view", found, by=request.actor, at=clock.now())
    sums = found.lines.filter(taken_back=False).values_list("state")
    counted = {state: (n, yen) for state, n, yen in sums.annotate(Count("pk"), Sum("amount"))}
    context: dict[str, Any] = {
        "file": found,
        "page": page,
        "lines": [(line, _form(UndoForm, "undo", line, sent)) for line in page],
        "sums": [(each.label, *counted[each]) for each in LineState if each in counted],
        "taken_back": found.lines.filter(taken_back=True).count(),
        "open": found.lines.filter(state=LineState.OPEN).count(),
        "may_undo": request.actor.who == Who.MANAGER,
        "again": request.method == "GET" and "again" in request.GET,
        "refused": sent and sent.form,
    }
    status = UNPROCESSABLE if sent else 200
    return render(request, "counter/money/bank_file.html", context, status=status)


def _url(request: Visit) -> str:
    """The list, at the page where she was."""
    return links.with_query(reverse("counter:bank"), page=request.GET.get("page", ""))
