"""ログイン, ログアウト, パスワード. Every wrong answer is the same answer."""

import time
from collections.abc import Callable

from django.conf import settings
from django.contrib.auth import authenticate
from django.contrib.auth import logout as end_session
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST

from uketsuke.doors.portal.accounts import security
from uketsuke.doors.portal.accounts.forms import ForgottenForm, LoginForm
from uketsuke.doors.portal.accounts.security import FRAME
from uketsuke.doors.portal.booking import views as booking
from uketsuke.doors.portal.carry import STALE, shown_again, sound, stale, stale_kept
from uketsuke.doors.shared.entrance import devices
from uketsuke.doors.shared.entrance.guards import everyone
from uketsuke.doors.shared.entrance.passwords import PasswordForm
from uketsuke.doors.shared.entrance.second import begin, check
from uketsuke.doors.shared.entrance.visits import Visit, posted
from uketsuke.doors.shared.words import languages
from uketsuke.doors.shared.words.refusals import shown_on
from uketsuke.doors.shared.words.sentences import sentences
from uketsuke.groups.models import Group, Person, PersonRole
from uketsuke.groups.queries import logins
from uketsuke.identity import links
from uketsuke.identity.models import Role, User
from uketsuke.kernel import clock, vault
from uketsuke.kernel.actors import Actor, Who
from uketsuke.kernel.languages import JAPANESE
from uketsuke.kernel.refusals import Refusal
from uketsuke.notices import wishes
from uketsuke.registration import actions as registration

UNPROCESSABLE, FORBIDDEN, GONE = 422, 403, 410
SAME_TIME = 0.25  # seconds: an answer that takes longer would tell that a group was found

WRONG_NUMBER = _(
    "利用者番号かパスワードが違います。もう一度お確かめください。"
    "番号の数字は全角でも半角でもかまいません。"
)
WRONG_MAIL = _(
    "メールアドレスかパスワードが違います。もう一度お確かめください。"
    "同じメールアドレスで複数の団体を登録しているときは、利用者番号を入力してください。"
)


@everyone
@stale_kept
@require_http_methods(["GET", "POST"])
def login(request: Visit) -> HttpResponse:
    """ログイン by 利用者番号 or mail; then on to where she was, with what she had typed."""
    if request.method != "POST":
        next_page = request.GET.get("next", "")
        if request.group:
            return redirect(_own(request, next_page))
        return _login_page(request, LoginForm(initial={"next": next_page}))
    form = LoginForm(request.POST)
    if stale(request):
        form.add_error(None, STALE)
        return _login_page(request, form, status=FORBIDDEN)
    if form.is_valid():
        if user := _known(request, form.cleaned_data["login"], form.cleaned_data["password"]):
            on, carried = form.cleaned_data["next"], form.cleaned_data["carried"]
            if user.factors.exists():
                return begin(request, user, FRAME, on, carried)
            return _enter(request, user, on, carried)
        mail = "@" in form.cleaned_data["login"]
        form.add_error(None, WRONG_MAIL if mail else WRONG_NUMBER)
    return _login_page(request, form, status=UNPROCESSABLE)


def _known(request: Visit, written: str, password: str) -> User | None:
    """The group's account. Whatever is wrong, a password is hashed once and nothing is told."""
    numbers = logins(written)
    known = Group.objects.filter(number__in=numbers).values_list("number", flat=True)[:2]
    # What is no group's number must not reach the accounts of staff, not even to be refused.
    number = known[0] if len(known) == 1 else f"?{vault.token(written, 'login')}"
    devices.vouch(request, number)
    user = authenticate(request, login=number, password=password)
    return user if isinstance(user, User) and user.role == Role.GROUP else None


@everyone
@require_http_methods(["GET", "POST"])
def second(request: Visit) -> HttpResponse:
    """ログインの確認: of a group that has set up a second factor."""
    return check(request, FRAME, lambda user, on, carried: _enter(request, user, on, carried))


