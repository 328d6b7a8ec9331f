"""持ち越し: what somebody typed survives a login in between and a form that grew too old."""

from collections.abc import Callable
from functools import wraps
from typing import Any, cast
from urllib.parse import urlsplit

from django.contrib.auth.views import redirect_to_login
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse, QueryDict
from django.middleware.csrf import CsrfViewMiddleware
from django.shortcuts import redirect, render
from django.urls import Resolver404, ResolverMatch, resolve, reverse
from django.utils.decorators import decorator_from_middleware
from django.utils.translation import gettext_lazy as _
from django.views.decorators.csrf import csrf_exempt

from uketsuke.doors.portal.accounts.forms import LoginForm
from uketsuke.groups.models import Group
from uketsuke.identity.models import Role

View = Callable[..., HttpResponse]

UNPROCESSABLE, FORBIDDEN = 422, 403
STALE = _(
    "画面の有効期限が切れていました。入力した内容は残っています。もう一度ボタンを押してください。"
)
MOST_FIELDS, MOST_VALUES, MOST_TYPED = 40, 12, 400  # of one form, of a field, of a value


class _KindCsrf(CsrfViewMiddleware):
    """Lets the view answer: it stores nothing, and shows again what was typed."""

    def _reject(self, request: HttpRequest, reason: str) -> None:
        request.stale = True  # type: ignore[attr-defined]


_kind = decorator_from_middleware(_KindCsrf)


def stale_kept(view: View) -> View:
    """古い画面: a form without a valid CSRF token reaches the view, marked ``request.stale``.

    Such a view must look at ``stale`` before it does anything.
    """
    checked = cast("View", _kind(view))

    # Wrapped once more: only the outside is exempt, or the check inside would not look either.
    @csrf_exempt
    @wraps(view)
    def kept(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return checked(request, *args, **kwargs)

    kept.keeps_stale = True  # type: ignore[attr-defined]
    return kept


def stale(request: HttpRequest) -> bool:
    """Whether this POST carries no valid token: nothing may be stored for it."""
    return getattr(request, "stale", False)


def sound(request: HttpRequest, form: BaseForm) -> bool:
    """Whether what was sent may be acted on; that the page grew too old is told on ``form``."""
    if stale(request):
        form.add_error(None, STALE)
        return False
    return form.is_valid()


def status_of(request: HttpRequest, form: BaseForm) -> int:
    """The status with which ``form`` is shown: 200, or why what was sent was not acted on."""
    if stale(request):
        return FORBIDDEN
    return UNPROCESSABLE if form.errors else 200


def member(request: HttpRequest) -> Group:
    """The group that is logged in: only behind a guard that asked for one."""
    return cast("Group", request.group)  # type: ignore[attr-defined]


def group_carrying(view: View) -> View:
    """ログインした利用者. A form sent after the session ended is carried over the login."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.group:  # type: ignore[attr-defined]
            return view(request, *args, **kwargs)
        if request.method == "POST":
            return _login_with(request)
        return redirect_to_login(request.get_full_path(), reverse("portal:login"))

    guarded.allows = frozenset({Role.GROUP})  # type: ignore[attr-defined]
    return guarded


def _login_with(request: HttpRequest) -> HttpResponse:
    """The login page, with everything that was typed in a hidden field."""
    typed = QueryDict(mutable=True)
    for name, values in list(request.POST.lists())[:MOST_FIELDS]:
        if name != "csrfmiddlewaretoken":
            typed.setlist(name, [str(value)[:MOST_TYPED] for value in values[:MOST_VALUES]])
    form = LoginForm(initial={"next": request.path, "carried": typed.urlencode()})
    return render(request, "portal/accounts/login.html", {"form": form, "carried": True})


def shown_again(request: HttpRequest, target: str, carried: str, group: Group) -> HttpResponse:
    """After the login: the form at ``target`` with what was typed before it.

    It is shown as a page that grew too old, so nothing is stored until she presses the button.
    """
    page = page_at(target)
    if page is None or not getattr(page.func, "keeps_stale", False):
        return redirect(target)
    request.group = group  # type: ignore[attr-defined]
    request.stale = True  # type: ignore[attr-defined]
    request.POST = QueryDict(carried)
    return cast("HttpResponse", page.func(request, *page.args, **page.kwargs))


def page_at(target: str) -> ResolverMatch | None:
    """The page of ours at that address, if there is one."""
    try:
        return resolve(urlsplit(target).path)
    except Resolver404:
        return None
