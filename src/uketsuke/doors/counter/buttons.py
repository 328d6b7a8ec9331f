"""ボタンひとつ: what is decided with a press and nothing typed, or why it cannot be."""

from collections.abc import Callable
from typing import Any

from django.http import HttpResponse

from uketsuke.doors.shared.forms import Form, nothing_typed
from uketsuke.doors.shared.refusals import shown_on
from uketsuke.doors.shared.visits import Visit
from uketsuke.kernel import clock


def pressed(
    request: Visit,
    action: Callable[..., Any],
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
