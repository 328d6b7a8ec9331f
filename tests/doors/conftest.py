"""Every page that a door's test sees on which something was refused leads to what is to mend."""

from typing import Any

import pytest
from django.test import Client

from tests import summaries


@pytest.fixture(autouse=True)
def _errors_lead_to_their_fields(
    monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest
) -> None:
    if request.node.get_closest_marker("unshown"):  # what no page offers has no field to lead to
        return
    asked = Client.request

    def examined(self: Client, **what: Any) -> Any:
        answer = asked(self, **what)
        if not answer.streaming and summaries.MARK in answer.content:
            told = summaries.faults(answer.content.decode())
            assert told == [], f"{what.get('REQUEST_METHOD')} {what.get('PATH_INFO')}: {told}"
        return answer

    monkeypatch.setattr(Client, "request", examined)
