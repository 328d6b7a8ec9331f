"""文章の差し替え: what notices say, tried on sample facts before it is released."""

from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from uketsuke.doors.counter.letters.wordings_forms import BackForm, WordingForm
from uketsuke.doors.shared.entrance.guards import staff
from uketsuke.doors.shared.entrance.visits import Visit
from uketsuke.doors.shared.words.refusals import shown_on
from uketsuke.groups.models import Group
from uketsuke.identity.models import Role
from uketsuke.kernel import clock
from uketsuke.kernel.refusals import refuse_if
from uketsuke.notices import texts, wording
from uketsuke.notices.models import Wording
from uketsuke.notices.wording import actions, builtin, names, syntax
from uketsuke.notices.wording.samples import FACTS

UNPROCESSABLE = 422
SAMPLE = Group(name="見本の会", number="12345678")


@dataclass(frozen=True, slots=True)
class Trial:
    """下見: how a text would look, with everything there or without one thing."""

    what: str
    subject: str
    body: str


@staff(Role.MANAGER)
@require_GET
def index(request: Visit) -> HttpResponse:
    """文章の一覧: what each kind says now, and who changed it."""
    newest = {each.kind: each for each in Wording.objects.order_by("kind", "number")}
    rows = [
        (kind, _subject(kind, newest.get(kind)), newest.get(kind), names.is_editable(kind))
        for kind in sorted(texts.kinds())
    ]
    return render(request, "counter/letters/wordings.html", {"rows": rows})


@staff(Role.MANAGER)
@require_http_methods(["GET", "POST"])
def edit(request: Visit, kind: str) -> HttpResponse:
    """文章を変える: tried first (下見), then released as a version. Nothing typed is lost."""
    if kind not in texts.kinds() or not names.is_editable(kind):
        raise Http404
    subject, body = wording.in_force().get(kind) or (builtin.subject(kind), builtin.body(kind))
    form = WordingForm(
        request.POST if request.method == "POST" else None,
        initial={"subject": subject, "body": body, "token": uuid4()},
    )
    tried: list[Trial] = []
    if form.is_valid():
        given = form.cleaned_data
        with shown_on(form):
            if request.POST.get("do") == "release":
                actions.release(
                    kind,
                    given["subject"],
                    given["body"],
                    given["token"],
                    by=request.actor,
                    at=clock.now(),
                )
                return redirect("counter:wording", kind)
            subject, body = syntax.tidy(given["subject"]), syntax.tidy(given["body"])
            refuse_if(actions.objections(kind, subject, body))
            tried = _trials(kind, subject, body)
    elif request.method == "GET":
        tried = _trials(kind, subject, body)
    context = {
        "kind": kind,
        "said": _subject(kind, Wording.objects.filter(kind=kind).order_by("number").last()),
        "form": form,
        "back": BackForm(initial={"token": uuid4()}),
        "trials": tried,
        "placeholders": _placeholders(kind),
        "conditions": _conditions(kind),
        "must": names.must_say(kind),
        "versions": Wording.objects.filter(kind=kind).order_by("-number")[:20],
        "changed": kind in wording.in_force(),
    }
    status = UNPROCESSABLE if form.errors else 200
    return render(request, "counter/letters/wording.html", context, status=status)


@staff(Role.MANAGER)
@require_POST
def back(request: Visit, kind: str) -> HttpResponse:
    """既定の文章に戻す."""
    if kind not in texts.kinds():
        raise Http404
    form = BackForm(request.POST)
    if form.is_valid():
        token = form.cleaned_data["token"]
        actions.back_to_builtin(kind, token, by=request.actor, at=clock.now())
    return redirect("counter:wording", kind)


def _subject(kind: str, newest: Wording | None) -> str:
    mine = newest.subject if newest and not newest.is_builtin else ""
    if mine or names.is_editable(kind):
        return (mine or builtin.subject(kind)).split("\n")[0]
    return ""


def _trials(kind: str, subject: str, body: str) -> list[Trial]:
    """With everything there, and once without each thing it asks for."""
    asked = {**names.FLAGS, **names.NAMES}
    wanted = [("", "")] + [(fact, asked[fact]) for fact in sorted(names.asked(kind))]
    return [trial for fact, name in wanted if (trial := _trial(fact, name, subject, body))]


def _trial(fact: str, name: str, subject: str, body: str) -> Trial | None:
    facts: dict[str, Any] = dict(FACTS)
    if fact == "at_counter":
        facts["channel"] = "web"
    elif fact:
        facts[fact] = False if fact in names.FLAGS else None
    words = texts.sample(facts, SAMPLE)
    shown = wording.filled(subject, body, words)
    return shown and Trial(name, shown[0], texts.framed(shown[1], words).strip())


def _conditions(kind: str) -> list[tuple[str, str]]:
    """What can be asked for in this kind; at least one, as an example."""
    known = names.of_kind(kind)
    facts = [names.NAMES[fact] for fact in sorted(names.asked(kind)) if fact in names.NAMES]
    flags = [name for name, only_asked in known.items() if only_asked]
    shown = facts or ([] if flags else list(known)[:1])
    return [(f"{name}のとき", f"{name}でないとき") for name in flags] + [
        (f"{name}があるとき", f"{name}がないとき") for name in shown
    ]


def _placeholders(kind: str) -> list[tuple[str, str, bool]]:
    """The names, each with a sample value."""
    known = names.values(texts.sample(FACTS, SAMPLE))
    rows = []
    for name, only_asked in names.of_kind(kind).items():
        value = known[name]
        first = value[0] if isinstance(value, list) and value else value
        rows.append((name, "" if only_asked else str(first), only_asked))
    return rows
