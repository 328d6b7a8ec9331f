"""security.txt: whom to tell of a weakness, as RFC 9116 asks."""

from datetime import datetime, timedelta

import pytest

from uketsuke.kernel import clock

PATH = "/.well-known/security.txt"
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("world")]


def test_it_names_somebody_and_ends_within_a_year(client, settings):
    settings.SECURITY_CONTACT = "anzen@uketsuke.example"

    answer = client.get(PATH)

    told = dict(line.split(": ", 1) for line in answer.text.splitlines())
    assert answer["Content-Type"] == "text/plain; charset=utf-8"
    assert told["Contact"] == "mailto:anzen@uketsuke.example"
    until = datetime.fromisoformat(told["Expires"])
    assert clock.now() < until < clock.now() + timedelta(days=365)
    assert told["Canonical"].endswith(PATH)


def test_a_page_may_be_named_instead(client, settings):
    settings.SECURITY_CONTACT = "https://uketsuke.example/tell"

    assert "Contact: https://uketsuke.example/tell\n" in client.get(PATH).text


def test_where_nobody_is_named_there_is_none(client):
    assert client.get(PATH).status_code == 404
