"""What an operator is told of a rate: the paths, what would remain after the worst loss, what is missing."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from serai.connect.admission import candidate
from serai.connect.endpoints import Ends
from serai.connect.explain_messages import texts_may_go
from serai.connect.fittings import Messenger
from serai.connect.judged import Story
from serai.connect.network import Joined
from serai.connect.routes import shared_groups
from serai.connect.space_paths import OTHER_BAND, Skyway
from serai.connect.spoken import bits, group_name, listed
from serai.needs import Need
from serai.pool import Pool

B = NDArray[np.bool_]
MOST_WEAK, MOST_WAYS, MOST_REFUSED = 5, 4, 2


def tell(need: Need, ends: Ends, pool: Pool, joined: Sequence[Joined]) -> Story:
    """The story of the worst place's network, with every asset in place."""
    everything = np.ones((1, len(pool.assets)), dtype=bool)
    asked = need.measure("rate")
    asked_bps = asked.threshold if asked else 0.0
    one = min(joined, key=lambda j: _deciding(j, _usual(j, everything), asked_bps))
    network, usual = one.network, _usual(one, everything)
    sure = _paths(one, usual & ((network.certain_bps >= max(asked_bps, 1.0)) | one.network.joins))
    might = _paths(one, usual & (network.hopeful_bps >= asked_bps))
    any_ = _paths(one, usual)
    best = next((paths[0] for paths in (sure, might, any_) if paths), ())
    there = listed((s.name for s in ends.to_sites), "or") or "the other side"
    told = _Told(one=one, there=there, asked_bps=asked_bps, pool=pool)
    weak = [w for path in (sure or might or any_)[:3] for k in path for w in one.weak.get(k, ())]
    path = tuple(dict.fromkeys(pool.assets[i].id for k in best for i in network.edges[k].assets))
    helps = _helps(need, ends, pool, one.skyways, asked_bps, path)
    texts = texts_may_go(need, ends, pool)
    return Story(
        path=path,
        why=told.why(sure, might, any_, network.capacity_bps(usual, hopeful=False)),
        substitutes=(*helps.substitutes, *((f"texts alone may go by {texts}",) if texts else ())),
        remedies=() if sure else helps.remedies,
        worst_loss=told.worst_loss(usual, sure),
        flags=helps.shut,
        weak=tuple(dict.fromkeys(weak))[:MOST_WEAK],
        budgets=tuple(b for way in one.skyways for b in way.capability.budgets if not way.refused),
    )


def _deciding(one: Joined, usual: B, asked_bps: float) -> tuple[float, float]:
    """The place that decides comes first: the least that might pass, then the least that is certain."""
    network = one.network
    hopeful, certain = (network.capacity_bps(usual, hopeful=h) for h in (True, False))
    return min(hopeful, asked_bps), certain


def _paths(one: Joined, standing: B) -> list[tuple[int, ...]]:
    """Paths that share no segment over some edges, the very quickest first."""
    quickest = one.network.quickest(standing)
    if not quickest:
        return []
    paths = one.network.disjoint_paths(standing)
    return [quickest, *paths[1:]]


def _usual(one: Joined, everything: B) -> B:
    """The edges that stand most of the time."""
    stands: B = one.network.standing(everything)[0]
    for k, edge in enumerate(one.network.edges):
        if edge.when is not None and np.mean(edge.when) < 0.5:
            stands[k] = False
    return stands


@dataclass(frozen=True, slots=True, kw_only=True)
class _Told:
    """One place's network, in words."""

    one: Joined
    there: str
    asked_bps: float
    pool: Pool

    def why(
        self,
        sure: list[tuple[int, ...]],
        might: list[tuple[int, ...]],
        any_: list[tuple[int, ...]],
        certain_bps: float,
    ) -> str:
        """Why the rate is what it is, in one sentence."""
        one, pool, there, ask = self.one, self.pool, self.there, bits(self.asked_bps)
        if not any_:
            return f"no cable, beam or broadband service in order joins {one.name} to {there}"
        if not might:
            return (
                f"{one.name} reaches {there} by {_by(any_[0], one, pool)} with {bits(certain_bps)} only, "
                f"{ask} asked"
            )
        if not sure:
            known = f"more than {bits(certain_bps)} of it" if certain_bps > 0 else "what it carries"
            return (
                f"{one.name} reaches {there} by {_by(might[0], one, pool)}, but nobody published {known}; "
                f"{ask} asked"
            )
        each = "one path" if len(sure) == 1 else f"{len(sure)} paths that share no segment"
        each += f" with {ask} or more, {bits(certain_bps)} in all"
        why = f"{one.name} reaches {there} by {each}; the quickest is by {_by(sure[0], one, pool)}"
        if might[0] != sure[0] and _ms(might[0], one) < _ms(sure[0], one):
            why += f"; quicker would be {_by(might[0], one, pool)}, but nobody published its capacity"
        groups = [a.groups for a in pool.assets]
        common = shared_groups(sure, one.network.edges, groups) if len(sure) > 1 else ()
        if common:
            why += f"; all of them pass {listed(group_name(g) for g in common)}"
        return why

    def worst_loss(self, usual: B, sure: list[tuple[int, ...]]) -> str:
        """What remains after the loss of the shared-risk group that takes most."""
        network, pool = self.one.network, self.pool
        on_paths = {i for path in sure for k in path for i in network.edges[k].assets}
        left: dict[str, tuple[float, B]] = {}
        for group in sorted({g for i in on_paths for g in pool.assets[i].groups}):
            alive = np.array([[group not in a.groups for a in pool.assets]])
            stands: B = usual & network.standing(alive)[0]
            left[group] = network.capacity_bps(stands, hopeful=False), stands
        if not left:
            return ""
        worst = min(left, key=lambda g: left[g][0])
        remains_bps, stands = left[worst]
        if remains_bps >= network.capacity_bps(usual, hopeful=False):
            return ""
        if remains_bps <= 0:
            return f"without {group_name(worst)} nothing that is known to carry anything remains"
        if remains_bps < self.asked_bps:
            return f"without {group_name(worst)} only {bits(remains_bps)} remain"
        able = stands & ((network.certain_bps >= self.asked_bps) | network.joins)
        path = network.quickest(able) or network.quickest(stands)
        by = _by(path, self.one, pool)
        return f"without {group_name(worst)} {bits(remains_bps)} remain, the quickest by {by}"


