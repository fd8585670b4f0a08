"""What an operator is told of texts: by which service, how soon, and why others will not do."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from serai.connect.admission import opened_by, refusal, speaks_to
from serai.connect.broadcasts import reach, together
from serai.connect.endpoints import Ends
from serai.connect.fittings import Messenger, messengers
from serai.connect.judged import Story
from serai.connect.messages import MessageService, share_alone
from serai.needs import Measure, Need, Weak
from serai.pool import Asset, Pool, Term
from serai.radio import Terminal
from serai.tables import Basis
from serai.wording import Reason, reason

F = NDArray[np.float64]
B = NDArray[np.bool_]
MOST_OPEN, MOST_SHUT, FEW = 3, 3, 3
DECIDING = (
    "satellites",
    "delivery_s",
    "status",
    "lon_min",
)  # columns of messengers.csv, as in connect.weak.*
CERTAIN = 0.9995  # of texts that arrive: what is said in whole tenths of a percent
BETTER_BY = 0.005  # half a percent of the time: less mends nothing


@dataclass(frozen=True, slots=True, kw_only=True)
class Ranked:
    """Services, best first, each with its delivery time (times,) at the worst place.

    ``counted`` answer the need with the user's terminal, ``others`` would with another one, and each of
    ``opened`` would once its term is agreed. ``size_bytes`` is how long each text is, where somebody said.
    """

    counted: Sequence[tuple[MessageService, F]]
    others: Sequence[tuple[MessageService, F]] = ()
    opened: Sequence[tuple[MessageService, F, Term]] = ()
    size_bytes: float | None = None


def tell_messages(
    measure: Measure, need: Need, ends: Ends, pool: Pool, ways: frozenset[str], ranked: Ranked, now: float
) -> Story:
    """The story of texts: the services that count, and what would mend a share ``now`` that falls short."""
    told = _Told(measure=measure, pool=pool, names=ends.names, size_bytes=ranked.size_bytes)
    best = ranked.counted[0][0] if ranked.counted else None
    short = now < _asked(measure)
    others = told.others(ranked.others)
    mends = (*told.opened(ranked.opened, now), *told.others(told.better(ranked.others, now)))
    return Story(
        path=_path(best, pool),
        why=told.delivers(*ranked.counted[0]) if ranked.counted else _none(ways),
        substitutes=(
            *told.also(ranked.counted[1:]),
            *(() if short else others),
            *_one_receiver(need, ends, pool, ways, served=bool(ranked.counted)),
        ),
        remedies=mends if short else (),
        weak=_weak(best) if best is not None else (),
        flags=(*told.unreached(ranked.counted), *_chance(best, measure), *shut(need, ends, pool, ways)),
    )


def _asked(measure: Measure) -> float:
    return 1.0 if measure.share_required is None else measure.share_required


def _none(ways: frozenset[str]) -> Reason:
    asked = tuple(reason(f"connect.way.{way}") for way in sorted(ways & {"message", "broadcast"}))
    return reason("connect.texts.none", ways=asked)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Told:
    """Services of a measure, in words."""

    measure: Measure
    pool: Pool
    names: Sequence[Reason | str] = ()
    size_bytes: float | None = None

    def better(
        self, others: Sequence[tuple[MessageService, F]], now: float
    ) -> list[tuple[MessageService, F]]:
        """The services that alone would hold for more of the time than holds now, their chance counted."""
        return [pair for pair in others if self._share(*pair) > now + BETTER_BY]

    def _share(self, one: MessageService, values: F) -> float:
        return share_alone(one, values, self.measure, self.size_bytes)

    def delivers(self, one: MessageService, values: F) -> Reason:
        """How soon a service delivers, or why nobody can say."""
        name = one.asset.name
        if one.where is not None and one.partial:
            return self._reaches(one, one.where)
        if one.messenger.delivery_s is None:
            return reason("connect.texts.unpublished", service=name)
        if one.seen is not None and not one.seen.any():
            return reason("connect.texts.below_mask", service=name)
        served = values[np.isfinite(values)]
        if not len(served):
            return reason("connect.texts.seen_in_part", service=name)
        in_time = float(self.measure.reached(values).mean())
        arriving = self._share(one, values) / in_time if in_time else 1.0
        return reason(
            "connect.texts.delivers",
            service=name,
            median=float(np.median(served)),
            through=_through(one, self.pool),
            limit=self.measure.threshold,
            share=in_time,
            arriving=self._arriving(one, arriving),
        )

    def _reaches(self, one: MessageService, where: B) -> Reason:
        """Which places a broadcast reaches that leaves out others, and how soon."""
        own_s = one.messenger.delivery_s
        soon = (
            reason("connect.texts.reaches_unpublished")
            if own_s is None
            else reason("connect.texts.reaches_in", own=own_s)
        )
        places = tuple(name for name, here in zip(self.names, where, strict=True) if here)
        return reason("connect.texts.reaches", service=one.asset.name, places=places, soon=soon)

    def unreached(self, counted: Sequence[tuple[MessageService, F]]) -> tuple[Reason, ...]:
        """The places that no service reaches, where some are reached."""
        if not counted:
            return ()
        left = ~together((one.where for one, _ in counted), len(self.names))
        places = tuple(name for name, out in zip(self.names, left, strict=True) if out)
        return (reason("connect.texts.unreached", places=places),) if places else ()

    def _arriving(self, one: MessageService, chance: float) -> Reason | str:
        """How likely a text arrives, where that takes from the share."""
        parts = one.parts(self.size_bytes)
        if parts is None:
            return reason("connect.texts.no_room")
        return reason("connect.texts.arriving", parts=parts, chance=chance) if chance < CERTAIN else ""

    def also(self, rest: Sequence[tuple[MessageService, F]]) -> tuple[Reason, ...]:
        """The services that count beside the best: a few in full, the others by name."""
        said = [self.delivers(one, values) for one, values in rest[:MOST_OPEN]]
        names = tuple(one.asset.name for one, _ in rest[MOST_OPEN:])
        return (*said, reason("connect.texts.also", services=names)) if names else tuple(said)

    def others(self, others: Sequence[tuple[MessageService, F]]) -> tuple[Reason, ...]:
        """The services that need another terminal: a few in full, the rest by name."""
        said = [self._with_terminal(one, values) for one, values in others[:MOST_OPEN]]
        names = tuple(one.asset.name for one, _ in others[MOST_OPEN:])
        return (*said, reason("connect.texts.other_terminals", services=names)) if names else tuple(said)

    def _with_terminal(self, one: MessageService, values: F) -> Reason:
        names = {t.id: t.name for t in self.pool.facts_of(Terminal)}
        delivery = self.delivers(one, values)
        if one.messenger.terminal not in names:
            return reason("connect.texts.unnamed_terminal", delivery=delivery)
        terminal = names[one.messenger.terminal]
        return reason("connect.texts.other_terminal", terminal=terminal, delivery=delivery)

    def opened(self, opened: Sequence[tuple[MessageService, F, Term]], now: float) -> tuple[Reason, ...]:
        """The terms that would open a service which holds for more of the time than holds now."""
        return tuple(
            reason("connect.texts.term_opens", term=term.id, delivery=self.delivers(one, values))
            for one, values, term in opened
            if self._share(one, values) > now + BETTER_BY
        )


def _through(one: MessageService, pool: Pool) -> Reason | str:
    """The satellites that a service comes through, by name when they are few."""
    up = np.flatnonzero(np.isfinite(one.lowest_deg))
    if not len(up):
        return ""
    if len(up) > FEW:
        return reason("connect.texts.through_many", count=len(up))
    satellites = tuple(
        reason(
            "connect.texts.satellite",
            name=pool.assets[int(one.satellites[k])].name,
            elevation_deg=float(one.lowest_deg[k]),
        )
        for k in up
    )
    return reason("connect.texts.through", satellites=satellites)


def candidates(
    need: Need, ends: Ends, pool: Pool, ways: frozenset[str]
) -> list[tuple[Asset, Messenger, Term]]:
    """The services that nothing but a term keeps shut for the user's terminal, each with that term."""
    return [
        (asset, messenger, term)
        for asset, messenger, why_not in _refused(need, ends, pool, ways)
        if (term := opened_by(why_not, asset, need, pool)) is not None
    ]


