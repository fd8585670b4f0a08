"""What an operator is told of a rate: the paths, what would remain after the worst loss, what is missing."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain

import numpy as np
from numpy.typing import NDArray

from serai.connect.endpoints import Ends
from serai.connect.explain_messages import texts_alone
from serai.connect.judged import Story
from serai.connect.network import Joined
from serai.connect.remedies import helps
from serai.connect.routes import shared_groups
from serai.needs import Need, Weak
from serai.pool import Pool
from serai.wording import Reason, reason

B = NDArray[np.bool_]
Path = tuple[int, ...]  # the edges of a network from the user on
MOST_WEAK = 5
WEAK_PATHS = 3  # the quickest paths, whose weak figures are told
MOST_STEPS = 5  # of a longer path the first three and the last are named
KINDS = ("corridor", "landing", "landing-party", "slot", "site", "constellation", "plane", "provider")


def tell(need: Need, ends: Ends, pool: Pool, joined: Sequence[Joined], *, short: bool) -> Story:
    """The story of the worst place's network, with every asset in place.

    ``short`` says that the rate asked does not hold for the share of the time asked: what would mend it is
    then told.
    """
    everything = np.ones((1, len(pool.assets)), dtype=bool)
    asked = need.measure("rate")
    asked_bps = asked.threshold if asked else 0.0
    one = min(joined, key=lambda j: _deciding(j, _usual(j, everything), asked_bps))
    usual = _usual(one, everything)
    paths = _Paths.of(one, usual, asked_bps)
    told = _Told(one=one, there=_there(ends), asked_bps=asked_bps, pool=pool)
    path = tuple(dict.fromkeys(pool.assets[i].id for k in paths.best for i in one.network.edges[k].assets))
    found = helps(need, ends, pool, one.skyways, asked_bps, path)
    return Story(
        path=path,
        why=told.why(paths, one.network.capacity_bps(usual, hopeful=False)),
        substitutes=(*found.substitutes, *texts_alone(need, ends, pool)),
        remedies=found.remedies if short else (),
        worst_loss=told.worst_loss(usual, paths.sure),
        flags=found.shut,
        weak=paths.weak(one),
        budgets=tuple(b for way in one.skyways if not way.refused for b in way.capability.budgets),
    )


def _deciding(one: Joined, usual: B, asked_bps: float) -> tuple[float, float]:
    """The place that decides comes first: the least that might pass, then the least that is certain."""
    network = one.network
    hopeful, certain = (network.capacity_bps(usual, hopeful=h) for h in (True, False))
    return min(hopeful, asked_bps), certain


def _usual(one: Joined, everything: B) -> B:
    """The edges that stand most of the time."""
    stands: B = one.network.standing(everything)[0]
    for k, edge in enumerate(one.network.edges):
        if edge.when is not None and np.mean(edge.when) < 0.5:
            stands[k] = False
    return stands


def _there(ends: Ends) -> Reason:
    if not ends.to_sites:
        return reason("connect.place.others")
    return reason("connect.place.any_of", sites=tuple(s.name for s in ends.to_sites))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Paths:
    """Paths that surely carry what is asked, that might, and that lead there at all; the quickest first."""

    sure: list[Path]
    might: list[Path]
    any_: list[Path]

    @classmethod
    def of(cls, one: Joined, usual: B, asked_bps: float) -> _Paths:
        network = one.network
        return cls(
            sure=_disjoint(one, usual & ((network.certain_bps >= max(asked_bps, 1.0)) | network.joins)),
            might=_disjoint(one, usual & (network.hopeful_bps >= asked_bps)),
            any_=_disjoint(one, usual),
        )

    @property
    def best(self) -> Path:
        """The path that serves; empty when there is none."""
        return next((paths[0] for paths in (self.sure, self.might, self.any_) if paths), ())

    def weak(self, one: Joined) -> tuple[Weak, ...]:
        """The figures nobody published on which the quickest paths rest."""
        paths = (self.sure or self.might or self.any_)[:WEAK_PATHS]
        found = chain.from_iterable(one.weak.get(k, ()) for path in paths for k in path)
        return tuple(dict.fromkeys(found))[:MOST_WEAK]


def _disjoint(one: Joined, standing: B) -> list[Path]:
    """Paths that share no segment over some edges, the very quickest first."""
    quickest = one.network.quickest(standing)
    if not quickest:
        return []
    paths = one.network.disjoint_paths(standing)
    return [quickest, *paths[1:]]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Told:
    """One place's network, in words."""

    one: Joined
    there: Reason
    asked_bps: float
    pool: Pool

    def why(self, paths: _Paths, certain_bps: float) -> Reason:
        """Why the rate is what it is, in one sentence."""
        place, there, asked = self.one.name, self.there, self.asked_bps
        if not paths.any_:
            return reason("connect.rate.none", place=place, there=there)
        if not paths.might:
            by = self._by(paths.any_[0])
            return reason(
                "connect.rate.too_little", place=place, there=there, path=by, rate=certain_bps, asked=asked
            )
        if not paths.sure:
            key = "connect.rate.unpublished_beyond" if certain_bps > 0 else "connect.rate.unpublished"
            by = self._by(paths.might[0])
            return reason(key, place=place, there=there, path=by, rate=certain_bps, asked=asked)
        return reason(
            "connect.rate.reached",
            place=place,
            there=there,
            paths=_count(paths.sure),
            asked=asked,
            total=certain_bps,
            path=self._by(paths.sure[0]),
            quicker=self._quicker(paths),
            common=self._common(paths.sure),
        )

    def _quicker(self, paths: _Paths) -> Reason | str:
        """A quicker path that might carry it too."""
        might, sure = paths.might[0], paths.sure[0]
        if might == sure or _ms(might, self.one) >= _ms(sure, self.one):
            return ""
        return reason("connect.rate.quicker", path=self._by(might))

    def _common(self, sure: list[Path]) -> Reason | str:
        """What every one of several paths passes."""
        if len(sure) < 2:
            return ""
        groups = shared_groups(sure, self.one.network.edges, [a.groups for a in self.pool.assets])
        return reason("connect.rate.common", groups=tuple(map(_group, groups))) if groups else ""

    def worst_loss(self, usual: B, sure: list[Path]) -> Reason | str:
        """What remains after the loss of the shared-risk group that takes most."""
        network = self.one.network
        left = {group: self._after(group, usual) for group in self._groups_on(sure)}
        if not left:
            return ""
        worst = min(left, key=lambda g: left[g][0])
        remains_bps, stands = left[worst]
        if remains_bps >= network.capacity_bps(usual, hopeful=False):
            return ""
        if remains_bps <= 0:
            return reason("connect.rate.nothing_left", group=_group(worst))
        if remains_bps < self.asked_bps:
            return reason("connect.rate.too_little_left", group=_group(worst), rate=remains_bps)
        able = stands & ((network.certain_bps >= self.asked_bps) | network.joins)
        by = self._by(network.quickest(able) or network.quickest(stands))
        return reason("connect.rate.left", group=_group(worst), rate=remains_bps, path=by)

    def _groups_on(self, paths: list[Path]) -> list[str]:
        """The shared-risk groups of what some paths pass, in the order of their names."""
        edges, assets = self.one.network.edges, self.pool.assets
        on_paths = {i for path in paths for k in path for i in edges[k].assets}
        return sorted({group for i in on_paths for group in assets[i].groups})

    def _after(self, group: str, usual: B) -> tuple[float, B]:
        """What is certain to pass without a group, bit/s, and the edges that then stand."""
        alive = np.array([[group not in a.groups for a in self.pool.assets]])
        stands: B = usual & self.one.network.standing(alive)[0]
        return self.one.network.capacity_bps(stands, hopeful=False), stands

    def _by(self, path: Path) -> Reason:
        """The cables, satellites and services of a path in order, each once, with the time there and back."""
        edges, assets = self.one.network.edges, self.pool.assets
        passed = (assets[i].name.partition(":")[0] for k in path for i in edges[k].assets)
        names = tuple(dict.fromkeys(passed))
        ms = _ms(path, self.one)
        time = reason("connect.rate.there_and_back", time=(ms, "ms")) if math.isfinite(ms) else ""
        shown = names if len(names) <= MOST_STEPS else (*names[:3], "...", names[-1])
        return reason("connect.rate.path", steps=shown, time=time)


def _count(paths: list[Path]) -> Reason:
    if len(paths) == 1:
        return reason("connect.rate.one_path")
    return reason("connect.rate.paths", count=len(paths))


def _ms(path: Path, one: Joined) -> float:
    return 2.0 * float(one.network.latency_ms[list(path)].sum())


def _group(slug: str) -> Reason:
    """A shared-risk group as operators say it."""
    kind, _, name = slug.partition(":")
    if kind == "slot":
        return reason("connect.group.slot", name=name.replace("-", ".").upper())
    words = name.replace("-", " ").title()
    if kind in KINDS:
        return reason(f"connect.group.{kind}", name=words)
    return reason("connect.group.other", kind=kind.replace("-", " "), name=words)
