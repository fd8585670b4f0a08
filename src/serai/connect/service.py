"""Connect: can they talk, by which satellite, cable or message service, and what stands after a loss."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from serai.connect.admission import RIGHTS, TRANSIT, speaks_to
from serai.connect.answer import ConnectAnswer
from serai.connect.broadcasts import reach
from serai.connect.chain.backhauls import BACKHAULS
from serai.connect.endpoints import Ends, ends
from serai.connect.exhibits import links_and_beams
from serai.connect.explain_calls import VOICE, tell_calls
from serai.connect.explain_messages import Ranked, candidates, tell_messages
from serai.connect.fittings import BEAMS, LINKS, MESSENGERS, SITES, Beam, Messenger
from serai.connect.judged import JudgedFigure, Over, Story, falls_short, interrupted, judged
from serai.connect.messages import MessageService, carrier, delivered, delivery_s, share_alone
from serai.connect.network import Joined, draw
from serai.connect.rates import MEASURES, judge_rates
from serai.connect.request import NEED_COLUMNS, LinkRequest, request
from serai.connect.together.sharing import shared_rates
from serai.connect.visibility import Visibility, satellites_of, sky
from serai.connect.voice import calls_at_once, exchanges
from serai.connect.year.rates import FAULT_RATES
from serai.connect.year.seasons import FAULT_SEASONS
from serai.ground import CONTACT_RULES, passes_for
from serai.needs import Figure, Map, Measure, MeasureKind, Need, Opportunity, Outages, Plan, SharedRate
from serai.pool import Pool, Right, Term
from serai.tables import Columns, Row, TableSpec
from serai.time import Span
from serai.wording import Reason, reason
from serai.world import RuleSet, World

B = NDArray[np.bool_]
F = NDArray[np.float64]

JUDGED: Mapping[str, MeasureKind] = MappingProxyType(
    {
        "message_delivery": MeasureKind(units=("s",)),
        "voice_calls": MeasureKind(units=("calls",)),
        "rate": MeasureKind(units=("bit/s",)),
        "latency": MeasureKind(units=("ms",)),
        "longest_outage": MeasureKind(units=("h",)),
    }
)
BY = MappingProxyType({"message_delivery": "message", "voice_calls": "voice"})  # what a measure is about
SCAN_STEP_S = 60.0  # an Iridium satellite is above 10 deg for about eight minutes
LOOK_AHEAD_S = 7200.0  # a text sent at the period's end may wait this long for a satellite that comes later

Asked = Need[LinkRequest]


@dataclass(frozen=True)
class Connect:
    """The service that answers whether people can talk, send and reach each other's networks."""

    name: str = "connect"

    @property
    def tables(self) -> Sequence[TableSpec]:
        return (SITES, LINKS, BEAMS, MESSENGERS, FAULT_RATES, FAULT_SEASONS, BACKHAULS)

    @property
    def need_columns(self) -> Columns:
        return NEED_COLUMNS

    @property
    def measures(self) -> Mapping[str, MeasureKind]:
        return JUDGED

    @property
    def rights(self) -> Sequence[Right]:
        """The rights whose terms can help its needs."""
        return (*RIGHTS, TRANSIT)

    @property
    def rules(self) -> Sequence[RuleSet]:
        """Its sections of corridor.toml's rules."""
        return (CONTACT_RULES,)

    def request(self, row: Row) -> LinkRequest:
        return request(row)

    def on_map(self, pool: Pool) -> Map:
        return links_and_beams(pool)

    def bookable(self, need: Asked, pool: Pool, world: World, within: Span) -> list[Opportunity]:
        """The passes that could carry a parcel down; plain links need no reservation at this level."""
        return passes_for(need, pool, world, within) if need.parcel is not None else []

    def when_all_ask(
        self, needs: Sequence[Asked], pool: Pool, world: World, within: Span
    ) -> tuple[SharedRate, ...]:
        """What every need that asks for a rate gets when all ask at once."""
        return shared_rates(needs, pool, world, within)

    def answer(self, need: Asked, pool: Pool, world: World, plan: Plan, within: Span) -> ConnectAnswer:  # noqa: ARG002
        """What a need gets: each of its measures over the span, judged at its worst place."""
        asked = ends(need, pool)
        scene = _scene(need, asked, pool, world, within)
        parts: list[JudgedFigure] = []
        if any(m.name in MEASURES for m in need.measures):

            def drawn(over: Pool, but_transit: Sequence[Joined] = ()) -> Sequence[Joined]:
                return draw(need, asked, over, world, scene.sky, scene.judged, but_transit)

            step_s = world.rules.positioning_step_s
            parts += judge_rates(need, asked, pool, drawn(pool), scene.tai_ns, step_s, scene.outages, drawn)
        for measure in need.measures:
            if measure.name == "message_delivery":
                parts.append(_messages(measure, need, asked, pool, scene))
            elif measure.name == "voice_calls":
                parts.append(_calls(measure, need, asked, pool, world, scene))
            elif measure.name not in MEASURES:
                parts.append(_strange(measure, scene.tai_ns, len(pool.assets)))
        order = {m.name: k for k, m in enumerate(need.measures)}
        parts.sort(key=lambda part: order[part.figure.measure.name])
        rests_on = np.zeros(len(pool.assets), dtype=bool)
        for part in parts:
            rests_on |= part.rests_on
        return ConnectAnswer(need=need, parts=tuple(parts), rests_on=rests_on)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Scene:
    """A need's sky on a fine grid, and which of its instants are judged."""

    sky: Visibility
    step_s: float
    every: int
    judged: NDArray[np.int64]

    outages: Outages

    @property
    def tai_ns(self) -> NDArray[np.int64]:
        return self.sky.tai_ns[self.judged]


