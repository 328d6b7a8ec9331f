"""API の一覧: every address with what it takes and gives; routes and document are made of it."""

from typing import Any

from uketsuke.bookings.cells import CellState
from uketsuke.bookings.opening import Klass
from uketsuke.doors.api import answers
from uketsuke.doors.api.asking import Endpoint, NoForm
from uketsuke.lottery.queries import Stage

TEXT: dict[str, Any] = {"type": "string"}
NUMBER: dict[str, Any] = {"type": "integer"}
FLAG: dict[str, Any] = {"type": "boolean"}
DAY: dict[str, Any] = {"type": "string", "format": "date"}
MOMENT: dict[str, Any] = {"type": ["string", "null"], "format": "date-time"}


def _object(**properties: Any) -> dict[str, Any]:
    return {
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }


def _list(of: dict[str, Any]) -> dict[str, Any]:
    return {"type": "array", "items": of}


SLOT = _object(code=TEXT, label=TEXT, starts=TEXT, ends=TEXT)
ROOM = _object(
    key=TEXT,
    name=TEXT,
    kind=TEXT,
    capacity=NUMBER,
    capacity_is_sample=FLAG,
    web_bookable=FLAG,
    slots=_list(SLOT),
)
HALL = _object(code=TEXT, name=TEXT, address=TEXT, rooms=_list(ROOM))
CELL = _object(
    date=DAY,
    slot=TEXT,
    state={"type": "string", "enum": [str(state) for state in CellState]},
    reason=TEXT,
    residents_from=MOMENT,
    others_from=MOMENT,
    until=MOMENT,
)
LINE = _object(code=TEXT, label=TEXT, amount=NUMBER)
ROUND = _object(
    code=TEXT,
    month=DAY,
    klass={"type": "string", "enum": [str(klass) for klass in Klass]},
    stage={"type": "string", "enum": [str(stage) for stage in Stage]},
    entries_from=MOMENT,
    closes_at=MOMENT,
    commitment=TEXT,
    record={"type": ["string", "null"]},
)

HIDDEN: dict[str, Any] = {"type": ["integer", "null"]}
ROW = _object(
    key=TEXT,
    label=TEXT,
    cells=HIDDEN,
    offered=HIDDEN,
    rate={"type": ["number", "null"]},
    bookings=HIDDEN,
    people=HIDDEN,
)

CAME = _object(key=TEXT, label=TEXT, recorded=HIDDEN, visitors=HIDDEN)

ENDPOINTS = (
    Endpoint("halls", "施設の一覧", answers.halls, NoForm, _object(halls=_list(HALL))),
    Endpoint(
        "availability",
        "空き状況（62日まで）",
        answers.cells,
        answers.CellsForm,
        _object(room=TEXT, cells=_list(CELL)),
    ),
    Endpoint(
        "availability.csv",
        "空き状況のCSV（62日まで）",
        answers.cells_csv,
        answers.CellsForm,
        TEXT,
        content_type="text/csv",
    ),
    Endpoint(
        "price",
        "料金の内訳（official が false のときは見本）",
        answers.price,
        answers.PriceForm,
        _object(
            room=TEXT,
            date=DAY,
            slots=_list(TEXT),
            tariff=TEXT,
            official=FLAG,
            lines=_list(LINE),
            total=NUMBER,
        ),
    ),
    Endpoint(
        "statistics",
        "利用の統計（少ない数は null にして隠します）",
        answers.statistics,
        answers.YearForm,
        _object(
            year=NUMBER,
            hidden_below=NUMBER,
            total=ROW,
            tables=_list(_object(by=TEXT, title=TEXT, rows=_list(ROW))),
            visitors=_object(
                total=CAME, tables=_list(_object(by=TEXT, title=TEXT, rows=_list(CAME)))
            ),
        ),
    ),
    Endpoint("lottery/rounds", "抽選の一覧", answers.rounds, NoForm, _object(rounds=_list(ROUND))),
)
