"""What a station remembers between runs: one JSON file, replaced whole; a crash leaves the old or the new."""

from __future__ import annotations

import json
import math
import os
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from serai.errors import Refused
from serai.navigate.station.alarms import alarm_of
from serai.navigate.station.judged import Judged, SatelliteRanges
from serai.navigate.station.tally import Tally

VERSION = 1


class StateUnreadable(Refused):
    """A state file that is none, or one of another station."""

    key = "station-state-unreadable"


def load(path: Path, place_m: NDArray[np.float64]) -> dict[str, Judged]:
    """The files judged so far, by name; none where the state file does not exist yet."""
    if not path.exists():
        return {}
    try:
        plain = json.loads(path.read_text(encoding="utf-8"))
        if plain["version"] != VERSION:
            raise StateUnreadable(
                f"{path.name} is a station's state of version {plain['version']}, and this program keeps "
                f"version {VERSION}: give another --state FILE"
            )
        kept = np.array(plain["position_m"], dtype=np.float64)
        found = {name: _judged(one) for name, one in plain["files"].items()}
    except (ValueError, KeyError, TypeError, AttributeError):
        raise StateUnreadable(
            f"{path.name} is no station's state that can be read; move it away or give another --state FILE"
        ) from None
    if kept.shape != (3,) or np.linalg.norm(kept - place_m) > 1e-3:
        raise StateUnreadable(
            f"{path.name} was kept for another position ({', '.join(f'{v:.3f}' for v in kept)}); "
            "give another --state FILE"
        )
    return found


def save(path: Path, place_m: NDArray[np.float64], files: Mapping[str, Judged]) -> None:
    """Write the state beside the old one, down to the disk, and put it in its place."""
    plain = {
        "version": VERSION,
        "position_m": [float(v) for v in place_m],
        "files": {name: _without_nan(asdict(one)) for name, one in files.items()},
    }
    beside = path.with_name(path.name + ".new")
    with beside.open("w", encoding="utf-8") as file:
        json.dump(plain, file, separators=(",", ":"), allow_nan=False)
        file.flush()
        os.fsync(file.fileno())
    beside.replace(path)


def _judged(plain: Mapping[str, Any]) -> Judged:
    return Judged(
        file=plain["file"],
        digest=plain["digest"],
        begin=plain["begin"],
        end=plain["end"],
        interval_s=plain["interval_s"],
        tallies={name: _tally(one) for name, one in plain["tallies"].items()},
        satellites={name: SatelliteRanges(**one) for name, one in plain["satellites"].items()},
        alarms=tuple(alarm_of({k: _number(v) for k, v in one.items()}) for one in plain["alarms"]),
        strips={name: [(a, _number(b), c) for a, b, c in rows] for name, rows in plain["strips"].items()},
        skipped=plain["skipped"],
        logs=tuple(plain.get("logs", ())),
    )


def _without_nan(value: Any) -> Any:
    """JSON has no NaN: what is not known stands as null."""
    if isinstance(value, dict):
        return {k: _without_nan(v) for k, v in value.items()}
    if isinstance(value, list | tuple):
        return [_without_nan(v) for v in value]
    return None if isinstance(value, float) and not math.isfinite(value) else value


def _number(value: Any) -> Any:
    return math.nan if value is None else value


def _tally(plain: Mapping[str, Any]) -> Tally:
    counts = {k: {int(place): n for place, n in plain[k].items()} for k in ("h", "v")}
    return Tally(**{**plain, **counts})
