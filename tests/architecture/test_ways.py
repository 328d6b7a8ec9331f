"""複数の手段: every page that can simply be opened stands in a list, beside the navigation."""

import pytest
from django.urls import URLPattern, get_resolver

from tests.architecture.test_pages import is_read
from uketsuke.doors.counter import pages as counter
from uketsuke.doors.portal import pages as portal

# Steps of something, what a figure leads to, what stands in the demo alone, and the list itself.
STEPS = {
    *("login", "logout", "second", "unlock", "components", "pages", "statistics_behind"),
    *("open_accounts", "entries"),
}


def plain(resolver, before=""):
    """(address, name) of every page that is opened without anything more."""
    for entry in resolver.url_patterns:
        address = before + str(entry.pattern)
        if not isinstance(entry, URLPattern):
            yield from plain(entry, address)
        elif "<" not in address and is_read(entry.callback) and "." not in address:
            yield address, entry.name


def listed(door):
    return {name for _, entries in door.PAGES for name, _ in entries}


@pytest.mark.parametrize(("door", "is_staff"), [(portal, False), (counter, True)])
def test_every_page_has_a_second_way(door, is_staff):
    """A new page gets its line in PAGES of doors/portal/pages.py or doors/counter/pages.py."""
    there = {
        name
        for address, name in plain(get_resolver("uketsuke.urls"))
        if address.startswith("staff/") is is_staff
        and not address.startswith(("api/", "healthz", "readyz", "metrics", ".well-known"))
    }

    assert there - listed(door) - STEPS == set()
    assert listed(door) <= there