def _by(path: tuple[int, ...], one: Joined, pool: Pool) -> str:
    """The cables, satellites and services of a path in order, each once, with the time there and back."""
    names: list[str] = []
    for k in path:
        for i in one.network.edges[k].assets:
            name = pool.assets[i].name.partition(":")[0]
            if name not in names:
                names.append(name)
    ms = _ms(path, one)
    time = f" ({ms:.0f} ms there and back)" if math.isfinite(ms) else ""
    shown = names if len(names) <= 5 else [*names[:3], "...", names[-1]]
    return ", ".join(shown) + time


def _ms(path: tuple[int, ...], one: Joined) -> float:
    return 2.0 * float(one.network.latency_ms[list(path)].sum())


@dataclass(frozen=True, slots=True, kw_only=True)
class _Helps:
    """What would carry a rate without any cable, what would make it do so, and what may not be used."""

    substitutes: tuple[str, ...]
    remedies: tuple[str, ...]
    shut: tuple[str, ...]


def _helps(
    need: Need,
    ends: Ends,
    pool: Pool,
    skyways: tuple[Skyway, ...],
    asked_bps: float,
    path: tuple[str, ...],
) -> _Helps:
    """Satellites and services that would carry it without any cable, the user's own country's first."""
    best: dict[str, Skyway] = {}
    for way in skyways:
        if way.asset.id in path and not way.mend:
            continue  # said already
        kept = best.get(way.asset.id)
        if kept is None or _worth(way, ends, asked_bps) > _worth(kept, ends, asked_bps):
            best[way.asset.id] = way
    ranked = sorted(best.values(), key=lambda way: _worth(way, ends, asked_bps), reverse=True)
    open_ = [_sky_says(way, asked_bps) for way in ranked if not way.refused and not way.mend]
    mends = [_sky_says(way, asked_bps) for way in ranked if not way.refused and way.mend]
    shut = []
    for way in ranked:
        messenger = next(iter(way.asset.fitted(Messenger)), None)
        if not way.refused or messenger is None:
            continue
        if messenger.countries and not set(messenger.countries) & ends.countries:
            continue  # another country's service is no news
        term = candidate(way.asset, need, pool)
        said = f"{way.asset.name} may not be used: {way.refused}"
        if term:
            mends.append(f"{said}; term {term.id} would open it")
        else:
            shut.append(said)
    more = len(open_) - MOST_WAYS
    rest = [f"and {more} more in view"] if more > 0 else []
    deaf = {
        w.asset.name: w for w in ranked if w.refused == OTHER_BAND and w.capability.hopeful_bps >= asked_bps
    }
    if deaf:
        capable = sorted(deaf, key=lambda name: -min(deaf[name].capability.hopeful_bps, 1e15))
        mends.append(f"with a terminal of another band {listed(capable[:MOST_WAYS])} might carry it")
    return _Helps(
        substitutes=(*open_[:MOST_WAYS], *rest),
        remedies=tuple(mends[: MOST_WAYS + 1]),
        shut=tuple(shut[:MOST_REFUSED]),
    )


def _worth(way: Skyway, ends: Ends, asked_bps: float) -> tuple[bool, bool, bool, bool, float, float]:
    own, sure = way.asset.country in ends.countries, way.capability.certain_bps
    able, might = sure >= asked_bps, way.capability.hopeful_bps >= asked_bps
    return (not way.refused, own, able, might, sure, way.elevation_deg or 0.0)


def _sky_says(way: Skyway, asked_bps: float) -> str:
    capability = way.capability
    name = way.asset.name + (f" ({way.elevation_deg:.0f} deg up)" if way.elevation_deg is not None else "")
    sure, hope = capability.certain_bps, capability.hopeful_bps
    if sure >= asked_bps:
        return f"{name} carries {bits(sure)} without any cable"
    if hope >= asked_bps:
        most = f"{bits(sure)} on one carrier; " if sure > 0 else ""
        return f"{name} might carry it without any cable: {most}nobody published the {capability.missing}"
    short = f"{name} carries {bits(hope)} at most"
    return f"{short}; {way.mend}" if way.mend else short
