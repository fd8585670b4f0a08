"""May this user use that service here: its area, its licences country by country, and the sharing terms."""

from __future__ import annotations

from serai.connect.endpoints import Ends
from serai.connect.fittings import Beam, Messenger
from serai.needs import Need
from serai.pool import Asset, Pool, Right, Term

RIGHTS = (Right.MESSAGE, Right.LINK)


def refusal(
    asset: Asset, fitting: Beam | Messenger, need: Need, ends: Ends, pool: Pool, place: int | None = None
) -> str:
    """Why a user may not use a service here, for a sentence; empty when it may be used.

    ``place`` asks of one of the user's places alone; None asks of all of them together.

    A service must be in order, cover every place of the user, be licensed in every country of the user
    where it lists countries, and be granted by a term in force where any term speaks of it.
    """
    if asset.out:
        return "; ".join(str(asset.out).split("; ")[:2])  # the reason, without the row's further remarks
    if fitting.box is not None:
        stands = list(zip(ends.places, ends.names, strict=True))
        stands = stands if place is None else [stands[place]]
        outside = [name for at, name in stands if not bool(fitting.box.contains(at.lat_deg, at.lon_deg))]
        if len(outside) == len(stands):
            return f"its service area ({_area(fitting)}) does not reach here"
        if outside:
            return f"its service area ({_area(fitting)}) leaves out {', '.join(outside)}"
    if isinstance(fitting, Messenger) and fitting.countries:
        if not ends.countries:
            return "it is licensed country by country, and nobody said in which country the user stands"
        without = sorted(ends.countries - set(fitting.countries))
        if without:
            return f"not licensed in {', '.join(without)}"
    term, spoken_of = granted(asset, need, pool)
    if spoken_of and term is None:
        return f"no sharing term in force grants it to {need.party or 'this user'}"
    return ""


def granted(asset: Asset, need: Need, pool: Pool) -> tuple[Term | None, bool]:
    """The term in force by which a need's party may use an asset, and whether any term speaks of it.

    An asset that no term speaks of is offered to anyone whom its own area and licences admit.
    """
    if need.party and asset.owner == need.party:
        return None, False
    spoken_of = any(t.right in RIGHTS and t.covers(asset) for t in pool.terms.rows)
    return pool.terms.use_of(asset, pool.party(need.party), *RIGHTS), spoken_of


def usable(asset: Asset, messenger: Messenger, need: Need, ends: Ends, pool: Pool) -> bool:
    """Whether a service may be used at every place of the user with the terminal that the user holds."""
    return speaks_to(messenger.terminal, ends) and not refusal(asset, messenger, need, ends, pool)


def speaks_to(terminal: str, ends: Ends) -> bool:
    """Whether a service that needs a terminal (by id) can be used with what the user holds."""
    return not terminal or not ends.request.terminals or terminal in ends.request.terminals


def candidate(asset: Asset, need: Need, pool: Pool) -> Term | None:
    """A term that could be switched on to let the need's party use an asset, or None."""
    party = pool.party(need.party)
    for right in RIGHTS:
        for term in pool.terms.candidates(right):
            if term.covers(asset) and term.grants(party):
                return term
    return None


def _area(fitting: Beam | Messenger) -> str:
    box = fitting.box
    assert box is not None
    return f"{_lon(box.lon_min)} to {_lon(box.lon_max)}, {_lat(box.lat_min)} to {_lat(box.lat_max)}"


def _lon(deg: float) -> str:
    return f"{abs(deg):g} {'W' if deg < 0 else 'E'}"


def _lat(deg: float) -> str:
    return f"{abs(deg):g} {'S' if deg < 0 else 'N'}"
