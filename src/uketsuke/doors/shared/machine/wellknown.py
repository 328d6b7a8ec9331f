"""知らせ先: security.txt (RFC 9116), for who has found a weakness and wants to tell us."""

from datetime import timedelta

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from uketsuke.doors.shared.entrance.guards import everyone
from uketsuke.kernel import clock

GOOD_FOR = timedelta(days=180)
PATH = ".well-known/security.txt"


@everyone
@require_safe
def security(request: HttpRequest) -> HttpResponse:
    """Whom to tell; where nobody is named there is no such page."""
    if not settings.SECURITY_CONTACT:
        raise Http404
    until = clock.day(clock.now()) + GOOD_FOR
    contact = settings.SECURITY_CONTACT
    lines = [
        f"Contact: {contact if ':' in contact else f'mailto:{contact}'}",
        f"Expires: {until.isoformat()}T00:00:00Z",
        "Preferred-Languages: ja, en",
        f"Canonical: {settings.BASE_URL}/{PATH}",
    ]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")
