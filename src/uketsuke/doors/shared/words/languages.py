"""言語: in which one a page is written, and how a reader says so.

Every page has one address for all languages. A reader is answered in the language she chose (a
cookie), else in the one her browser asks for, else in Japanese. ``?language=en`` on any address
answers in that language and remembers it. The staff side and the API are Japanese only. See
docs/decisions/0043.
"""

import re
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.utils.cache import patch_vary_headers
from django.utils.translation import get_language

from uketsuke.kernel import languages, ruby

PARAMETER = "language"
JAPANESE_ONLY = ("/api/", "/calendar/", "/metrics", "/healthz", "/readyz", "/pay/events/")
_JAPANESE = re.compile(r"[\u3040-\u30ff\u4e00-\u9fff々〆]")
# Signs of Japanese text between words of ours, as the languages with spaces write them.
_SIGN = re.compile(r"（[^（）]*）|[（）：、。〜・　]")
_SIGNS = {
    "（": " (", "）": ")", "：": ": ", "、": ", ", "。": ". ", "〜": "–", "・": " · ", "　": " ",
}  # fmt: skip
_GAP = "　"
_KOREAN = _SIGNS | {"（": "(", "〜": "~"}
_SPACED = frozenset({languages.ENGLISH, languages.KOREAN})
# From a time or a day on: 「9:00〜」 is no sign of Chinese, and no word of やさしい日本語.
_SPAN = re.compile(r"(?:(?<=\d:\d\d)|(?<=）))〜")
# What stands between tags, but for what a reader types.
_TEXT = re.compile(r"(?<=>)[^<]+(?=<(?!/textarea))")


class LanguageMiddleware:
    """Opens every page in the reader's language, and gives the finished page its last touch."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if _is_japanese_only(request):
            with translation.override(languages.JAPANESE):
                return self.get_response(request)
        chosen = _take_choice(request)
        language = chosen or translation.get_language_from_request(request)
        with translation.override(language):
            response = self.get_response(request)
            _finish(response)
        response.headers.setdefault("Content-Language", languages.tag(language))
        patch_vary_headers(response, ("Accept-Language", "Cookie"))
        if chosen:
            remember(response, chosen)
        return response


def remember(response: HttpResponse, language: str) -> None:
    """Keep the reader's choice for a year."""
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        language,
        max_age=31_536_000,
        samesite="Lax",
        secure=settings.HTTPS,
        httponly=True,
    )


def switch(request: HttpRequest) -> list[dict[str, Any]]:
    """言語の切り替え: every language by its own name, with the address of this page in it.

    None on the answer to a form: what was typed is on it and would be lost.
    """
    if request.method not in ("GET", "HEAD") or _is_japanese_only(request):
        return []
    here = f"?{query}&" if (query := request.GET.urlencode()) else "?"
    return [
        {
            "name": name,
            "code": code,
            "tag": languages.tag(code),
            "url": f"{here}{PARAMETER}={code}",
            "current": code == get_language(),
        }
        for code, name in settings.LANGUAGES
    ]


def finished(page: str) -> str:
    """The page as it goes out in the language of now: readings, signs between words, 1 day."""
    language = get_language() or languages.JAPANESE
    if language in (languages.EASY, languages.CHINESE):
        dash = languages.spanned("〜", language)
        return ruby.html(_TEXT.sub(lambda text: _SPAN.sub(dash, text[0]), page))
    return _TEXT.sub(_spaced, page) if language in _SPACED else page


def _spaced(text: re.Match[str]) -> str:
    if text[0] == _GAP:
        return text[0]  # it keeps two links apart, as it does in Japanese
    return languages.counted(_SIGN.sub(_sign, text[0]), get_language() or languages.JAPANESE)


def _sign(found: re.Match[str]) -> str:
    """One sign, or a pair of brackets; next to Japanese words (a name, a title) it stays."""
    sign, text = found[0], found.string
    before, after = text[found.start() - 1 : found.start()], text[found.end() : found.end() + 1]
    beside = _JAPANESE.match(before)
    if len(sign) > 1:
        if beside and _JAPANESE.search(sign):
            return sign
        gap = "" if before.isspace() or get_language() == languages.KOREAN else " "
        return f"{gap}({_SIGN.sub(_sign, sign[1:-1])})"
    if beside or _JAPANESE.match(after):
        return sign
    return (_KOREAN if get_language() == languages.KOREAN else _SIGNS)[sign]


def _finish(response: HttpResponse) -> None:
    if get_language() == languages.JAPANESE or response.streaming:
        return
    if response.has_header("Content-Encoding"):
        return  # a kept page was finished before it was packed
    kind = response.get("Content-Type", "")
    if not kind.startswith("text/"):
        return
    last_touch = finished if kind.startswith("text/html") else ruby.plain
    response.content = last_touch(response.content.decode()).encode()
    if response.has_header("Content-Length"):  # counted before this
        response["Content-Length"] = str(len(response.content))


def _is_japanese_only(request: HttpRequest) -> bool:
    """The staff side, where it exists for this address: elsewhere it is a page like any other
    that does not exist."""
    inside = getattr(request, "place", None) is not None
    return inside or request.path_info.startswith(JAPANESE_ONLY)


def _take_choice(request: HttpRequest) -> str:
    """What the address asks for; it is taken out, so that no view and no link carries it on."""
    asked = request.GET.get(PARAMETER)
    if asked is None:
        return ""
    left = request.GET.copy()
    del left[PARAMETER]
    request.GET = left  # type: ignore[assignment]
    request.META["QUERY_STRING"] = left.urlencode()
    return asked if asked in dict(settings.LANGUAGES) else ""