def _scene(need: Asked, asked: Ends, pool: Pool, world: World, within: Span) -> _Scene:
    """The sky over the period and a little past it, at every place of the need's user."""
    judge_s = world.rules.positioning_step_s
    every = max(1, round(judge_s / SCAN_STEP_S))
    step_s = judge_s / every
    times = max(1, int(np.ceil(within.duration_s / judge_s - 1e-9)))
    ways = asked.request.ways | {BY[m.name] for m in need.measures if m.name in BY}
    ids = [a.id for a, beam in pool.fitted_with(Beam) if beam.services & ways]
    for _, messenger in pool.fitted_with(Messenger):
        if messenger.carries & ways:
            ids += satellites_of(messenger, pool)
    longer = Span(within.start, within.end.plus(seconds=LOOK_AHEAD_S))
    seen = sky(ids, need, asked, pool, world, longer, step_s)
    instants = np.arange(times) * every
    outages = Outages.of(pool, seen.tai_ns[instants])
    return _Scene(sky=seen, step_s=step_s, every=every, judged=instants, outages=outages)


def _messages(measure: Measure, need: Asked, asked: Ends, pool: Pool, scene: _Scene) -> JudgedFigure:
    ways = asked.request.ways & {"message", "broadcast"} or frozenset({"message"})
    admitted = [
        carrier(asset, messenger, scene.sky, pool, where)
        for asset, messenger in pool.fitted_with(Messenger)
        if messenger.carries & ways and (where := reach(asset, messenger, need, asked, pool, ways)).any()
    ]
    counted = tuple(one for one in admitted if speaks_to(one.messenger.terminal, asked))
    times, places = len(scene.judged), len(asked.places)
    size = asked.request.message_bytes

    def series(alive: B, hopeful: bool) -> Over:
        grid = (scene.step_s, scene.every, times, places)
        return Over(*delivered(counted, alive, hopeful, size, measure.threshold, grid))

    everything = np.ones((1, len(pool.assets)), dtype=bool)

    def alone(one: MessageService) -> tuple[MessageService, F]:
        return one, delivery_s((one,), everything, False, scene.step_s, scene.every, times, places)[0]

    rests, over_time = _rests(counted, len(pool.assets)), interrupted(series, scene.outages)
    part = judged(measure, scene.tai_ns, over_time, rests, _untimed(counted))

    def told() -> Story:
        own = {id(one) for one in counted}
        ranked = sorted(
            map(alone, admitted),
            key=lambda pair: (
                -share_alone(pair[0], pair[1], measure, size),
                -_reached(pair[0]),
                _median(pair[1]),
                _rank(pair[0]),
            ),
        )
        opened = candidates(need, asked, pool, ways)
        return tell_messages(
            measure,
            need,
            asked,
            pool,
            ways,
            Ranked(
                counted=[pair for pair in ranked if id(pair[0]) in own],
                others=[pair for pair in ranked if id(pair[0]) not in own],
                opened=[(*alone(carrier(a, m, scene.sky, pool)), term) for a, m, term in opened],
                size_bytes=size,
            ),
            float(part.held(everything).certain[0]),
        )

    return replace(part, tell=told)


