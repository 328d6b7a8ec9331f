"""ログインの安全 of a group: a second factor if she wants one, and word of a new device."""

from django.http import HttpResponse
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from uketsuke.doors.portal.carry import member
from uketsuke.doors.shared.entrance import devices, passwords, second
from uketsuke.doors.shared.entrance.guards import group_required
from uketsuke.doors.shared.entrance.visits import Visit
from uketsuke.identity.models import User
from uketsuke.kernel import clock
from uketsuke.registration.actions import tell_of_new_device

FRAME = second.Frame(
    "portal/_base.html",
    "portal:login",
    "portal:second",
    "portal:security",
    "portal:password_change",
)


@group_required
@require_http_methods(["GET", "POST"])
def security(request: Visit) -> HttpResponse:
    """ログインの安全: what she has, and what she can add."""
    member(request)
    return second.setup(request, FRAME)


@group_required
@sensitive_post_parameters("current", "password", "password_again")
@require_http_methods(["GET", "POST"])
def password(request: Visit) -> HttpResponse:
    """パスワードの変更."""
    member(request)
    return passwords.change(request, FRAME)


def enter(request: Visit, user: User) -> bool:
    """ログインする; whether this device was known. The group is told when it was not."""
    first = user.last_login is None
    second.enter(request, user)
    known = devices.knows(request, user)
    if not known and not first:
        by = second.actor_of(request, user)
        tell_of_new_device(user.pk, by=by, at=clock.now())
    return known
