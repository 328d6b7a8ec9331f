"""監査: what was done and seen; the list of every personal item."""

from datetime import datetime, time, timedelta
from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET, require_http_methods

from uketsuke.audit.actions import record_view
from uketsuke.audit.models import Entry, Seal
from uketsuke.audit.queries import Verdict, verify
from uketsuke.doors.counter.protection.audit_forms import AuditForm
from uketsuke.doors.counter.tabs import tabs
from uketsuke.doors.shared.entrance.guards import staff
from uketsuke.doors.shared.entrance.visits import Visit
from uketsuke.identity.models import Role
from uketsuke.kernel import clock
from uketsuke.protection.inventory import by_whose
from uketsuke.protection.retention.queries import words

UNPROCESSABLE = 422
A_PAGE = 50


@staff(Role.ADMINISTRATOR, Role.WARD, Role.MANAGER)
@require_http_methods(["GET", "POST"])
def audit(request: Visit) -> HttpResponse:
    """監査: what was done and seen, the newest first; a POST checks all of it."""
    verdict: Verdict | None = None
    if request.method == "POST":
        verdict = verify()
        record_view("audit.verify", "audit", by=request.actor, at=clock.now())
    form = AuditForm(request.GET)
    entries = _entries(form, request.GET.get("before", "")) if form.is_valid() else []
    shown, more = entries[:A_PAGE], len(entries) > A_PAGE
    kept = {name: request.GET[name] for name in form.fields if request.GET.get(name)}
    context = {
        "form": form,
        "entries": shown,
        "older": urlencode(kept | {"before": shown[-1].pk}) if more else "",
        "newest": urlencode(kept) if "before" in request.GET else None,
        "seal": Seal.objects.order_by("-last").first(),
        "verdict": verdict,
        "tabs": tabs(request),
    }
    status = UNPROCESSABLE if form.errors else 200
    return render(request, "counter/protection/audit.html", context, status=status)


def _entries(form: AuditForm, before: str) -> list[Entry]:
    """One page and one more, in one query however long the audit has become."""
    given = form.cleaned_data
    found = Entry.objects.order_by("-pk")
    if before.isascii() and before.isdigit():
        found = found.filter(pk__lt=int(before[:20]))
    if given["actor"]:
        found = found.filter(actor=given["actor"])
    if given["action"]:
        found = found.filter(action__startswith=given["action"])
    if given["subject"]:
        found = found.filter(subject__startswith=given["subject"])
    if given["first"]:
        found = found.filter(at__gte=datetime.combine(given["first"], time(), clock.TOKYO))
    if given["last"]:
        end = datetime.combine(given["last"], time(), clock.TOKYO) + timedelta(days=1)
        found = found.filter(at__lt=end)
    return list(found[: A_PAGE + 1])


@staff(Role.ADMINISTRATOR, Role.MANAGER, Role.WARD, Role.VENDOR)
@require_GET
def inventory(request: Visit) -> HttpResponse:
    """個人情報ファイル簿: every personal item, what it is for, until when it is kept; prints."""
    context = {"files": by_whose(words()), "today": clock.now(), "tabs": tabs(request)}
    return render(request, "counter/protection/inventory.html", context)