def _untimed(counted: Sequence[MessageService]) -> Reason | str:
    """The services whose time of delivery nobody published."""
    figures = tuple(
        reason("connect.missing.delivery", service=one.asset.name)
        for one in counted
        if one.messenger.delivery_s is None
    )
    return reason("connect.missing.some", figures=figures) if figures else ""


def _strange(measure: Measure, tai_ns: NDArray[np.int64], assets: int) -> JudgedFigure:
    """A measure that connect does not know: unknown, and said so."""
    nothing = np.full(len(tai_ns), np.nan)
    known = ("message_delivery", "voice_calls", *MEASURES)
    what = reason("connect.missing.measure", measure=measure.name, known=known)
    return JudgedFigure(
        figure=Figure(measure=measure, tai_ns=tai_ns, values=nothing, missing=what),
        series=lambda alive, hopeful: Over(
            np.full((len(alive), len(tai_ns)), measure.threshold if hopeful else np.nan)
        ),
        rests_on=np.zeros(assets, dtype=bool),
    )


def _rank(one: MessageService) -> tuple[bool, int]:
    """Between services as good: those made for messages first, then the better known."""
    return "voice" in one.messenger.carries, int(one.messenger.provenance.basis)


def _reached(one: MessageService) -> int:
    """How many of the user's places a service reaches."""
    return 0 if one.where is None else int(one.where.sum())


def _median(values: F) -> float:
    served = values[np.isfinite(values)]
    return float(np.median(served)) if len(served) else np.inf


def _rests(admitted: tuple[MessageService, ...], assets: int) -> B:
    rests = np.zeros(assets, dtype=bool)
    for one in admitted:
        rests[one.place_in_pool] = True
        if one.seen is not None:
            rests[one.satellites[one.seen.any(axis=(1, 2))]] = True
    return rests


def _calls(
    measure: Measure, need: Asked, asked: Ends, pool: Pool, world: World, scene: _Scene
) -> JudgedFigure:
    found = exchanges(need, asked, pool, world, scene.sky, scene.judged)
    times, places = len(scene.judged), len(asked.places)

    def series(alive: B, hopeful: bool) -> Over:
        return Over(calls_at_once(found, alive, hopeful, places, times))

    rests = np.zeros(len(pool.assets), dtype=bool)
    for one in found:
        rests[[*one.assets, *one.any_of]] = True
    figures = tuple(dict.fromkeys(one.missing for one in found if one.missing))
    unknown = reason("connect.missing.some", figures=figures) if figures else ""
    part = judged(measure, scene.tai_ns, interrupted(series, scene.outages), rests, unknown)

    def would_carry(term: Term) -> bool:
        """Whether more calls might pass once a term is agreed."""
        more = exchanges(need, asked, pool.with_terms(term.id), world, scene.sky, scene.judged)
        return len(more) > len(found)

    def told() -> Story:
        shut = candidates(need, asked, pool, VOICE) if falls_short(part) else []
        opened = [(asset, term) for asset, _, term in shut if would_carry(term)]
        return tell_calls(found, need, asked, pool, opened)

    return replace(part, tell=told)
