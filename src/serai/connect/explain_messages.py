"""What an operator is told of texts and calls: by which service, how soon, and why others will not do."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from serai.connect.admission import candidate, refusal, speaks_to
from serai.connect.endpoints import Ends
from serai.connect.fittings import Messenger
from serai.connect.judged import Story
from serai.connect.messages import Carrier
from serai.connect.spoken import listed, seconds
from serai.connect.voice import Exchange
from serai.needs import Measure, Need, Weak
from serai.pool import Pool
from serai.radio import Terminal
from serai.tables import Basis

F = NDArray[np.float64]
Ranked = Sequence[tuple[Carrier, F]]  # services, best first, each with its delivery time at the worst place
MOST_OPEN, MOST_SHUT, FEW = 3, 3, 3
DECIDING: Mapping[str, str] = {  # the columns of messengers.csv that decide a delivery, in words
    "satellites": "satellites that carry {}",
    "delivery_s": "delivery time of {}",
    "status": "state of service of {}",
    "lon_min": "service area of {}",
}


def tell_messages(
    measure: Measure,
    need: Need,
    ends: Ends,
    pool: Pool,
    ways: frozenset[str],
    ranked: Ranked,
    substitutes: Ranked,
) -> Story:
    """The story of texts: the services that count, and those that would need another terminal."""
    best = ranked[0][0] if ranked else None
    if ranked:
        why = _service(*ranked[0], measure, pool)
    else:
        asked = listed(sorted(ways & {"message", "broadcast"}), "or")
        why = f"no {asked} service in order may be used at every place of this need"
    would_do = [_service(one, values, measure, pool) for one, values in ranked[1 : 1 + MOST_OPEN]]
    if len(ranked) > 1 + MOST_OPEN:
        would_do.append(f"and {listed(one.asset.name for one, _ in ranked[1 + MOST_OPEN :])}")
    names = {t.id: t.name for t in pool.facts_of(Terminal)}
    otherwise = []
    for one, values in substitutes[:MOST_OPEN]:
        other = names.get(one.messenger.terminal)
        held = _a(other) if other else "another terminal"
        otherwise.append(f"with {held} {_service(one, values, measure, pool)}")
    if len(substitutes) > MOST_OPEN:
        rest = listed(one.asset.name for one, _ in substitutes[MOST_OPEN:])
        otherwise.append(f"with other terminals also {rest}")
    texts = texts_may_go(need, ends, pool) if not ranked and "message" not in ways else ""
    if texts:
        would_do.append(f"to one receiver at a time a text may go by {texts}")
    met = bool(ranked) and _share(ranked[0][1], measure) >= (measure.share_required or 1.0)
    mends, shut = refused(need, ends, pool, ways)
    return Story(
        path=_path(best, pool),
        why=why,
        substitutes=(*would_do, *(otherwise if met else ())),
        remedies=() if met else (*otherwise, *mends),
        weak=_weak(best) if best is not None else (),
        flags=(*(_chance(best, measure) if best is not None else ()), *shut[:MOST_SHUT]),
    )


def _share(values: F, measure: Measure) -> float:
    return float(measure.reached(values).mean())


def _service(one: Carrier, values: F, measure: Measure, pool: Pool) -> str:
    name, messenger = one.asset.name, one.messenger
    if messenger.delivery_s is None:
        return f"{name} may be used, but nobody published how long it takes to deliver"
    served = values[np.isfinite(values)]
    if one.seen is not None and not one.seen.any():
        return f"{name} may be used, but none of its satellites rises above the sky mask"
    if not len(served):
        return f"{name} may be used, but its satellites are not seen from every place of the need"
    share = _share(values, measure)
    return (
        f"{name} delivers in {seconds(float(np.median(served)))} (median){_through(one, pool)}, within "
        f"{seconds(measure.threshold)} for {100.0 * share:.3g} % of the time"
    )


def _through(one: Carrier, pool: Pool) -> str:
    """The satellites that a service comes through, by name when they are few."""
    up = np.flatnonzero(np.isfinite(one.lowest_deg))
    if not len(up):
        return ""
    if len(up) > FEW:
        return f" through {len(up)} satellites that pass"
    names = (f"{pool.assets[int(one.satellites[k])].name} at {one.lowest_deg[k]:.0f} deg" for k in up)
    return f" through {listed(names)}"


def refused(need: Need, ends: Ends, pool: Pool, ways: frozenset[str]) -> tuple[list[str], list[str]]:
    """The terms that would open a service, and why services will not do that no term would open.

    Those with another terminal or of other countries are no news.
    """
    mends, shut = [], []
    for asset in pool.assets:
        for messenger in asset.fitted(Messenger):
            if not messenger.carries & ways or not speaks_to(messenger.terminal, ends):
                continue
            if messenger.countries and not set(messenger.countries) & ends.countries:
                continue
            reason = refusal(asset, messenger, need, ends, pool)
            if reason:
                term = candidate(asset, need, pool)
                why = f"{asset.name} will not do: {reason}"
                if term is None:
                    shut.append(why)
                else:
                    mends.append(f"{why}; term {term.id} would open it")
    return mends, shut


def texts_may_go(need: Need, ends: Ends, pool: Pool) -> str:
    """The services by which texts may be sent from every place of a need, with whatever terminal."""
    names = [
        asset.name
        for asset, messenger in pool.fitted_with(Messenger)
        if "message" in messenger.carries and not refusal(asset, messenger, need, ends, pool)
    ]
    shown = names if len(names) <= MOST_OPEN else [*names[:MOST_OPEN], f"{len(names) - MOST_OPEN} more"]
    return listed(shown)


def _path(best: Carrier | None, pool: Pool) -> tuple[str, ...]:
    if best is None:
        return ()
    if best.seen is None or not best.seen.any():
        return (best.asset.id,)
    most = int(np.argmax(best.seen.mean(axis=(1, 2))))
    satellite = pool.assets[int(best.satellites[most])].id
    steady = best.seen[most].mean() >= 0.5
    return (satellite, best.asset.id) if steady else (best.asset.id,)


def _weak(best: Carrier) -> tuple[Weak, ...]:
    messenger = best.messenger
    given = {
        "satellites": bool(messenger.satellites),
        "delivery_s": messenger.delivery_s is not None,
        "status": bool(messenger.status),
        "lon_min": messenger.box is not None,
    }
    out = []
    for column, what in DECIDING.items():
        basis = messenger.provenance.of(column)
        if basis > Basis.DERIVED and given[column]:
            out.append(Weak(what=what.format(best.asset.name), basis=basis))
    return tuple(out)


def _chance(best: Carrier, measure: Measure) -> tuple[str, ...]:
    """The chance that one sending succeeds, where it is known."""
    success = best.messenger.success
    if success is None:
        return ()
    said = f"one sending by {best.asset.name} succeeds {100.0 * success:.3g} % of the time"
    wanted = measure.share_required
    if wanted is not None and success < wanted:
        return (f"{said}, less than the {100.0 * wanted:.3g} % asked: send each text twice",)
    return (f"{said}; that is beside the share, not in it",)


def tell_calls(found: tuple[Exchange, ...], need: Need, ends: Ends, pool: Pool) -> Story:
    """The story of calls: who carries them, how many, and what nobody published."""
    known = [x for x in found if x.calls]
    known.sort(key=lambda x: (-float(x.seen.mean()), len(x.weak), -(x.calls or 0.0)))
    unknown = [x for x in found if x.calls is None]
    if known:
        first = known[0]
        seen = 100.0 * float(first.seen.all(axis=0).mean())
        why = (
            f"{first.asset.name} has {first.calls:,.0f} voice channels over its whole area and is in view "
            f"{seen:.3g} % of the time"
        )
    elif unknown:
        names = listed(x.asset.name for x in unknown)
        why = f"{names} would carry calls, but nobody published how many at once"
    else:
        why = "no phone service in order may be used at every place of this need"
    too = [f"{x.asset.name} carries calls too: {x.calls:,.0f} channels" for x in known[1 : 1 + MOST_OPEN]]
    if known and unknown:
        names = listed(x.asset.name for x in unknown)
        too.append(f"{names} might carry calls too; nobody published how many at once")
    closed = [x.asset.name for x in found if x.calls == 0.0]
    unable = [f"{name} carries no call here: its link budget does not close" for name in closed]
    mends, shut = refused(need, ends, pool, frozenset({"voice"}))
    return Story(
        path=(known[0].asset.id,) if known else (),
        why=why,
        substitutes=tuple(too),
        remedies=tuple(mends),
        flags=(*unable, *shut[:MOST_SHUT]),
        weak=tuple(w for x in known[:1] for w in x.weak),
        budgets=tuple(b for x in found for b in x.budgets),
    )


def _a(name: str) -> str:
    return f"{'an' if name[:1] in 'AEIOU' else 'a'} {name}"
