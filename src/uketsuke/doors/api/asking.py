"""尋ねかた: what every address of the API has in common.

It is read with GET or HEAD, what is asked for is checked by a form, a wrong question is answered
with the fields and sentences of the form (422), whoever has the answer already is told so (304).
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.cache import cache_control
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import conditional_page

from uketsuke.doors.shared.entrance.guards import everyone
from uketsuke.doors.shared.inputs.forms import Form
from uketsuke.doors.shared.words.sentences import sentences
from uketsuke.kernel.refusals import Refusal

UNPROCESSABLE, NO_METHOD = 422, 405
SECONDS = 30  # so long an answer may be kept on its way
Answer = Callable[..., Any]


@dataclass(frozen=True, slots=True)
class Endpoint:
    """API の一つのアドレス: as it is routed, answered and documented."""

    path: str
    summary: str
    answer: Answer
    form: type[forms.Form]
    schema: dict[str, Any]
    content_type: str = "application/json"


class NoForm(Form):
    """Nothing is asked for."""


def open_to_all(asked: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """どのサイトからも読める: pages of other sites may read the answer; no cookie is looked at."""

    @wraps(asked)
    def opened(*args: Any, **kept: Any) -> HttpResponse:
        response = asked(*args, **kept)
        response["Access-Control-Allow-Origin"] = "*"
        return response

    return opened


def view(endpoint: Endpoint) -> Callable[..., HttpResponse]:
    """The endpoint as Django calls it."""

    @everyone
    @csrf_exempt  # nothing can be changed here, whatever the method
    @conditional_page
    @cache_control(public=True, max_age=SECONDS)
    @open_to_all
    @wraps(endpoint.answer)
    def asked(request: HttpRequest, **kept: str) -> HttpResponse:
        if request.method not in ("GET", "HEAD"):
            return _told("GET か HEAD で尋ねてください。", NO_METHOD, Allow="GET, HEAD")
        form = endpoint.form(request.GET)
        if extra := sorted(set(request.GET) - set(form.fields)):
            return _wrong({extra[0]: ["この名前の項目はありません。"]})
        if not form.is_valid():
            return _wrong(form.errors)
        try:
            made = endpoint.answer(**form.cleaned_data, **kept)
        except Refusal as refusal:
            return _wrong({"": sentences(refusal)})
        return made if isinstance(made, HttpResponse) else _json(made)

    return asked


def missing(request: HttpRequest, path: str) -> HttpResponse:
    """What is not there, told as the API tells everything."""
    return _told("このアドレスはありません。/api/v1/openapi.json をご覧ください。", 404)


missing = csrf_exempt(everyone(open_to_all(missing)))


def _wrong(errors: Any) -> HttpResponse:
    told = {name: [str(each) for each in found] for name, found in errors.items()}
    return _json({"errors": told}, UNPROCESSABLE)


def _told(sentence: str, status: int, **headers: str) -> HttpResponse:
    response = _json({"errors": {"": [sentence]}}, status)
    for name, text in headers.items():
        response[name] = text
    return response


def _json(content: Any, status: int = 200) -> HttpResponse:
    return JsonResponse(
        content,
        status=status,
        json_dumps_params={"ensure_ascii": False},
        content_type="application/json; charset=utf-8",
    )
