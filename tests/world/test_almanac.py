"""The almanac keeps what was asked for, and hands on what is small of it."""

from __future__ import annotations

from serai.earth import Orientation, Place
from serai.orbit import Fixed
from serai.time import Instant, Span
from serai.world import Almanac

HOUR = Span.of(Instant.from_utc("2026-08-22T00:00:00Z"), 3600.0)


def almanac() -> Almanac:
    return Almanac({"kashi": Fixed(Place(lat_deg=39.5, lon_deg=76.0))}, Orientation.none())


def refused() -> str:
    raise AssertionError("asked for again")


def test_what_was_found_beside_what_was_known_is_handed_on_but_for_what_is_bulky() -> None:
    here = almanac()
    here.once("known", lambda: "before")
    known = here.known
    here.once("passes", lambda: "three")
    here.once("nodes", lambda: "many", bulky=True)
    here.ephemeris(("kashi",), HOUR)
    found = here.found_beside(known)
    assert found == {"passes": "three"}
    there = almanac()
    there.keep(found)
    assert there.once("passes", refused) == "three"


def test_what_is_here_already_stays_as_it_is() -> None:
    here = almanac()
    here.once("passes", lambda: "mine")
    here.keep({"passes": "yours", "looks": "yours"})
    assert (here.once("passes", refused), here.once("looks", refused)) == ("mine", "yours")
