"""利用者登録の申請 at home: what to type, what to bring, and the reception number."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from uketsuke.doors.portal.carry import sound, stale_kept, status_of
from uketsuke.doors.shared.entrance.guards import everyone
from uketsuke.doors.shared.entrance.visits import Visit, posted
from uketsuke.doors.shared.inputs.registration_forms import PhotoForm, RegistrationForm
from uketsuke.doors.shared.words.refusals import shown_on
from uketsuke.groups.models import Evidence
from uketsuke.halls.spoken import atlas
from uketsuke.kernel import clock
from uketsuke.registration import actions
from uketsuke.registration import papers as photographs
from uketsuke.registration.models import Application, Kind

UNPROCESSABLE = 422


@everyone
@stale_kept
@require_http_methods(["GET", "POST"])
def register(request: Visit) -> HttpResponse:
    """利用者登録の申請. Sent twice, it is received once."""
    form = RegistrationForm(posted(request))
    if sound(request, form):
        with shown_on(form):
            typed = form.cleaned_data
            actions.apply(
                typed["group_name"],
                typed["claimed"],
                form.persons(),
                typed["token"],
                by=request.actor,
                at=clock.now(),
            )
            return redirect("portal:registered", typed["token"])
    status = status_of(request, form)
    context = {"form": form, "papers": papers()}
    return render(request, "portal/registration/register.html", context, status=status)


@everyone
@require_GET
def registered(request: Visit, token: UUID) -> HttpResponse:
    """受付番号, and what to bring to which counter. Nothing personal stands here."""
    made = get_object_or_404(Application, token=token, kind=Kind.NEW)
    return _registered(request, made, PhotoForm())


@everyone
@require_POST
def send_photo(request: Visit, token: UUID) -> HttpResponse:
    """書類の写真を送る: who knows the address of the application may."""
    made = get_object_or_404(Application, token=token, kind=Kind.NEW)
    form = PhotoForm(request.POST, files=request.FILES)
    if form.is_valid():
        with shown_on(form):
            content = form.cleaned_data["photo"].read()
            photographs.send(made.pk, content, by=request.actor, at=clock.now())
            return redirect("portal:registered", token)
    return _registered(request, made, form, status=UNPROCESSABLE)


@everyone
@require_POST
def take_photo_back(request: Visit, token: UUID, pk: int) -> HttpResponse:
    """書類の写真を取り消す."""
    made = get_object_or_404(Application, token=token, kind=Kind.NEW)
    photographs.take_back(made.pk, pk, by=request.actor, at=clock.now())
    return redirect("portal:registered", token)


def _registered(
    request: Visit, made: Application, form: PhotoForm, status: int = 200
) -> HttpResponse:
    context = {
        "application": made,
        "papers": papers(),
        "halls": atlas().halls.values(),
        "form": form if photographs.wanted(made) else None,
        "photos": made.papers.defer("content").order_by("pk"),
    }
    return render(request, "portal/registration/registered.html", context, status=status)


def papers() -> list[str]:
    """住所の確認書類: any one of these. 源: facts 3.1 [S]."""
    others = {Evidence.DELEGATION, Evidence.NONE}
    return [str(kind.label) for kind in Evidence if kind not in others]
