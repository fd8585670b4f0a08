"""Satellites and broadband services that would carry a rate without any cable, and what would open them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from serai.connect.admission import opened_by
from serai.connect.endpoints import Ends
from serai.connect.fittings import Messenger
from serai.connect.space_paths import OTHER_BAND, Skyway
from serai.needs import Need
from serai.pool import Pool
from serai.wording import Reason, reason

MOST_WAYS, MOST_REMEDIES, MOST_SHUT = 4, 5, 2
LARGEST_BPS = 1e15  # what an unknown rate counts for in an order


@dataclass(frozen=True, slots=True, kw_only=True)
class Helps:
    """What would carry a rate now, what would once something is done, and what may not be used, and why."""

    substitutes: tuple[Reason, ...]
    remedies: tuple[Reason, ...]
    shut: tuple[Reason, ...]


def helps(
    need: Need, ends: Ends, pool: Pool, skyways: Iterable[Skyway], asked_bps: float, path: Sequence[str]
) -> Helps:
    """What helps a need beside its ``path`` (asset ids), the user's own country's satellites first.

    A satellite that carries less than is asked is no help; with a larger terminal it may be a remedy.
    """
    ranked = _ranked(skyways, ends, asked_bps, path)
    able = [_says(way, asked_bps) for way in ranked if not way.refused and _might(way, asked_bps)]
    more = len(able) - MOST_WAYS
    rest = (reason("connect.sky.more", count=more),) if more > 0 else ()
    larger = [_mended(way) for way in ranked if not way.refused and way.larger]
    opened, shut = _services(ranked, need, ends, pool, asked_bps)
    return Helps(
        substitutes=(*able[:MOST_WAYS], *rest),
        remedies=(*opened, *larger[:MOST_WAYS], *_other_band(ranked, asked_bps))[:MOST_REMEDIES],
        shut=tuple(shut[:MOST_SHUT]),
    )


def _ranked(skyways: Iterable[Skyway], ends: Ends, asked_bps: float, path: Sequence[str]) -> list[Skyway]:
    """The best beam of each satellite and service that is not said already, the best first."""
    best: dict[str, Skyway] = {}
    for way in skyways:
        if way.asset.id in path and not way.larger:
            continue
        kept = best.get(way.asset.id)
        if kept is None or _worth(way, ends, asked_bps) > _worth(kept, ends, asked_bps):
            best[way.asset.id] = way
    return sorted(best.values(), key=lambda way: _worth(way, ends, asked_bps), reverse=True)


def _worth(way: Skyway, ends: Ends, asked_bps: float) -> tuple[bool, bool, bool, bool, float, float]:
    own, sure = way.asset.country in ends.countries, way.capability.certain_bps
    able, might = sure >= asked_bps, _might(way, asked_bps)
    return (not way.refused, own, able, might, sure, way.elevation_deg or 0.0)


def _might(way: Skyway, asked_bps: float) -> bool:
    return way.capability.hopeful_bps >= asked_bps


def _services(
    ranked: Sequence[Skyway], need: Need, ends: Ends, pool: Pool, asked_bps: float
) -> tuple[list[Reason], list[Reason]]:
    """The services that a term would open so that they might carry the rate, and those that stay shut.

    Another country's service is no news.
    """
    opened, shut = [], []
    for way in ranked:
        messenger = next(iter(way.asset.fitted(Messenger)), None)
        if not way.refused or messenger is None:
            continue
        if messenger.countries and not set(messenger.countries) & ends.countries:
            continue
        term = opened_by(way.refused, way.asset, need, pool)
        name = way.asset.name
        if term is not None and _might(way, asked_bps):
            opened.append(
                reason("connect.service.term_opens", service=name, reason=way.refused, term=term.id)
            )
        else:
            shut.append(reason("connect.service.shut", service=name, reason=way.refused))
    return opened, shut


def _other_band(ranked: Sequence[Skyway], asked_bps: float) -> tuple[Reason, ...]:
    """The satellites that might carry the rate to a terminal of another band."""
    deaf = [way for way in ranked if way.refused == OTHER_BAND and _might(way, asked_bps)]
    deaf.sort(key=lambda way: -min(way.capability.hopeful_bps, LARGEST_BPS))
    names = tuple(dict.fromkeys(way.asset.name for way in deaf))[:MOST_WAYS]
    return (reason("connect.sky.other_band", satellites=names),) if names else ()


def _named(way: Skyway) -> Reason | str:
    if way.elevation_deg is None:
        return way.asset.name
    return reason("connect.sky.up", satellite=way.asset.name, elevation_deg=way.elevation_deg)


def _says(way: Skyway, asked_bps: float) -> Reason:
    """What a satellite or service carries, or might."""
    sure, satellite = way.capability.certain_bps, _named(way)
    if sure >= asked_bps:
        return reason("connect.sky.carries", satellite=satellite, rate=sure)
    missing = way.capability.missing
    if sure > 0:
        return reason("connect.sky.might_more", satellite=satellite, rate=sure, figure=missing)
    return reason("connect.sky.might", satellite=satellite, figure=missing)


def _mended(way: Skyway) -> Reason:
    """The terminal with which a satellite would carry what is asked."""
    assert way.larger is not None
    terminal, more_bps = way.larger
    rate_bps = way.capability.hopeful_bps
    return reason(
        "connect.sky.mended", satellite=_named(way), rate=rate_bps, terminal=terminal, more=more_bps
    )
