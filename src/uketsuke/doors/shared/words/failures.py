"""うまくいかなかったとき: refusals and errors become pages that say what to do instead."""

from collections.abc import Callable
from http import HTTPStatus
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseServerError, QueryDict
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from uketsuke.doors.shared.words.sentences import sentences
from uketsuke.kernel.refusals import Refusal


class RefusalMiddleware:
    """A Refusal that no form has shown becomes a page with the same sentence (409), and a
    method that a page does not know becomes a page too (405)."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if response.status_code == HTTPStatus.METHOD_NOT_ALLOWED and not response.content:
            page = render(request, "shared/405.html", status=response.status_code)
            page["Allow"] = response["Allow"]
            return page
        return response

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        if not isinstance(error, Refusal):
            return None
        return render(request, "shared/409.html", {"sentences": sentences(error)}, status=409)


def csrf(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The page's form was too old or came from elsewhere: nothing was stored."""
    return render(
        request,
        "shared/403.html",
        {"message": _("画面の有効期限が切れました。前の画面に戻り、もう一度お試しください。")},
        status=403,
    )


def locked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
    """Too many wrong passwords from one place for one account: that place waits, nobody else."""
    return render(
        request,
        "shared/403.html",
        {
            "message": _(
                "続けて間違えたため、この端末からのログインを15分間お休みしています。"
                "しばらくしてからお試しください。お急ぎの場合は窓口へお電話ください。"
            )
        },
        status=429,
    )


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    request.GET = QueryDict()  # what could not be read once is not read again for the frame
    return render(request, "shared/400.html", status=400)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "shared/403.html", status=403)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "shared/404.html", status=404)


def server_error(request: HttpRequest) -> HttpResponse:
    """With its number only: a whole context asks the database, which may be what is broken."""
    number = getattr(request, "number", "")
    return HttpResponseServerError(render_to_string("shared/500.html", {"number": number}))
