"""`serai connect`: what can be had at a place, best first, how surely, and what does it hang on?"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from serai.cli.input.options import At, Days, Folder, Json, With, Zone
from serai.cli.ladder.cascade import tell_cascade
from serai.cli.ladder.options import (
    Country,
    Every,
    Held,
    Lat,
    Lon,
    OneNeed,
    OwnCables,
    PageFile,
    Party,
    Without,
)

if TYPE_CHECKING:
    from pathlib import Path

    from rich.console import Console, ConsoleOptions, RenderResult
    from rich.text import Text

    from serai.connect.ladder import Rung
    from serai.corridor import Corridor
    from serai.pool import Pool
    from serai.questions.ladder import PlaceLadder
    from serai.time import Instant
    from serai.wording import Reason


def connect(
    folder: Folder = None,
    lat: Lat = None,
    lon: Lon = None,
    need: OneNeed = "",
    party: Party = "",
    country: Country = "",
    terminal: Held = None,
    without: Without = None,
    with_terms: With = None,
    cables: OwnCables = None,
    page: PageFile = None,
    every: Every = False,
    at: At = None,
    tz: Zone = None,
    days: Days = None,
    json: Json = False,
) -> None:
    """What can be had at a place, best first: data, calls, texts and alerts?

    Each service with its rate, the time there and back, the share of the day and of an average year (failures
    and rain counted) in which it is there, and what it hangs on. Every figure is for one user alone.

    With --without and no place: what a cut takes down, from cables to late images and calls that stop.
    It takes backhaul:ID (of a station or service) and power:ID (of a site or station) too.

    \b
    Examples:
      serai connect --lat 24.9 --lon 67.0
      serai connect --need N02 --page relief.html
      serai connect --all
      serai connect --lat 36.8 --lon 10.2 --terminal bgan-1 --without karachi
      serai connect --without landing:karachi
      serai connect --lat 24.9 --lon 67.0 --cables my_cable.geojson
    """
    from serai.cli.input.parsing import begins
    from serai.cli.input.reference import reference_corridor
    from serai.connect.own.reading import with_own_cables
    from serai.outcome.outcome import open_corridor
    from serai.questions.footprint import names_lost
    from serai.questions.ladder import place_ladder

    corridor = with_own_cables(open_corridor(folder or reference_corridor()), cables or ())
    moment, terms, lost = begins(corridor, at, tz), with_terms or (), without or ()
    if lost and lat is None and lon is None and not need and not every:
        _by_itself({"--party": party, "--country": country, "--terminal": terminal, "--page": page})
        tell_cascade(corridor.with_terms(*terms), lost, moment, days, json=json)
        return
    corridor = corridor.without(*names_lost(corridor, lost)).with_terms(*terms)
    if every and page is None:
        _all(corridor, moment, days or 1.0, json=json)
        return
    asked = place_ladder(
        corridor,
        lat_deg=lat,
        lon_deg=lon,
        need=need,
        party=party,
        country=country,
        terminals=tuple(terminal or ()),
        at=moment,
        days=days or 1.0,
    )
    _tell(asked, corridor, page, json=json)


def _tell(asked: PlaceLadder, corridor: Corridor, page: Path | None, *, json: bool) -> None:
    """Print a ladder, and write its page where one is asked for."""
    from serai.cli.console import print_json, show
    from serai.report.data.ladder import ladder_answer
    from serai.report.page.ladder import write_ladder_page

    if page is not None:
        write_ladder_page(asked, corridor, page)
    if json:
        print_json(ladder_answer(asked, corridor.id))
        return
    show(_LadderView(asked, corridor.pool))
    if page is not None:
        show(f"\npage  {page}")


def _by_itself(options: Mapping[str, object]) -> None:
    """Refuse options of a place beside a cut that is asked about by itself."""
    from serai.errors import Refused

    given = tuple(name for name, value in options.items() if value)
    if given:
        raise Refused("questions.cascade.alone", options=given)


def _all(corridor: Corridor, at: Instant | None, days: float, *, json: bool) -> None:
    """Every need's rate when all ask."""
    from serai.cli.console import print_json, show
    from serai.questions.ladder import rates_of_all
    from serai.report.data.ladder import shared_plain

    found = rates_of_all(corridor, at=at, days=days)
    if json:
        print_json({"corridor": corridor.id, "shared": [shared_plain(one) for one in found]})
        return
    for one in found:
        show(f"{one.need.id}  {one.need.title}\n      {one.says}")


class _LadderView:
    """The ladder in a terminal: two lines a service, under a head of what was taken."""

    def __init__(self, asked: PlaceLadder, pool: Pool) -> None:
        self.asked, self.pool = asked, pool

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        from serai.report.terminal.lines import WIDEST, wrapped

        width = min(options.max_width, WIDEST)
        for text in self._head():
            yield from wrapped(str(text), width, hang=2)
        for service in dict.fromkeys(rung.service for rung in self.asked.found.rungs):
            yield f"\n{service}"
            yield from self._class([r for r in self.asked.found.rungs if r.service == service], width)
        yield from self._shut(width)

    def _head(self) -> Iterator[Reason | str]:
        from serai.report.readings.ladder import cables_end, given
        from serai.wording import reason

        found, span = self.asked.found, self.asked.within
        yield reason(
            "connect.ladder.head",
            rungs=len(found.rungs),
            place=self.asked.name,
            day=span.start.utc(decimals=0),
            length=span.duration_s,
        )
        if self.asked.taken:
            yield self.asked.taken
        if lost := given(self.asked.given, self.pool):
            yield lost
        if found.site is not None:
            yield cables_end(found.site, found.site_m)
        if self.asked.shared is not None:
            yield reason("connect.ladder.all_ask", says=self.asked.shared.says)
        if not found.rungs:
            yield reason("connect.ladder.none")

    def _class(self, rungs: Sequence[Rung], width: int) -> Iterator[Text]:
        """The services of one kind; those whose rate nobody published are told in one line."""
        from serai.report.readings.ladder import figures, hangs
        from serai.report.terminal.lines import wrapped
        from serai.wording import reason

        unknown = [r for r in rungs if r.service == "data" and r.rate_bps is None]
        for rung in rungs:
            if rung not in unknown:
                said = f"{rung.by}: {', '.join(map(str, figures(rung)))}"
                yield from wrapped(said, width, indent=2, hang=4)
                below = "; ".join(map(str, hangs(rung, self.pool)))
                yield from wrapped(below, width, indent=4, hang=4, style="dim")
        if unknown:
            names = tuple(rung.by for rung in unknown)
            said = str(reason("connect.ladder.unknown", names=names))
            yield from wrapped(said, width, indent=2, hang=4, style="dim")

    def _shut(self, width: int) -> Iterator[Text | str]:
        from serai.report.terminal.lines import wrapped
        from serai.wording import reason

        names = tuple(one.by for one in self.asked.found.shut)
        if names:
            said = reason("connect.ladder.shut", count=len(names), names=names)
            yield ""
            yield from wrapped(str(said), width, style="dim")
