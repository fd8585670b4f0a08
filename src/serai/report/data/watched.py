"""What alarms of a watched place ask for, as data: the look wanted, who could look, its request."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from serai.files import made_folder, put
from serai.questions.images.look_again import LookAgain
from serai.report.data.region import look_row
from serai.wording import harmless_json

SHOWN = 8  # looks told of each ask: the first in hand
Standings = Mapping[str, Mapping[str, Any]]


def asks_json(asks: Sequence[LookAgain], standing: Standings) -> list[dict[str, object]]:
    """Each ask with its first looks in hand; ``standing`` has its request's state by its key, where kept."""
    return [
        {
            "key": one.key,
            "need": one.need.id,
            "party": one.need.party or None,
            "alarm": one.alarm.time,
            "first_disturbed": one.alarm.first,
            "wanted": str(one.wanted),
            "box": [one.box.lon_min, one.box.lat_min, one.box.lon_max, one.box.lat_max],
            "whole_need": one.whole,
            "resolution_m": one.resolution_m,
            "from": one.start.utc(0),
            "until": one.until.utc(0),
            "looks": [look_row(one.looks, row) for row in one.looks.rows if row.rank][:SHOWN],
            "request": standing.get(one.key),
        }
        for one in asks
    ]


def write_asks(asks: Sequence[LookAgain], standing: Standings, folder: Path) -> Path:
    """The asks as one file, for the store to take when there is one."""
    made_folder(folder)
    told = json.dumps({"asks": asks_json(asks, standing)}, ensure_ascii=False, indent=2)
    put(folder / "asks.json", harmless_json(told))
    return folder / "asks.json"
