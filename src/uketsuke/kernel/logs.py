"""記録: one line of JSON for each event, and no personal data in it, whoever wrote it.

Only what our own code says is written out: it is written with care. Of everybody else's words the
sentence without its values is kept, and of an error its kind and its places, never its message:
values and messages hold what people typed, addresses of pages hold one-time links.
"""

import json
import logging
import traceback
from contextvars import ContextVar
from datetime import UTC, datetime
from types import TracebackType

OURS = "uketsuke"
DEEPEST = 12  # places of an error, the last ones
request_id: ContextVar[str] = ContextVar("request_id", default="")
# What a line may carry beside its words; all of it ours, none of it a person's.
EXTRA = ("method", "family", "status", "ms", "who")


class Lines(logging.Formatter):
    """一行の JSON: time (UTC), level, name, words, the request's number."""

    def format(self, record: logging.LogRecord) -> str:
        ours = record.name.partition(".")[0] == OURS
        line: dict[str, object] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "name": record.name,
            "said": record.getMessage() if ours else _sentence(record),
        }
        if number := request_id.get():
            line["id"] = number
        if ours:
            line |= {name: getattr(record, name) for name in EXTRA if hasattr(record, name)}
        if record.exc_info and record.exc_info[0]:
            kind, _, places = record.exc_info
            line |= {"error": kind.__name__, "at": _places(places)}
        return json.dumps(line, ensure_ascii=False)


def _sentence(record: logging.LogRecord) -> str:
    """What another's code says, without its values; one that has none might be all value."""
    return str(record.msg) if record.args and isinstance(record.msg, str) else "(left out)"


def _places(places: TracebackType | None) -> list[str]:
    frames = traceback.extract_tb(places)[-DEEPEST:]
    return [f"{frame.filename.rpartition('site-packages/')[2]}:{frame.lineno}" for frame in frames]