def shut(need: Need, ends: Ends, pool: Pool, ways: frozenset[str]) -> tuple[Reason, ...]:
    """Why services will not do that no term would open."""
    said = [
        reason("connect.service.shut", service=asset.name, reason=why_not)
        for asset, _, why_not in _refused(need, ends, pool, ways)
        if opened_by(why_not, asset, need, pool) is None
    ]
    return tuple(said[:MOST_SHUT])


def _refused(
    need: Need, ends: Ends, pool: Pool, ways: frozenset[str]
) -> list[tuple[Asset, Messenger, Reason | str]]:
    """The services that will not do, and why; another terminal's or other countries' are no news."""
    return [
        (asset, messenger, why_not)
        for asset, messenger in messengers(pool)
        if messenger.carries & ways and speaks_to(messenger.terminal, ends)
        if not messenger.countries or set(messenger.countries) & ends.countries
        if not reach(asset, messenger, need, ends, pool, ways).any()
        if (why_not := refusal(asset, messenger, need, ends, pool))
    ]


def texts_alone(need: Need, ends: Ends, pool: Pool) -> tuple[Reason, ...]:
    """The services by which at least texts may go where a rate is asked."""
    names = _texts_may_go(need, ends, pool)
    return (reason("connect.rate.texts_alone", services=names),) if names else ()


