"""当て推量: who guesses passwords is slowed, by account and by source; the owner never is.

Ten wrong ones for an account from an address, and that address waits before it may go on with that
account. A hundred from one address, whatever accounts they were for, and it waits with all of them.
A device on which the owner has logged in before counts by itself: neither stops it. No account is
ever locked. 源: facts, systems.md 5 #1 (445,000 tries on 1,000 accounts locked their owners out).
"""

from typing import Any

from axes.attempts import get_cool_off_threshold
from axes.handlers.database import AxesDatabaseHandler
from axes.models import AccessAttempt
from django.db.models import Sum

OF_ONE_SOURCE = 100


class Handler(AxesDatabaseHandler):  # type: ignore[misc]  # axes has no types
    """ログインの失敗: what axes counts, and the sum of a source on top of it."""

    def is_locked(self, request: Any, credentials: dict[str, Any] | None = None) -> bool:
        return bool(super().is_locked(request, credentials)) or _is_slowed(request)

    def user_login_failed(
        self, sender: Any, credentials: dict[str, Any], request: Any = None, **kwargs: Any
    ) -> None:
        """A source that waits is answered so, and fills no table meanwhile."""
        if request is not None and _is_slowed(request):
            request.axes_locked_out = True
            return
        super().user_login_failed(sender, credentials, request, **kwargs)


def counted_by(request: Any, credentials: dict[str, Any] | None = None) -> list[list[str]]:
    """What counts together: an account at an address, or an account on its own device."""
    return [["username", "user_agent" if _known(request) else "ip_address"]]


def _known(request: Any) -> bool:
    return bool(getattr(request, "known_device", ""))


def _is_slowed(request: Any) -> bool:
    if _known(request):
        return False
    since = get_cool_off_threshold(request)
    tries = AccessAttempt.objects.filter(
        ip_address=request.axes_ip_address, attempt_time__gte=since
    )
    failures = tries.aggregate(sum=Sum("failures_since_start"))["sum"] or 0
    return bool(failures >= OF_ONE_SOURCE)
