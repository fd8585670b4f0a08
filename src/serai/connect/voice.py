"""How many calls at once: the voice channels of the beams and phone services that a user sees.

A satellite's channels serve its whole area; that all of them can be had where the user stands is an
assumption and shown as one. Where only a payload class is known, its number stands in; where nobody
published any, the number of calls is unknown. A link that does not close carries none; one whose budget or
terminal nobody published carries nothing for certain.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from serai.connect.admission import refusal, speaks_to, usable
from serai.connect.endpoints import Ends, rain_here
from serai.connect.fittings import Beam, Messenger, messengers
from serai.connect.link_budgets import Link, Look, both_ways, common_band
from serai.connect.links import lacking, missing_cell
from serai.connect.visibility import Visibility, satellites_of
from serai.needs import Need, Weak
from serai.pool import Asset, Pool
from serai.radio import Budget, PayloadClass, Terminal, percent_lost
from serai.tables import Basis
from serai.wording import Reason, reason
from serai.world import World

F = NDArray[np.float64]
B = NDArray[np.bool_]
CALL_BPS = 4000.0  # of one call with its signalling: vocoders of 2.4 to 4 kbit/s (recalled)


@dataclass(frozen=True, slots=True, kw_only=True)
class Exchange:
    """One satellite's beam or one phone service that carries calls at once, ``None`` where unknown.

    ``at_best`` is how many calls an unknown one may carry. It stands while all of ``assets`` do, and any of
    ``any_of`` where there are some (places in the pool). ``seen`` (places, times) with all of them; ``each``
    (any_of, places, times) by each of ``any_of``, None where any one of them does as much as all.
    """

    asset: Asset
    assets: tuple[int, ...]
    any_of: tuple[int, ...]
    calls: float | None
    seen: B
    each: B | None = None
    at_best: float = np.inf
    missing: Reason | str = ""
    weak: tuple[Weak, ...] = ()
    budgets: tuple[Budget, ...] = ()


def exchanges(
    need: Need, ends: Ends, pool: Pool, world: World, sky: Visibility, judged: NDArray[np.int64]
) -> tuple[Exchange, ...]:
    """Everything that carries calls for a need's user: beams with voice, and phone services without beams.

    A beam whose phone service stands in the pool too is used through that service: its licences, its terms,
    its terminal and its loss count, and without any such service left the beam carries no call.
    """
    phones = _phones_by_satellite(pool)
    out: list[Exchange] = []
    beams = [(a, b) for a, b in pool.fitted_with(Beam) if "voice" in b.services and a.id in sky.ids]
    for asset, beam in beams:
        seen = sky.of((asset.id,), beam.min_elevation_deg)[0][:, judged]
        if not seen.any() or refusal(asset, beam, need, ends, pool):
            continue
        any_of = _admitted(phones.get(asset.id, []), need, ends, pool)
        if any_of or (asset.id not in phones and speaks_to(beam.terminal, ends)):
            out.append(_beam(asset, beam, any_of, seen, need, ends, pool, world, sky, judged))
    return (*out, *_without_beams(need, ends, pool, sky, judged))


def _admitted(through: list[tuple[Asset, Messenger]], need: Need, ends: Ends, pool: Pool) -> tuple[int, ...]:
    """The places in the pool of the phone services that are left and may be used."""
    return tuple(pool.place_of[a.id] for a, m in through if a.id in pool and usable(a, m, need, ends, pool))


def _phones_by_satellite(pool: Pool) -> dict[str, list[tuple[Asset, Messenger]]]:
    """The phone services that come through each satellite before any loss, in order or not."""
    phones: dict[str, list[tuple[Asset, Messenger]]] = {}
    for asset, messenger in messengers(pool.whole):
        if "voice" in messenger.carries:
            for satellite in satellites_of(messenger, pool.whole):
                phones.setdefault(satellite, []).append((asset, messenger))
    return phones


def _without_beams(
    need: Need, ends: Ends, pool: Pool, sky: Visibility, judged: NDArray[np.int64]
) -> list[Exchange]:
    """The phone services none of whose satellites has a beam with voice before any loss."""
    counted = {a.id for a, b in pool.whole.fitted_with(Beam) if "voice" in b.services}
    out = []
    for asset, messenger in pool.fitted_with(Messenger):
        before = set(satellites_of(messenger, pool.whole))
        if "voice" not in messenger.carries or before & counted:
            continue
        if usable(asset, messenger, need, ends, pool):
            ids = satellites_of(messenger, pool)
            out.append(_phones(asset, messenger, ids, ends, pool, sky, judged))
    return out


def _phones(
    asset: Asset,
    messenger: Messenger,
    ids: tuple[str, ...],
    ends: Ends,
    pool: Pool,
    sky: Visibility,
    judged: NDArray[np.int64],
) -> Exchange:
    """A phone service whose satellites have no beams in the pool: nobody published how many calls."""
    each = sky.of(ids, messenger.min_elevation_deg)[:, :, judged] if messenger.satellites else None
    always = np.ones((len(ends.places), len(judged)), dtype=bool)
    seen = always if each is None else np.asarray(each.any(axis=0))
    return Exchange(
        asset=asset,
        assets=(pool.place_of[asset.id],),
        any_of=tuple(pool.place_of[i] for i in ids),
        calls=None,
        seen=seen,
        each=each,
        missing=reason("connect.missing.calls", service=asset.name),
    )


def _beam(
    asset: Asset,
    beam: Beam,
    any_of: tuple[int, ...],
    seen: B,
    need: Need,
    ends: Ends,
    pool: Pool,
    world: World,
    sky: Visibility,
    judged: NDArray[np.int64],
) -> Exchange:
    proxy = next((c for c in pool.facts_of(PayloadClass) if c.id == beam.payload_class), None)
    calls, weak = _channels(asset, beam, proxy)
    p = _place_with_least(seen)
    elevation_deg, range_m = sky.lowest(asset.id, p, judged, beam.min_elevation_deg)
    measure = need.measure("voice_calls")
    link = Link(
        asset=asset,
        beam=beam,
        terminal=_terminal(beam, ends, pool),
        proxy=proxy,
        look=Look(elevation_deg=elevation_deg, range_m=range_m),
        rain=rain_here(p, need, ends, world, percent_lost(measure.share_required if measure else None)),
    )
    ways = both_ways(link, CALL_BPS, one_of=None if calls is None else round(calls))
    budgets = tuple(way.budget for way in ways)
    missing: Reason | str = "" if calls is not None else missing_cell(asset, beam, "voice_channels")
    at_best = np.inf if calls is None else calls
    if any(b.closes is False for b in budgets):
        calls, weak, missing = 0.0, (), ""
    elif calls is not None and (not budgets or any(b.closes is None for b in budgets)):
        calls, missing = None, lacking(link)  # a link whose budget is unknown carries nothing for certain
    return Exchange(
        asset=asset,
        assets=(pool.place_of[asset.id],),
        any_of=any_of,
        calls=calls,
        seen=seen,
        missing=missing,
        at_best=at_best,
        weak=weak,
        budgets=budgets,
    )


def _place_with_least(seen: B) -> int:
    """The place that sees a satellite least, of those that see it at all."""
    p = int(np.argmin(seen.mean(axis=1)))
    return p if seen[p].any() else int(np.argmax(seen.any(axis=1)))


def _channels(asset: Asset, beam: Beam, proxy: PayloadClass | None) -> tuple[float | None, tuple[Weak, ...]]:
    here = Weak(what=reason("connect.weak.channels_here", satellite=asset.name), basis=Basis.ASSUMED)
    if beam.voice_channels is not None:
        basis = beam.provenance.of("voice_channels")
        what = reason("connect.weak.channels", satellite=asset.name)
        own = (Weak(what=what, basis=basis),) if basis > Basis.DERIVED else ()
        return float(beam.voice_channels), (*own, here)
    if proxy is not None and proxy.voice_channels is not None:
        stand_in = reason("connect.weak.channels_stand_in", satellite=asset.name, stand_in=proxy.name)
        return float(proxy.voice_channels), (Weak(what=stand_in, basis=Basis.ASSUMED), here)
    return None, ()


def _terminal(beam: Beam, ends: Ends, pool: Pool) -> Terminal | None:
    """The need's own terminal where it speaks the beam's band, else the one usual with the beam."""
    known = {t.id: t for t in pool.facts_of(Terminal)}
    for name in (*ends.request.terminals, beam.terminal):
        if name in known and common_band(beam, known[name]):
            return known[name]
    return None


def calls_at_once(found: tuple[Exchange, ...], alive: B, hopeful: bool, places: int, times: int) -> F:
    """Calls at once from the worst place, (losses, times); 0 where nothing carries a call."""
    total = np.zeros((len(alive), places, times))
    for one in found:
        calls = one.calls if one.calls is not None else (one.at_best if hopeful else 0.0)
        if calls == 0.0:
            continue
        stands = alive[:, list(one.assets)].all(axis=1)
        if one.each is not None:
            left = alive[stands][:, list(one.any_of)].astype(np.float32)
            seen = np.tensordot(left, one.each.astype(np.float32), axes=1) > 0.5
            total[stands] += np.where(seen, calls, 0.0)
            continue
        if one.any_of:
            stands &= alive[:, list(one.any_of)].any(axis=1)
        total[stands] += np.where(one.seen, calls, 0.0)
    return np.asarray(total.min(axis=1))
