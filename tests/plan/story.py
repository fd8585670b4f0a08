"""A pool of two stations and two satellites, and short ways to say an opportunity."""

from __future__ import annotations

from serai.access import Mask
from serai.earth import Box
from serai.needs import Measure, Need, Opportunity, Parcel, Use
from serai.pool import Asset, Party, Pool, Right, Standing, Term, Terms
from serai.time import Instant, Span, Windows

T0 = Instant.from_utc("2026-08-22T00:00:00Z")


def span(start_s: float, end_s: float) -> Span:
    """Seconds after the story's midnight."""
    return Span(T0.plus(seconds=start_s), T0.plus(seconds=end_s))


def pool() -> Pool:
    """Two radars and two stations; Karachi may take them only once a candidate term is agreed."""
    return Pool(
        assets=(
            Asset(id="gaofen-3-02", name="Gaofen-3 02", kind="satellite", owner="cnsa"),
            Asset(id="hj-2e", name="HJ-2E", kind="satellite", owner="cnsa"),
            Asset(id="kashi", name="Kashi", kind="station", owner="china", kept_back=Windows([span(0, 30)])),
            Asset(id="karachi", name="Karachi", kind="station", owner="suparco"),
        ),
        parties={"china": Party(id="china", name="China", kind="state", country="CN")},
        terms=Terms(
            rows=(
                Term(id="T14", right=Right.DOWNLINK, owner="china", what="", assets=("owner:cnsa",),
                     stations=("kashi",), grantees=("corridor",)),
                Term(id="T15", right=Right.DOWNLINK, owner="suparco", what="", assets=("owner:cnsa",),
                     stations=("karachi",), grantees=("corridor",), standing=Standing.CANDIDATE),
            )
        ),
    )  # fmt: skip


def need(name: str, *, priority: int = 2, every_h: float = 12.0, parcel: Parcel | None = None) -> Need:
    """A need that asks for a fresh result every so many hours."""
    every = Measure(
        name="revisit", unit="h", lower_is_better=True, threshold=every_h, every_s=every_h * 3600.0
    )
    return Need(
        id=name,
        title=name,
        service="observe",
        box=Box(lon_min=66.5, lat_min=25.0, lon_max=70.5, lat_max=29.0),
        mask=Mask.constant(5.0),
        priority=priority,
        parcel=parcel,
        measures=(every,),
    )


def look(name: str, satellite: str, start_s: float, *, carried: bool = False) -> Opportunity:
    """A twenty-second look; with ``carried`` its image must still come down."""
    on_board = Parcel(aboard=satellite, ready=T0.plus(seconds=start_s + 20), by=T0.plus(seconds=86_400))
    return Opportunity(
        id=name,
        need="N01",
        uses=(Use(asset=satellite, span=span(start_s, start_s + 20)),),
        counts_at=T0.plus(seconds=start_s + 20),
        why=f"{satellite} sees the place",
        follow_on=need(f"carry {name}", parcel=on_board) if carried else None,
    )


def contact(
    name: str, satellite: str, station: str, start_s: float, end_s: float, share: float = 1.0
) -> Opportunity:
    """A pass of a satellite over a station that brings everything on board down."""
    serves = f"{satellite} at {start_s:g}"
    return Opportunity(
        id=name,
        need="N01",
        uses=(Use(asset=station, span=span(start_s, end_s), share=share, serves=serves),),
        counts_at=T0.plus(seconds=end_s),
        why=f"{satellite} comes down at {station}",
    )
