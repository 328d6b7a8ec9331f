"""畳み込み: a folded template says what the same one says unfolded, in every language."""

import threading
from typing import Any

import pytest
from django.conf import settings
from django.template import Context, Engine
from django.template.base import TextNode
from django.urls import set_urlconf
from django.utils import translation

from uketsuke.doors.shared.drawing.folding import Loader

PAGES = {
    "words": "{% load i18n %}{% translate 'マイページ' %}・{% translate 'ログイン' %}",
    "block": "{% load i18n %}{% blocktranslate trimmed %}\n ログイン \n{% endblocktranslate %}",
    "counted": (
        "{% load i18n %}{% blocktranslate with minutes=n trimmed %}"
        "{{ minutes }}分以内なら取り消せます{% endblocktranslate %}"
    ),
    "named": "{% load i18n %}{% translate 'ログイン' as word %}[{{ word }}]",
    "variable": "{% load i18n %}{% translate word %}",
    "filtered": "{% load i18n %}{% translate 'ログイン'|upper %}",
    "other": "{% load i18n %}{% language 'en' %}{% translate 'ログイン' %}{% endlanguage %}",
    "choice": (
        "{% load i18n %}{% if n %}{% translate 'ログイン' %}{% else %}"
        "{% translate 'ログアウト' %}{% endif %}"
        "{% for a in 'ab' %}{% translate 'はい' %}{% endfor %}"
    ),
    "signs": "{% load i18n %}{% translate '100%とA&B<C>' %}{# nobody #}",
    "comment": "a{% comment %}{% load i18n %}{% translate 'はい' %}{% endcomment %}b",
    "address": "{% url 'portal:login' %}{% url 'portal:done' token %}",
    "kept": "{% url 'portal:my' as my %}{{ my }}",
    "no such": "{% url 'portal:nowhere' as there %}[{{ there }}]",
    "sign kept": "{% load i18n %}{% translate 'A&B' as sign %}{{ sign }}{% url 'portal:my' %}",
    "file kept": "{% load static %}{% static 'uketsuke/a&b.css' as file %}{{ file }}",
    "once": "{% url 'portal:my' as word %}{% if n %}{{ word }}{% endif %}{{ word }}",
    "file": "{% load static %}{% static 'uketsuke/uketsuke.css' %}",
    "base": "{% load i18n %}<{% block a %}{% translate 'はい' %}{% endblock %}>",
    "child": (
        "{% extends 'base' %}{% load i18n %}"
        "{% block a %}{{ block.super }}{% translate 'いいえ' %}{% endblock %}"
    ),
    "within": "{% load i18n %}{% include 'words' %}{% include 'choice' with n=0 %}",
}
TOKEN = "8a4c9a3e-7c53-4bf6-9a3e-0c5b1c6b7a10"
LIBRARIES = {
    "i18n": "django.templatetags.i18n",
    "static": "django.templatetags.static",
}


def engine(loader: str) -> Engine:
    source: Any = ("django.template.loaders.locmem.Loader", PAGES)
    return Engine(loaders=[(loader, [source])], libraries=LIBRARIES)


FOLDED = engine("uketsuke.doors.shared.drawing.folding.Loader")
PLAIN = engine("django.template.loaders.cached.Loader")


def drawn(by: Engine, name: str) -> str:
    return str(by.get_template(name).render(Context({"n": 30, "token": TOKEN, "word": "はい"})))


@pytest.mark.parametrize("name", PAGES)
def test_a_folded_template_says_the_same_in_every_language(name: str) -> None:
    for code, _ in [*settings.LANGUAGES, *settings.LANGUAGES]:
        with translation.override(code):
            assert drawn(FOLDED, name) == drawn(PLAIN, name), (name, code)


def test_fixed_words_are_one_piece_of_text() -> None:
    with translation.override("en"):
        nodes = FOLDED.get_template("words").nodelist
    assert [type(node) for node in nodes] == [TextNode]


def test_many_who_ask_at_once_get_the_whole_page() -> None:
    fresh, said = engine("uketsuke.doors.shared.drawing.folding.Loader"), []

    def ask(code: str) -> None:
        with translation.override(code):
            said.append((code, drawn(fresh, "choice")))

    asking = [threading.Thread(target=ask, args=(code,)) for code, _ in settings.LANGUAGES * 8]
    for each in asking:
        each.start()
    for each in asking:
        each.join()
    for code, text in said:
        with translation.override(code):
            assert text == drawn(PLAIN, "choice")


def test_what_a_stranger_had_drawn_first_takes_no_address_from_staff() -> None:
    page = "{% url 'counter:find' as find %}[{{ find }}]"
    source: Any = ("django.template.loaders.locmem.Loader", {"page": page})
    fresh = Engine(loaders=[("uketsuke.doors.shared.drawing.folding.Loader", [source])])
    set_urlconf("uketsuke.urls_public")
    try:
        assert drawn(fresh, "page") == "[]"
    finally:
        set_urlconf(None)

    assert drawn(fresh, "page") == "[/staff/find/]"


def test_the_pages_of_the_product_are_folded() -> None:
    from django.template import engines

    loaders = engines["django"].engine.template_loaders  # type: ignore[attr-defined]
    assert [type(each) for each in loaders] == [Loader]
