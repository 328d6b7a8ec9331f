"""アカウント: who is logged in, read together with the session.

Django asks for the two one after the other, at every request of whoever is logged in. What it
checks is checked here too; wherever anything is not as usual, Django itself looks again.
"""

from typing import Any

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.auth.middleware import AuthenticationMiddleware, get_user
from django.http import HttpRequest
from django.utils.crypto import constant_time_compare
from django.utils.functional import SimpleLazyObject

from uketsuke.identity.models import User


class AccountMiddleware(AuthenticationMiddleware):
    """Gives every request its ``user``, who is looked up when somebody asks."""

    def process_request(self, request: HttpRequest) -> None:
        super().process_request(request)
        request.user = SimpleLazyObject(lambda: _account(request))  # type: ignore[assignment]


def _account(request: Any) -> Any:
    if not hasattr(request, "_cached_user"):
        owner = request.session.owner
        if owner is not None and _is_hers(request.session, owner):
            request._cached_user = owner  # noqa: SLF001 - where Django keeps it
    return get_user(request)


def _is_hers(session: Any, owner: User) -> bool:
    """Whether this session was opened by her, with the password she has now, and may go on."""
    return (
        owner.is_active
        and session.get(SESSION_KEY) == str(owner.pk)
        and session.get(BACKEND_SESSION_KEY) in settings.AUTHENTICATION_BACKENDS
        and constant_time_compare(session.get(HASH_SESSION_KEY, ""), owner.get_session_auth_hash())
    )
