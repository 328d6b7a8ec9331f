"""入室: every page says who may enter, and the staff's pages stand under staff/ alone."""

from django.urls import URLPattern, get_resolver

from uketsuke.identity.models import STAFF

PUBLIC = "uketsuke.urls_public"


def pages(resolver, before=""):
    """(address, view) of every page below ``resolver``."""
    for entry in resolver.url_patterns:
        address = before + str(entry.pattern)
        if isinstance(entry, URLPattern):
            yield address, entry.callback
        else:
            yield from pages(entry, address)


def pages_of_staff(is_theirs):
    """The pages under staff/, or all others."""
    everywhere = pages(get_resolver("uketsuke.urls"))
    return [page for page in everywhere if page[0].startswith("staff/") is is_theirs]


def allows(view):
    return getattr(view, "allows", frozenset())


def is_read(view):
    """Whether the view answers a GET, as its innermost guard was told."""
    while view is not None:
        code = getattr(view, "__code__", None)
        if code and "request_method_list" in code.co_freevars:
            place = code.co_freevars.index("request_method_list")
            return "GET" in view.__closure__[place].cell_contents
        view = getattr(view, "__wrapped__", None)
    return True


def test_every_page_says_who_may_enter():
    everywhere = pages_of_staff(True) + pages_of_staff(False)

    assert everywhere
    assert [address for address, view in everywhere if not allows(view)] == []


def test_under_staff_only_staff_may_enter():
    theirs = pages_of_staff(True)

    assert theirs
    assert [address for address, view in theirs if not allows(view) <= STAFF] == []


def test_nothing_of_the_staff_stands_elsewhere():
    # What a monitor asks has an address of its own, open to listed places only.
    found = [address for address, view in pages_of_staff(False) if allows(view) & STAFF]
    assert found == ["metrics"]


def test_who_is_elsewhere_is_not_even_told_of_the_staff_side():
    told = list(pages(get_resolver(PUBLIC)))

    assert told
    assert [each for each, view in told if each.startswith("staff") or allows(view) & STAFF] == []