def _enter(request: Visit, user: User, on: str, carried: str) -> HttpResponse:
    security.enter(request, user)
    answer = devices.remember(request, _go_on(request, user, on, carried), user)
    # On a browser where nothing was chosen yet, her pages speak as her notices do.
    if settings.LANGUAGE_COOKIE_NAME not in request.COOKIES:
        wanted = wishes.language_of(Group.objects.filter(user=user).first())
        if wanted != JAPANESE:
            languages.remember(answer, wanted)
    return answer


def _go_on(request: Visit, user: User, on: str, carried: str) -> HttpResponse:
    target = _own(request, on)
    if carried:
        group = Group.objects.get(user=user)
        by = Actor(Who.GROUP, group.number, request.actor.address)
        if not booking.resume(target, carried, group, by):
            return shown_again(request, target, carried, group)
    return redirect(target)


def _own(request: Visit, target: str) -> str:
    """``target`` if it is a page of ours, else my page."""
    ours = url_has_allowed_host_and_scheme(
        target, allowed_hosts=None, require_https=request.is_secure()
    )
    return target if ours and target.startswith("/") else reverse("portal:my")


def _login_page(request: Visit, form: LoginForm, status: int = 200) -> HttpResponse:
    carried = bool(form["carried"].value())
    done = _("パスワードを設定しました。利用者番号と新しいパスワードでログインしてください。")
    context = {"form": form, "carried": carried, "done": done if "set" in request.GET else ""}
    return render(request, "portal/accounts/login.html", context, status=status)


@everyone
@require_POST
def logout(request: Visit) -> HttpResponse:
    """ログアウト."""
    end_session(request)
    return redirect("/")


@everyone
@stale_kept
@require_http_methods(["GET", "POST"])
def forgotten(request: Visit) -> HttpResponse:
    """パスワードを忘れた方: a link by mail where number and mail belong together."""
    form = ForgottenForm(posted(request))
    if sound(request, form):
        number, mail = form.cleaned_data["number"], form.cleaned_data["mail"]
        _in_the_same_time(lambda: _send_link(number, mail, request.actor))
        return render(request, "portal/accounts/sent.html", {"days": links.DAYS})
    status = UNPROCESSABLE if form.errors else 200
    return render(request, "portal/accounts/forgotten.html", {"form": form}, status=status)


def _send_link(number: str, mail: str, by: Actor) -> None:
    found = Person.objects.filter(role=PersonRole.CONTACT, group__number=number).first()
    if found and found.mail.lower() == mail.lower():
        registration.send_link(found.group_id, by=by, at=clock.now())


def _in_the_same_time(act: Callable[[], None]) -> None:
    """Found or not found takes equally long to whoever waits for the answer."""
    began = time.monotonic()
    act()
    time.sleep(max(0.0, SAME_TIME - (time.monotonic() - began)))


@everyone
@stale_kept
@require_http_methods(["GET", "POST"])
def password(request: Visit, link: str) -> HttpResponse:
    """パスワードの設定 by a one-time link. The address is told to nobody by a referrer."""
    try:
        user = links.find(link, clock.now()).user
    except Refusal as refusal:
        return _private(
            render(
                request, "portal/accounts/link.html", {"sentences": sentences(refusal)}, status=GONE
            )
        )
    form = PasswordForm(user, posted(request))
    if sound(request, form):
        with shown_on(form):
            by = Actor(Who(user.role), user.login, request.actor.address)
            links.set_password(link, form.cleaned_data["password"], by=by, at=clock.now())
            return redirect(f"{reverse('portal:login')}?set=1")
    # Always 200: other answers are logged with their address, and this one is a secret.
    context = {"form": form, "number": user.login}
    return _private(render(request, "portal/accounts/password.html", context))


def _private(response: HttpResponse) -> HttpResponse:
    # Not no-referrer: with it browsers send "Origin: null", and the form would be refused.
    response["Referrer-Policy"] = "strict-origin"
    return response
