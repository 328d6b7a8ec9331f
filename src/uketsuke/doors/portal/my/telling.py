"""お知らせの受け取り方: by mail or letter, in which language, which of the optional ones."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from uketsuke.doors.portal.carry import group_carrying, member, sound, stale_kept, status_of
from uketsuke.doors.shared.entrance.guards import group_required
from uketsuke.doors.shared.entrance.visits import Visit, posted
from uketsuke.doors.shared.inputs.notice_forms import WishesForm
from uketsuke.kernel import clock
from uketsuke.notices import bounces, wishes
from uketsuke.notices.bounces import actions as bouncing
from uketsuke.notices.outbox import mail_of


@group_carrying
@stale_kept
@require_http_methods(["GET", "POST"])
def telling(request: Visit) -> HttpResponse:
    """お知らせの受け取り方; what must be told cannot be switched off."""
    group = member(request)
    form = WishesForm(posted(request), wishes.preference(group))
    if sound(request, form):
        given, by, at = form.cleaned_data, request.actor, clock.now()
        wishes.choose(
            group.pk,
            given["language"],
            reminders=given["reminders"],
            alerts=given["alerts"],
            by=by,
            at=at,
        )
        return redirect("portal:telling")
    status = status_of(request, form)
    mail = mail_of(group)
    context = {
        "form": form,
        "mail": mail,
        "bounce": bounces.open_of(group, mail),
        "chosen": wishes.preference(group).changed_at,
        "chosen_languages": wishes.languages(),
    }
    return render(request, "portal/my/telling.html", context, status=status)


@group_required
@require_POST
def reachable(request: Visit) -> HttpResponse:
    """このアドレスで合っている: mails are sent there again."""
    bouncing.settle(member(request).pk, by=request.actor, at=clock.now())
    return redirect("portal:telling")
