"""通知書と届かなかったメール: letters of the day, and what came back."""

from typing import Any
from uuid import uuid4

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from uketsuke.audit.actions import record_view
from uketsuke.doors.counter import links
from uketsuke.doors.counter.letters.forms import EnvelopeForm, LettersForm
from uketsuke.doors.shared.drawing import papers
from uketsuke.doors.shared.entrance.guards import staff
from uketsuke.doors.shared.entrance.visits import Visit, posted
from uketsuke.doors.shared.inputs.notice_forms import WishesForm
from uketsuke.doors.shared.words.refusals import shown_on
from uketsuke.groups.models import Group
from uketsuke.identity.models import Role
from uketsuke.kernel import clock
from uketsuke.kernel.text import digits
from uketsuke.notices import bounces, delivery, letter, wishes
from uketsuke.notices.bounces import actions as bouncing
from uketsuke.notices.letter import actions, window
from uketsuke.notices.models import Batch, Envelope
from uketsuke.notices.texts import subject

A_PAGE, MOST = 30, 200
UNPROCESSABLE = 422


@staff(Role.COUNTER, Role.MANAGER)
@require_http_methods(["GET", "POST"])
def letters(request: Visit) -> HttpResponse:
    """今日の通知書: what waits to be printed; sent back, it becomes one bundle."""
    form = LettersForm(posted(request), initial={"token": uuid4()})
    if form.is_valid():
        with shown_on(form):
            token = form.cleaned_data["token"]
            batch = actions.print_waiting(token, by=request.actor, at=clock.now())
            return redirect("counter:letters_batch", batch.pk)
    return _page(request, form)


@staff(Role.MANAGER)
@require_POST
def envelope(request: Visit) -> HttpResponse:
    """封筒を決める: which one, and what was measured of it."""
    form = EnvelopeForm(request.POST)
    if form.is_valid():
        with shown_on(form):
            code = form.cleaned_data["code"]
            actions.use_envelope(code, form.window, by=request.actor, at=clock.now())
            return redirect("counter:letters")
    return _page(request, LettersForm(initial={"token": uuid4()}), form)


def _page(request: Visit, form: LettersForm, chosen: EnvelopeForm | None = None) -> HttpResponse:
    waiting = list(letter.waiting()[:MOST])
    groups = {each.notice.group_id for each in waiting}
    batches = Batch.objects.select_related("envelope").order_by("-printed_at", "-pk")
    used = Envelope.objects.filter(in_use=True).first()
    may = links.open_to(request, "letters_envelope")
    context = {
        "form": form,
        "waiting": [(each, subject(each.notice)) for each in waiting],
        "envelopes": len(groups),
        "page": Paginator(batches, A_PAGE).get_page(request.GET.get("page")),
        "used": used,
        "manager": bool(may),
        "area": window.area(letter.window_of(used)) if used else None,
        "envelope_url": may,
        "chosen": chosen,
        "envelope_forms": [
            chosen if chosen and chosen.data.get("code") == each.code else EnvelopeForm.of(each)
            for each in Envelope.objects.order_by("-in_use", "pk")
        ],
    }
    bad = any(each is not None and each.is_bound and each.errors for each in (form, chosen))
    status = UNPROCESSABLE if bad else 200
    return render(request, "counter/letters/letters.html", context, status=status)


@staff(Role.COUNTER, Role.MANAGER)
@require_GET
def batch(request: Visit, pk: int) -> HttpResponse:
    """通知書の束: what is in it, its file, and a second print."""
    found = get_object_or_404(Batch.objects.select_related("envelope"), pk=pk)
    told = [(each, subject(each)) for each in letter.of_batch(found)]
    return render(request, "counter/letters/batch.html", {"batch": found, "told": told})


@staff(Role.COUNTER, Role.MANAGER)
@require_GET
def file(request: Visit, pk: int) -> HttpResponse:
    """通知書の束 as one file; the look at the addresses is on record."""
    found = get_object_or_404(Batch.objects.select_related("envelope"), pk=pk)
    record_view("letters.view", found, by=request.actor, at=clock.now())
    content = papers.letters(
        letter.of_batch(found), found.printed_at, envelope=found.envelope, nth=found.prints
    )
    response = HttpResponse(content, content_type="application/pdf")
    name = f"letters-{clock.day(found.printed_at):%Y%m%d}-{found.pk}.pdf"
    response["Content-Disposition"] = f'inline; filename="{name}"'
    return response


@staff(Role.COUNTER, Role.MANAGER)
@require_POST
def again(request: Visit, pk: int) -> HttpResponse:
    """もう一度印刷する: from now on the file says so on each sheet."""
    found = get_object_or_404(Batch, pk=pk)
    actions.print_again(found.pk, by=request.actor, at=clock.now())
    return redirect("counter:letters_batch", pk)


@staff(Role.COUNTER, Role.MANAGER)
@require_GET
def unreached(request: Visit) -> HttpResponse:
    """届かなかったメール: addresses that do not work, and mails that could not be sent."""
    found = bounces.waiting().order_by("-hard", "-at", "-pk")
    page = Paginator(found, A_PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "manager": bool(links.open_to(request, "wordings")),
        "bounced": [(each, subject(each.delivery.notice)) for each in page],
        "given_up": [
            (each, subject(each.notice))
            for each in delivery.given_up().select_related("notice__group")[:MOST]
        ],
    }
    return render(request, "counter/letters/unreached.html", context)


@staff(Role.COUNTER, Role.MANAGER)
@require_POST
def act(request: Visit, pk: int) -> HttpResponse:
    """もう一度送る、または通知書にする: a mail that was given up. Sent again it changes nothing."""
    do = bouncing.by_letter if request.POST.get("do") == "letter" else bouncing.try_again
    do(pk, by=request.actor, at=clock.now())
    return redirect("counter:unreached")


@staff(Role.COUNTER, Role.MANAGER)
@require_POST
def settle(request: Visit, number: str) -> HttpResponse:
    """アドレスを確かめた: mails are sent there again."""
    group = get_object_or_404(Group, number=digits(number))
    bouncing.settle(group.pk, by=request.actor, at=clock.now())
    return redirect("counter:unreached")


@staff(Role.COUNTER, Role.MANAGER)
@require_http_methods(["GET", "POST"])
def telling(request: Visit, number: str) -> HttpResponse:
    """お知らせの受け取り方 of a group, set for it at the counter."""
    group = get_object_or_404(Group, number=digits(number))
    form = WishesForm(posted(request), wishes.preference(group))
    if form.is_valid():
        given: dict[str, Any] = form.cleaned_data
        wishes.choose(
            group.pk,
            given["language"],
            reminders=given["reminders"],
            alerts=given["alerts"],
            by=request.actor,
            at=clock.now(),
        )
        return redirect("counter:group", group.number)
    context = {
        "group": group,
        "form": form,
        "chosen_languages": wishes.languages(),
        "bounce": bounces.open_of(group),
    }
    status = UNPROCESSABLE if form.errors else 200
    return render(request, "counter/letters/telling.html", context, status=status)
