"""May this user use that service here: its area, its licences country by country, and the sharing terms."""

from __future__ import annotations

from serai.connect.endpoints import Ends
from serai.connect.fittings import Beam, Messenger
from serai.earth import Box
from serai.needs import Need
from serai.pool import Asset, Pool, Right, Term
from serai.wording import Reason, reason
from serai.wording.places import latitude, longitude

MOST_REMARKS = 2
RIGHTS = (Right.MESSAGE, Right.LINK)
TRANSIT = Right("transit")  # passing from one owner's cables to another's at a site
FOR_WANT_OF_A_TERM = ("connect.refused.term", "connect.refused.term_anyone")


def refusal(
    asset: Asset, fitting: Beam | Messenger, need: Need, ends: Ends, pool: Pool, place: int | None = None
) -> Reason | str:
    """Why a user may not use a service here, for a sentence; empty when it may be used.

    ``place`` asks of one of the user's places alone; None asks of all of them together.

    A service must be in order, cover every place of the user, be licensed in every country of the user
    where it lists countries, and be granted by a term in force where any term speaks of it.
    """
    if asset.out:
        return _out_of_order(asset)
    return (
        _outside(fitting.box, ends, place)
        or (_unlicensed(fitting, ends, place) if isinstance(fitting, Messenger) else "")
        or _not_granted(asset, need, pool)
    )


def _out_of_order(asset: Asset) -> Reason | str:
    """Why a service may not be used at all, with the first remarks of its row and no more."""
    if not isinstance(asset.out, Reason) or asset.out.key != "corridor.status" or not asset.note:
        return asset.out
    remarks = "; ".join(asset.note.split("; ")[:MOST_REMARKS])
    return reason(
        "corridor.status",
        status=asset.out.values["status"],
        note=reason("corridor.note", note=remarks),
    )


def _outside(box: Box | None, ends: Ends, place: int | None) -> Reason | str:
    """That a service area leaves out some places of the user, or all of them."""
    if box is None:
        return ""
    stands = list(zip(ends.places, ends.names, strict=True))
    stands = stands if place is None else [stands[place]]
    outside = tuple(name for at, name in stands if not bool(box.contains(at.lat_deg, at.lon_deg)))
    if len(outside) == len(stands):
        return reason("connect.refused.area", area=_area(box))
    return reason("connect.refused.area_part", area=_area(box), places=outside) if outside else ""


def _unlicensed(messenger: Messenger, ends: Ends, place: int | None) -> Reason | str:
    """That a service lists countries, and that of the user is not among them or not known.

    A fixed site asked of alone lies in its own country; a place in a box may lie in any of the box's.
    """
    if not messenger.countries:
        return ""
    alone = place is not None and ends.fixed and ends.from_sites[place].country
    countries = frozenset({alone}) if alone else ends.countries
    if not countries:
        return reason("connect.refused.country_unknown")
    without = tuple(sorted(countries - set(messenger.countries)))
    return reason("connect.refused.country", countries=without) if without else ""


def _not_granted(asset: Asset, need: Need, pool: Pool) -> Reason | str:
    """That terms speak of a service, and none in force grants it to the need's party."""
    term, spoken_of = granted(asset, need, pool)
    if term is not None or not spoken_of:
        return ""
    if need.party:
        return reason("connect.refused.term", party=need.party)
    return reason("connect.refused.term_anyone")


def granted(asset: Asset, need: Need, pool: Pool) -> tuple[Term | None, bool]:
    """The term in force by which a need's party may use an asset, and whether any term speaks of it.

    An asset that no term speaks of is offered to anyone whom its own area and licences admit.
    """
    if need.party and asset.owner == need.party:
        return None, False

    def found() -> tuple[Term | None, bool]:
        if not pool.once(("spoken of", asset.id), lambda: _spoken_of(asset, pool)):
            return None, False
        return pool.terms.use_of(asset, pool.party(need.party), *RIGHTS), True

    return pool.once(("granted", asset.id, need.party), found)


def _spoken_of(asset: Asset, pool: Pool) -> bool:
    """Whether any term, in force or not, speaks of the use of an asset."""
    return any(t.right in RIGHTS and t.covers(asset) for t in pool.terms.rows)


def usable(asset: Asset, messenger: Messenger, need: Need, ends: Ends, pool: Pool) -> bool:
    """Whether a service may be used at every place of the user with the terminal that the user holds."""
    return speaks_to(messenger.terminal, ends) and not refusal(asset, messenger, need, ends, pool)


def speaks_to(terminal: str, ends: Ends) -> bool:
    """Whether a service that needs a terminal (by id) can be used with what the user holds."""
    return not terminal or not ends.request.terminals or terminal in ends.request.terminals


def opened_by(why_not: Reason | str, asset: Asset, need: Need, pool: Pool) -> Term | None:
    """The term that, once agreed, lets the need's party use a service refused for this reason.

    None where no candidate does, and where something else than a term keeps the service shut.
    """
    if not isinstance(why_not, Reason) or why_not.key not in FOR_WANT_OF_A_TERM:
        return None
    party = pool.party(need.party)
    for right in RIGHTS:
        for term in pool.terms.candidates(right):
            if term.covers(asset) and term.grants(party):
                return term
    return None


def _area(box: Box) -> Reason:
    return reason(
        "connect.area.box",
        west=longitude(box.lon_min),
        east=longitude(box.lon_max),
        south=latitude(box.lat_min),
        north=latitude(box.lat_max),
    )
