"""場面: whatever no link leads to can be used by everybody too, and no page is on no sheet."""

import sys
from collections.abc import Iterator
from dataclasses import dataclass, field

import pytest
from playwright.sync_api import Browser

from tests.architecture.source import ROOT
from tests.journeys import people, reach, scenes_staff
from tests.journeys.scenes import Cast
from tests.journeys.server import serving

sys.path.insert(0, str(ROOT / "tools"))
import walk


@dataclass
class Seen:
    """見たもの: every screen there was, and what was wrong on it."""

    screens: list[walk.Screen] = field(default_factory=list)
    states: set[str] = field(default_factory=set)
    faults: list[str] = field(default_factory=list)


@pytest.fixture(scope="module")
def seen(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Seen]:
    found = Seen()
    with serving(tmp_path_factory.mktemp("scenes") / "home") as server:
        cast = Cast(server, browser, {"bypass_csp": True})
        for each in cast.play(scenes_staff.ALL):
            page = each.page
            screen = walk.Screen(each.door, each.name, 0, each.who, page.url, page.content())
            found.screens.append(screen)
            found.states.add(each.state)
            looked = reach.faults if each.state in {"full", "waiting"} else reach.narrow
            found.faults += [f"{each.state} {each.name}: {one}" for one in looked(page)]
        found.screens += walked(cast)
        cast.close()
        yield found


IN_THE_DEMO = "/components/"


def walked(cast: Cast) -> Iterator[walk.Screen]:
    """What links lead to, as the contact sheet finds it."""
    logins = {role: login for login, role in reversed(people.CLERKS.items())} | {"group": "shinsa"}
    for door, lookers in walk.LOOKERS.items():
        for who in lookers:
            page = cast.come(logins[who]) if who else cast.stranger()
            yield from walk.walk(page.request, cast.server.url, door, who)


def test_whatever_no_link_leads_to_can_be_used_by_everybody(seen: Seen) -> None:
    assert len(seen.states) == 7  # all but "empty", which a walk of its own looks at
    assert seen.faults == []


def test_every_page_is_on_a_sheet(seen: Seen) -> None:
    """A new page is linked from another one, or gets a scene, or stands in walk.NO_SCREEN."""
    assert walk.unseen(seen.screens) == [IN_THE_DEMO]
