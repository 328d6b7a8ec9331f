"""料金表の案: copied from a version, filled in as a sheet or taken from a file."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from uketsuke.doors.counter.tariffs.forms import CopyForm, Sheet, UploadForm
from uketsuke.doors.counter.tariffs.views import UNPROCESSABLE, find, url
from uketsuke.doors.shared.entrance.guards import staff
from uketsuke.doors.shared.entrance.visits import Visit
from uketsuke.doors.shared.inputs.forms import Form
from uketsuke.doors.shared.words.refusals import shown_on
from uketsuke.doors.shared.words.sentences import sentence
from uketsuke.identity.models import Role
from uketsuke.kernel import clock
from uketsuke.tariffs import files, queries, versions
from uketsuke.tariffs.models import State, Tariff


@staff(Role.MANAGER)
@require_http_methods(["GET", "POST"])
def copy(request: Visit, code: str) -> HttpResponse:
    """写して新しい案を作る."""
    source, form = find(code), CopyForm(request.POST or None)
    if form.is_valid():
        given = form.cleaned_data
        with shown_on(form):
            made = versions.copy(
                source.pk,
                given["code"],
                given["label"],
                given["in_force_from"],
                by=request.actor,
                at=clock.now(),
            )
            return redirect("counter:tariff_edit", made.code)
    return _shown(request, "copy", source, form)


@staff(Role.MANAGER)
@require_http_methods(["GET", "POST"])
def edit(request: Visit, code: str) -> HttpResponse:
    """案の編集: all of it on one sheet; stored as a whole, or not at all."""
    found, form = find(code), Form(request.POST if request.method == "POST" else None)
    if found.state != State.DRAFT and not form.is_bound:
        return redirect(url(code))
    said = queries.content(found)
    sheet = Sheet.sent(request.POST) if form.is_bound else Sheet.of(said)
    if form.is_valid():
        reading = files.build(sheet.rows(), queries.priced_rooms())
        sheet.blame(reading.problems, form)
        if reading.content:
            with shown_on(form):
                versions.replace(
                    found.pk,
                    reading.content,
                    seen=request.POST.get("seen", ""),
                    by=request.actor,
                    at=clock.now(),
                )
                return redirect(url(code))
    # Shown again, it has been told of what others changed: the next time it may replace that.
    return _shown(request, "edit", found, form, sheet=sheet, seen=files.fingerprint(said))


@staff(Role.MANAGER)
@require_http_methods(["GET", "POST"])
def upload(request: Visit, code: str) -> HttpResponse:
    """ファイルから取り込む: all of it, or its faults line by line and nothing."""
    found = find(code)
    posted = request.method == "POST"
    if found.state != State.DRAFT and not posted:
        return redirect(url(code))
    form = UploadForm(request.POST, request.FILES) if posted else UploadForm()
    if form.is_valid():
        document = form.cleaned_data["file"].read(files.MOST_BYTES + 1)
        reading = files.read(document, queries.priced_rooms())
        for problem in reading.problems:
            said = sentence(problem.reason)
            form.add_error("file", f"{problem.place}行目：{said}" if problem.place else said)
        if reading.content:
            with shown_on(form):
                versions.replace(found.pk, reading.content, by=request.actor, at=clock.now())
                return redirect("counter:tariff_changes", code)
    return _shown(request, "upload", found, form)


@staff(Role.MANAGER)
@require_http_methods(["GET", "POST"])
def discard(request: Visit, code: str) -> HttpResponse:
    """案を捨てる, asked once more."""
    found, form = find(code), Form(request.POST if request.method == "POST" else None)
    if form.is_valid():
        with shown_on(form):
            versions.discard(found.pk, by=request.actor, at=clock.now())
            return redirect("counter:tariffs")
    return _shown(request, "discard", found, form)


def _shown(request: Visit, page: str, tariff: Tariff, form: Form, **more: object) -> HttpResponse:
    context = {"tariff": tariff, "form": form, "back_url": url(tariff.code)} | more
    status = UNPROCESSABLE if form.is_bound and form.errors else 200
    return render(request, f"counter/tariffs/{page}.html", context, status=status)
