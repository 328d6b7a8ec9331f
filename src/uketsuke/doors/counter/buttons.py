"""ボタンひとつ: what is decided with a press and nothing typed, or why it cannot be."""

from collections.abc import Callable
from typing import Any

from django.db.models import Model
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect

from uketsuke.doors.shared.entrance.visits import Visit
from uketsuke.doors.shared.inputs.forms import Form, nothing_typed
from uketsuke.doors.shared.words.refusals import shown_on
from uketsuke.kernel import clock

Action = Callable[..., Any]
Decided = Callable[[Visit, int, Action], HttpResponse]


def pressed(
    request: Visit,
    action: Action,
    pk: int,
    *,
    then: HttpResponse,
    otherwise: Callable[[Form], HttpResponse],
) -> HttpResponse:
    """Do ``action`` to what has that key, and go on with ``then``.

    Where it is refused: ``otherwise``, the page as it was, with a form that says why not.
    """
    refused = nothing_typed()
    with shown_on(refused):
        action(pk, by=request.actor, at=clock.now())
        return then
    return otherwise(refused)


def deciding(of: type[Model], then: str, page: Callable[[Visit, Form], HttpResponse]) -> Decided:
    """起案の承認・取下げ: each a press about one ``of``, and then back to the page called ``then``.

    ``page`` is drawn with a form that says why not, where it is refused.
    """

    def decided(request: Visit, pk: int, action: Action) -> HttpResponse:
        found = get_object_or_404(of, pk=pk)
        return pressed(
            request,
            action,
            found.pk,
            then=redirect(then),
            otherwise=lambda refused: page(request, refused),
        )

    return decided
