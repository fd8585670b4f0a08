"""`serai looks --area` and `serai revisit --area`: who covers how much of an area, when, and how often?"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from serai.errors import Refused

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

    from serai.questions.areas.to_hand import RegionToHand

WITH_AREA = (
    "--party",
    "--sensor",
    "--resolution",
    "--emergency",
    "--without",
    "--geojson",
    "--percent",
    "--page",
    "--clouds",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class AreaAsked:
    """The options of `looks` that are about an area; empty where they were left out."""

    area: Path | None
    need: str | None
    party: str | None
    sensors: tuple[str, ...]
    resolution_m: float | None
    emergency: bool
    without: tuple[str, ...]
    geojson: Path | None
    percent: float | None
    page: Path | None
    clouds: Path | None

    @classmethod
    def of(
        cls,
        area: Path | None,
        need: str | None,
        party: str | None,
        sensors: list[str] | None,
        resolution_m: float | None,
        emergency: bool,
        without: list[str] | None,
        geojson: Path | None,
        percent: float | None,
        page: Path | None,
        clouds: Path | None = None,
    ) -> AreaAsked:
        """The options as they came; those that mean something only with an area are refused without one."""
        others = (party, sensors, resolution_m, emergency, without, geojson, percent, page, clouds)
        if area is None and need is None:
            for option, value in zip(WITH_AREA, others, strict=True):
                if value:
                    raise Refused("cli.only_with", option=option, needed="--area")
        return cls(
            area=area,
            need=need,
            party=party,
            sensors=tuple(sensors or ()),
            resolution_m=resolution_m,
            emergency=emergency,
            without=tuple(without or ()),
            geojson=geojson,
            percent=percent,
            page=page,
            clouds=clouds,
        )

    @property
    def given(self) -> bool:
        """Whether an area is asked about."""
        return self.area is not None or self.need is not None


@dataclass(frozen=True, slots=True, kw_only=True)
class PoolAsked:
    """Which satellites look: of the corridor those named, or a constellation's, and those on paper."""

    satellites: tuple[str, ...]
    constellation: str
    paper: tuple[str, ...]
    like: str

    @property
    def followed(self) -> bool:
        """Whether they are asked about as one constellation, of which each member's part is told."""
        return bool(self.constellation or self.paper)

    @classmethod
    def of(
        cls,
        satellites: list[str] | None,
        constellation: str | None,
        paper: list[str] | None,
        like: str | None,
        about: AreaAsked,
    ) -> PoolAsked:
        """The options as they came; ``like`` means something only with an area."""
        if like and not about.given:
            raise Refused("cli.only_with", option="--like", needed="--area")
        return cls(
            satellites=tuple(satellites or ()),
            constellation=constellation or "",
            paper=tuple(paper or ()),
            like=like or "",
        )


def show_looks(found: RegionToHand, of: AreaAsked, tz: str | None, *, json: bool) -> None:
    """Print what was found, and write its files."""
    from serai.cli.console import print_json, show
    from serai.cli.input.parsing import zone
    from serai.report.data.region import region_answer
    from serai.report.terminal.region import region_views

    clock = zone(tz)
    _write(found, of, clock)
    if json:
        print_json(region_answer(found))
        return
    for view in region_views(found, clock):
        show(view)
    if of.page is not None:
        show(f"\npage  {of.page}")


def show_revisit(region: RegionToHand, tz: str | None, *, json: bool) -> None:
    """Print how often a new map of what was found is there."""
    from serai.cli.console import print_json, show
    from serai.cli.input.parsing import zone
    from serai.questions.areas.remapping import AreaRevisit
    from serai.report.data.remapping import area_revisit_answer
    from serai.report.terminal.remapping import remapping_views

    found = AreaRevisit(region=region)
    if json:
        print_json(area_revisit_answer(found))
        return
    for view in remapping_views(found, zone(tz)):
        show(view)


def area_of_corridor(
    of: AreaAsked,
    pool: PoolAsked,
    folder: Path | None,
    start: str | None,
    days: float | None,
    tz: str | None,
) -> RegionToHand:
    """The looks at the area that is asked about, by the satellites of a corridor."""
    from serai.cli.input.parsing import begins
    from serai.cli.input.reference import reference_corridor
    from serai.outcome.outcome import open_corridor
    from serai.questions.region import region

    corridor = open_corridor(folder or reference_corridor())
    return region(
        corridor,
        of.area,
        need=of.need or "",
        party=of.party or "",
        sensors=of.sensors,
        resolution_m=of.resolution_m,
        emergency=of.emergency,
        satellites=pool.satellites,
        constellation=pool.constellation,
        paper=pool.paper,
        like=pool.like,
        clouds=of.clouds,
        without=of.without,
        start=begins(corridor, start, tz),
        days=days,
        **({} if of.percent is None else {"new_map_share": of.percent / 100.0}),
    )


def _write(found: RegionToHand, of: AreaAsked, clock: ZoneInfo | None) -> None:
    """The strips for other programs, and the page."""
    if of.geojson is not None:
        from serai.files import put
        from serai.report.data.region import region_geojson

        put(of.geojson, region_geojson(found))
    if of.page is not None:
        from serai.report.page.areas.region import write_region_page

        write_region_page(found, of.page, clock)