def _one_receiver(
    need: Need, ends: Ends, pool: Pool, ways: frozenset[str], *, served: bool
) -> tuple[Reason, ...]:
    """The services that reach one receiver at a time, where a broadcast is asked and nothing carries it."""
    names = () if served or "message" in ways else _texts_may_go(need, ends, pool)
    return (reason("connect.texts.one_receiver", services=names),) if names else ()


def _texts_may_go(need: Need, ends: Ends, pool: Pool) -> tuple[str, ...]:
    """The services by which texts may be sent from every place of a need, with whatever terminal."""
    return tuple(
        asset.name
        for asset, messenger in pool.fitted_with(Messenger)
        if "message" in messenger.carries and not refusal(asset, messenger, need, ends, pool)
    )


def _path(best: MessageService | None, pool: Pool) -> tuple[str, ...]:
    if best is None:
        return ()
    if best.seen is None or not best.seen.any():
        return (best.asset.id,)
    most = int(np.argmax(best.seen.mean(axis=(1, 2))))
    satellite = pool.assets[int(best.satellites[most])].id
    steady = best.seen[most].mean() >= 0.5
    return (satellite, best.asset.id) if steady else (best.asset.id,)


def _weak(best: MessageService) -> tuple[Weak, ...]:
    messenger = best.messenger
    given: Mapping[str, bool] = {
        "satellites": bool(messenger.satellites),
        "delivery_s": messenger.delivery_s is not None,
        "status": bool(messenger.status),
        "lon_min": messenger.box is not None,
    }
    return tuple(
        Weak(what=reason(f"connect.weak.{column}", service=best.asset.name), basis=basis)
        for column in DECIDING
        if given[column] and (basis := messenger.provenance.of(column)) > Basis.DERIVED
    )


def _chance(best: MessageService | None, measure: Measure) -> tuple[Reason, ...]:
    """The chance that one sending succeeds, where it is known."""
    if best is None or best.messenger.success is None:
        return ()
    name, chance, asked = best.asset.name, best.messenger.success, measure.share_required
    if asked is not None and chance < asked:
        return (reason("connect.texts.sending_short", service=name, chance=chance, asked=asked),)
    return (reason("connect.texts.sending", service=name, chance=chance),)
