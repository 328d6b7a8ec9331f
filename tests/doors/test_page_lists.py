"""ページの一覧・画面の一覧: every address in them opens, and none is a dead end."""

import re

import pytest

from tests import make
from tests.clients import member, staff
from uketsuke.identity.models import Role

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("world")]
MAIN = re.compile(r"<main.*?</main>", re.DOTALL)
LINK = re.compile(r'href="(/[^"#]*)"')
ON = re.compile(r"<(?:a |button|form)")


def opened(client, address):
    """The status of every page of the list at ``address``, and what its main part holds."""
    listed = LINK.findall(MAIN.search(client.get(address).text)[0])
    pages = {each: client.get(each, follow=True) for each in dict.fromkeys(listed)}
    assert len(pages) > 2
    return pages


def dead(pages):
    return [
        (address, page.status_code)
        for address, page in pages.items()
        if page.status_code != 200 or not ON.search(MAIN.search(page.text)[0])
    ]


def test_every_page_of_the_list_opens_for_a_group_and_leads_on():
    assert dead(opened(member(make.group()), "/guide/pages/")) == []


@pytest.mark.parametrize("role", [Role.MANAGER, Role.ADMINISTRATOR])
def test_every_screen_of_the_list_opens_for_who_sees_it_and_leads_on(role):
    assert dead(opened(staff(role), "/staff/pages/")) == []
