"""抽選の通知書: for groups without a mail address, one page each, in one file."""

from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_GET, require_POST

from uketsuke.audit.actions import record_view
from uketsuke.doors.counter.lottery.views import MOST_LETTERS, round_of
from uketsuke.doors.shared.drawing import papers
from uketsuke.doors.shared.entrance.guards import staff
from uketsuke.doors.shared.entrance.visits import Visit
from uketsuke.identity.models import Role
from uketsuke.kernel import clock
from uketsuke.notices.letter import waiting_of
from uketsuke.notices.letter.actions import mark_sent


@staff(Role.COUNTER, Role.MANAGER)
@require_GET
def letters(request: Visit, code: str) -> HttpResponse:
    """通知書 of this round that wait to be printed; the look at the addresses is on record."""
    found = round_of(code)
    record_view("lottery.letters_view", found, by=request.actor, at=clock.now())
    response = HttpResponse(
        papers.letters([each.notice for each in waiting_of(code)[:MOST_LETTERS]], clock.now()),
        content_type="application/pdf",
    )
    response["Content-Disposition"] = f'inline; filename="letters-{code}.pdf"'
    return response


@staff(Role.COUNTER, Role.MANAGER)
@require_POST
def sent(request: Visit, code: str) -> HttpResponse:
    """発送済にする: exactly those that the page named."""
    numbers = [int(text) for text in request.POST.getlist("letter") if text.isdecimal()][
        :MOST_LETTERS
    ]
    mark_sent(numbers, by=request.actor, at=clock.now())
    return redirect("counter:round", code)
