"""The corridor's own tables: as they stand, what is wrong or old in them, where they come from."""

from __future__ import annotations

from collections.abc import Iterator
from hashlib import sha256

from serai.corridor import check
from serai.corridor.version import files_of
from serai.errors import Refused
from serai.orbit import Sgp4, orbit_kind, timing_uncertainty_s
from serai.report.data.json import number
from serai.report.terminal.check import answer
from serai.serve.worker.asked import Asked, text
from serai.serve.worker.warm import WarmCorridor
from serai.services import SERVICES, SHARED_TABLES

Told = dict[str, object]
DAY_S = 86_400.0


def about(warm: WarmCorridor, _: Asked) -> Iterator[Told]:
    """What the corridor is, its version, its files, and the sources that it names."""
    corridor = warm.corridor
    files = files_of(corridor.folder)
    yield {
        "corridor": corridor.id,
        "name": corridor.name,
        "summary": corridor.summary,
        "version": corridor.version,
        "start": corridor.start.utc(),
        "map": [corridor.map.lon_min, corridor.map.lat_min, corridor.map.lon_max, corridor.map.lat_max],
        "assets": len(corridor.pool.assets),
        "parties": [
            {"id": one.id, "name": one.name, "nation": one.country} for one in corridor.pool.parties.values()
        ],
        "needs": [need.id for need in corridor.needs],
        "terms": [
            {"id": one.id, "what": one.what, "in_force": corridor.pool.terms.counts(one)}
            for one in corridor.pool.terms.rows
        ],
        "files": [
            {"name": name, "bytes": len(body), "sha256": sha256(body).hexdigest()}
            for name, body in files.items()
        ],
        "sources": {
            name: {key: str(value) for key, value in one.items()} for name, one in corridor.sources.items()
        },
    }


def table(warm: WarmCorridor, asked: Asked) -> Iterator[bytes]:
    """One file of the corridor as it stands; only what belongs to the corridor is given out."""
    files, name = files_of(warm.corridor.folder), text(asked, "name")
    if name not in files:
        raise Refused("serve.no_table", got=name, known=tuple(files))
    yield files[name]


def checked(warm: WarmCorridor, _: Asked) -> Iterator[Told]:
    """What `serai check --json` finds in the folder now."""
    found = answer(check(warm.corridor.folder, SERVICES, SHARED_TABLES))
    yield {key: value for key, value in found.items() if key != "folder"}


def ages(warm: WarmCorridor, _: Asked) -> Iterator[Told]:
    """How old each satellite's elements are, and how far off that lets it be: median and 90 %, seconds."""
    outcome = warm.outcome
    yield {
        "at": outcome.at.utc(),
        "elements": [
            {
                "id": asset.id,
                "orbit": orbit_kind(asset.motion.elements).value,
                "epoch": asset.motion.elements.epoch.utc(0),
                "age_days": round(asset.motion.age_s(outcome.at) / DAY_S, 2),
                "late_s": [number(one) for one in _late_s(asset.motion, asset.motion.age_s(outcome.at))],
            }
            for asset in outcome.pool.assets
            if asset.usable and isinstance(asset.motion, Sgp4)
        ],
        "without": [{"id": a.id, "why": str(a.out)} for a in outcome.pool.assets if not a.usable],
    }


def _late_s(motion: Sgp4, age_s: float) -> tuple[float | None, float | None]:
    return timing_uncertainty_s(orbit_kind(motion.elements), age_s)
