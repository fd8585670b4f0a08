"""The corridor's own tables: as they stand, what is wrong or old in them, where they come from."""

from __future__ import annotations

from collections.abc import Iterator
from hashlib import sha256

from serai.corridor import check
from serai.corridor.version import files_of
from serai.errors import Refused
from serai.orbit import Sgp4, fit_for, orbit_kind, timing_uncertainty_s
from serai.pool import Asset
from serai.report.data.json import number
from serai.report.terminal.check import answer
from serai.serve.trust.rules import Action
from serai.serve.trust.shared import FITS, member_of, term_of
from serai.serve.worker.asked import Asked, names, text
from serai.serve.worker.seen_tables import seen_files
from serai.serve.worker.view import CallerView
from serai.serve.worker.warm import WarmCorridor
from serai.services import SERVICES, SHARED_TABLES
from serai.store.termed import member

Told = dict[str, object]
USES = ("look", "pass", "cover")  # of elements (serai.orbit.fit_for)
DAY_S = 86_400.0


def about(warm: WarmCorridor, asked: Asked) -> Iterator[Told]:
    """What the corridor is, its version, its files, and the sources that it names."""
    view = CallerView.of(warm, asked)
    corridor, files = view.corridor, seen_files(view, files_of(warm.corridor.folder))
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
            for one in view.terms()
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
    files = seen_files(CallerView.of(warm, asked), files_of(warm.corridor.folder))
    name = text(asked, "name")
    if name not in files:
        raise Refused("serve.no_table", got=name, known=tuple(files))
    yield files[name]


def checked(warm: WarmCorridor, asked: Asked) -> Iterator[Told]:
    """What `serai check --json` finds in the folder now; to whoever does not change it, of what it sees."""
    view, found = CallerView.of(warm, asked), answer(check(warm.corridor.folder, SERVICES, SHARED_TABLES))
    told = {key: value for key, value in found.items() if key != "folder"}
    if not (view.whole or view.edits):
        unused = (one for one in view.corridor.pool.assets if not one.usable)
        out = [{"id": a.id, "name": a.name, "why": str(a.out)} for a in unused]
        told = {"corridor": told["corridor"], "sound": told["sound"], "out": out}
        told |= {"problems": [], "disagreements": [], "unknown": []}
    yield told


def assets(warm: WarmCorridor, asked: Asked) -> Iterator[Told]:
    """Every asset that the caller sees, and by which term it may be seen, tasked, and forwarded from."""
    view = CallerView.of(warm, asked)
    yield {
        "assets": [
            {
                "id": one.id, "name": one.name, "kind": one.kind, "owner": one.owner, "usable": one.usable,
                **{did.value: _by(view, one, did) for did in (Action.SEE, Action.TASK, Action.FORWARD)},
            }
            for one in view.corridor.pool.assets
        ]
    }  # fmt: skip


def tasked(warm: WarmCorridor, asked: Asked) -> Iterator[Told]:
    """That every use asked for is of an asset that the caller may task, of its owner; refused as not there.

    ``uses`` are pairs of asset and owner; an owner is named by its id or its name.
    """
    view, pool = CallerView.of(warm, asked), warm.corridor.pool
    uses = [names({"use": one}, "use") for one in _list(asked.get("uses"))]
    for name, owner in uses:
        asset = pool.assets[pool.place_of[name]] if name in pool.place_of else None
        whose = member(pool, owner)
        owned = asset is not None and whose is not None and whose.id == asset.owner
        if not owned or (asset is not None and _by(view, asset, Action.TASK) is None):
            raise Refused("serve.absent")
    yield {"uses": len(uses)}


def _list(said: object) -> list[object]:
    return list(said) if isinstance(said, list) else []


def _by(view: CallerView, asset: Asset, action: Action) -> str | None:
    """By what something is done with an asset: a term's id, or that it is one's own; None where it is not."""
    if view.caller is None:
        return "host"
    pool = view.warm.corridor.pool
    who = member_of(view.caller, pool)
    if who is not None and who.id == asset.owner:
        return "own"
    term = term_of(asset, who, pool, FITS[action])
    return None if term is None else term.id


def checked_folder(_: WarmCorridor, asked: Asked) -> Iterator[Told]:
    """What `serai check --json` finds in a folder of the server's own: tables that somebody sent."""
    found = answer(check(text(asked, "folder"), SERVICES, SHARED_TABLES))
    yield {key: value for key, value in found.items() if key != "folder"}


def ages(warm: WarmCorridor, asked: Asked) -> Iterator[Told]:
    """How old each satellite's elements are, and how far off that lets it be: median and 90 %, seconds."""
    outcome, pool = warm.outcome, CallerView.of(warm, asked).corridor.pool
    yield {
        "at": outcome.at.utc(),
        "elements": [
            {
                "id": asset.id,
                "name": asset.name,
                "orbit": orbit_kind(asset.motion.elements).value,
                "epoch": asset.motion.elements.epoch.utc(0),
                "age_days": round(asset.motion.age_s(outcome.at) / DAY_S, 2),
                "late_s": [number(one) for one in _late_s(asset.motion, asset.motion.age_s(outcome.at))],
                "too_old_for": too_old_for(asset.motion, asset.motion.age_s(outcome.at)),
            }
            for asset in pool.assets
            if asset.usable and isinstance(asset.motion, Sgp4)
        ],
        "without": [{"id": a.id, "why": str(a.out)} for a in pool.assets if not a.usable],
    }


def _late_s(motion: Sgp4, age_s: float) -> tuple[float | None, float | None]:
    return timing_uncertainty_s(orbit_kind(motion.elements), age_s)


def too_old_for(motion: Sgp4, age_s: float) -> list[str]:
    """What elements of that age are too old for: looks, passes, coverage over a day."""
    kind = orbit_kind(motion.elements)
    return [use for use in USES if not fit_for(use, kind, age_s)]
