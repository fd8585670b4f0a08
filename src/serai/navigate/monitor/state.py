"""What a station remembers between runs: one JSON file, replaced whole; a crash leaves the old or the new."""

from __future__ import annotations

import hashlib
import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import Any

import numpy as np
from numpy.typing import NDArray

from serai.errors import Refused
from serai.files import LARGEST_B, json_of, put, text
from serai.navigate.monitor.alarms import alarm_of
from serai.navigate.monitor.augmented import Augmented
from serai.navigate.monitor.daily_place import DailyPlace
from serai.navigate.monitor.evaluation import FileEvaluation, Limits, SatelliteRanges
from serai.navigate.monitor.services import ServiceUse
from serai.navigate.monitor.signal_health import SignalHealth
from serai.navigate.monitor.statistics import Tally
from serai.wording import reason

VERSION = 1


class StateUnreadable(Refused):
    """A state file that is none, or one of another station."""


@dataclass(frozen=True, slots=True, kw_only=True)
class JudgingLimits:
    """What files were judged by: the limits, and a digest of the services' figures; empty if not known."""

    limits: Limits = field(default_factory=Limits)
    figures: str = ""


OPTIONS = MappingProxyType({"mask_deg": "--mask", "range_m": "--range-alarm"})  # that set a limit


def figures_of(services: Sequence[ServiceUse]) -> str:
    """A digest of the figures of services that a file's own alarms and tallies rest on."""
    rows = json.dumps([_figures(one) for one in services], separators=(",", ":"))
    return hashlib.sha256(rows.encode()).hexdigest()


def load(
    path: Path,
    place_m: NDArray[np.float64],
    measure: JudgingLimits | None = None,
    usual: str = "",
) -> dict[str, FileEvaluation]:
    """The files judged so far, by name; none where the state file does not exist yet.

    A state whose files were judged by another ``measure`` is refused. An older one, which does not say, is
    taken as made with the default limits and the figures ``usual``.
    """
    if path.is_dir():
        raise StateUnreadable("monitor.state_is_folder", path=str(path))
    if not path.parent.is_dir():
        raise StateUnreadable("monitor.state_in_no_folder", folder=str(path.parent))
    if not path.exists():
        return {}
    try:
        plain = json_of(text(path, LARGEST_B), path.name)
        if plain["version"] != VERSION:
            came = plain["version"]
            raise StateUnreadable("monitor.state_version", file=path.name, came=came, kept=VERSION)
        kept = np.array(plain["position_m"], dtype=np.float64)
        kept_by = _measure(plain, usual)
        found = {name: _judged(one) for name, one in plain["files"].items()}
    except (ValueError, KeyError, TypeError, AttributeError):
        raise StateUnreadable("monitor.state_unreadable", file=path.name) from None
    if kept.shape != (3,) or np.linalg.norm(kept - place_m) > 1e-3:
        there = ", ".join(f"{v:.3f}" for v in kept)
        raise StateUnreadable("monitor.state_elsewhere", file=path.name, position=there)
    if found:
        _refuse_other(path, kept_by, measure or JudgingLimits())
    return found


def save(
    path: Path,
    place_m: NDArray[np.float64],
    files: Mapping[str, FileEvaluation],
    measure: JudgingLimits | None = None,
) -> None:
    """Write the state beside the old one, down to the disk, and put it in its place."""
    plain = {
        "version": VERSION,
        "position_m": [float(v) for v in place_m],
        "judged_by": asdict(measure or JudgingLimits()),
        "files": {name: _without_nan(asdict(one)) for name, one in files.items()},
    }
    put(path, json.dumps(plain, separators=(",", ":"), allow_nan=False))


def _measure(plain: Mapping[str, Any], usual: str) -> JudgingLimits:
    """What a state says it was judged by."""
    told = plain.get("judged_by", {})
    return JudgingLimits(limits=Limits(**told.get("limits", {})), figures=told.get("figures") or usual)


def _refuse_other(path: Path, kept: JudgingLimits, asked: JudgingLimits) -> None:
    """Refuse files judged by other limits or figures than asked for, and name what differs."""
    before, now = asdict(kept.limits), asdict(asked.limits)
    differ = [
        reason("monitor.other_limit", limit=OPTIONS.get(name, name), before=before[name], now=now[name])
        for name in now
        if before[name] != now[name]
    ]
    if kept.figures and asked.figures and kept.figures != asked.figures:
        differ.append(reason("monitor.other_figures"))
    if differ:
        raise StateUnreadable("monitor.state_of_other_limits", file=path.name, differ=tuple(differ))


def _figures(served: ServiceUse) -> list[object]:
    """What of a service a file is judged by."""
    promised = served.promised
    found: list[object] = [served.name, served.systems, served.pdop_max, bool(served.unpromised)]
    found += [None, None] if promised is None else [promised.h95_m, promised.v95_m]
    if isinstance(served, Augmented):
        alert = [served.corrects.horizontal_alert_m, served.corrects.vertical_alert_m]
        found += [served.senders, served.convergence_s, *alert, served.corrects.status == "test"]
    return found


def _judged(plain: Mapping[str, Any]) -> FileEvaluation:
    return FileEvaluation(
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
        differs=tuple(plain.get("differs", ())),
        place=_place(plain.get("place")),
        signals={name: _signal_health(one) for name, one in plain.get("signals", {}).items()},
    )


def _place(plain: Mapping[str, Any] | None) -> DailyPlace | None:
    if plain is None:
        return None
    return DailyPlace(
        begin=plain["begin"],
        end=plain["end"],
        enu_m=tuple(plain["enu_m"]),
        sigma_m=tuple(plain["sigma_m"]),
    )


def _signal_health(plain: Mapping[str, Any]) -> SignalHealth:
    by_elevation = {k: tuple(_number(v) for v in plain[k]) for k in ("multipath_m", "strength_dbhz")}
    return SignalHealth(**{**plain, **by_elevation})


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
