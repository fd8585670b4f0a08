"""A station in a terminal: its services against the published figures, its alarms; and the same as JSON."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator

from rich.console import Console, ConsoleOptions, RenderResult
from rich.text import Text

from serai.gnss.signals import SYSTEMS
from serai.navigate.monitor.conformance import Conformance, ServiceFigure, Watch
from serai.navigate.monitor.daily_place import DailyPlace
from serai.navigate.monitor.evaluation import LEAST_TRACKED
from serai.navigate.monitor.signal_health import BANDS_DEG, SignalHealth
from serai.report.drawing.marks import SIGNS
from serai.report.moments import minute
from serai.report.terminal.lines import SOFT, STYLES, WIDEST, TextCell, line, wrapped
from serai.time import Instant
from serai.wording import plural

WIDTHS = (16, 9, 10, 16, 16)
ALARMS = 20  # shown; all of them stand in the JSON and on the page


class StationView:
    """What a watch found; rich prints it in the width there is."""

    def __init__(self, watch: Watch, *, title: str) -> None:
        self.watch, self.title = watch, title

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        width = min(options.max_width, WIDEST)
        found = self.watch
        yield Text(self.title, style="bold")
        yield Text(
            f"{minute(Instant(found.begin))} to {minute(Instant(found.end))} UTC, "
            f"{plural(len(found.files), 'file')}",
            style=SOFT,
        )
        yield Text()
        yield line(
            [
                TextCell("   Service", 32, SOFT),
                *(
                    TextCell(h, 18, SOFT, right=True)
                    for h in ("horizontal 95 %", "vertical 95 %", "available")
                ),
                TextCell("state", 9, SOFT),
            ]
        )
        for one in found.verdicts:
            yield _service(one)
            if one.why:
                yield from wrapped(str(one.why), width, indent=3, hang=3, most=3, style=SOFT)
        yield Text()
        yield from _signals(found)
        yield from _alarms(found, width)
        yield from _beside(found, width)
        for one_file in found.files:
            if one_file.skipped:
                counts = ", ".join(f"{n} {kind}" for kind, n in one_file.skipped.items())
                yield from wrapped(f"{one_file.file}: passed over {counts}", width, hang=2, style="yellow")


def _service(one: Conformance) -> Text:
    style = STYLES[one.state]
    return line(
        [
            TextCell(f"{SIGNS[one.state]}  {one.service.name}", 32, style),
            *(TextCell(_figure(f), 18, right=True) for f in one.figures),
            TextCell(str(one.state), 9, style),
        ]
    )


def _figure(one: ServiceFigure) -> str:
    if math.isnan(one.served):
        return "none"
    if one.unit == "m":
        served, told = f"{one.served:.2f} m", "" if one.published is None else f" of {one.published:g}"
    else:
        served, told = shown(one.served), "" if one.published is None else f" of {shown(one.published)}"
    return served + (told or " of ?")


def shown(share: float) -> str:
    """A share in per cent, to the hundredth where it is not whole."""
    return f"{100.0 * share:.2f}".rstrip("0").rstrip(".") + " %"


def _signals(found: Watch) -> Iterator[Text]:
    """How well each signal was received; by elevation from the mask, 30 and 60 degrees up."""
    if not found.signals:
        return
    by = " ".join(f"{low:>4.0f}" for low, _ in BANDS_DEG)
    head = ("   Signal", "observed", "slips/1000", "multipath, m", "C/N0, dB-Hz")
    yield line(
        [TextCell(h, w, SOFT, right=bool(k)) for k, (h, w) in enumerate(zip(head, WIDTHS, strict=True))]
    )
    above = ("   from, deg", "", "", by, by)
    yield line(
        [TextCell(h, w, SOFT, right=bool(k)) for k, (h, w) in enumerate(zip(above, WIDTHS, strict=True))]
    )
    for name, one in found.signals.items():
        few = one.share < LEAST_TRACKED
        yield line(
            [
                TextCell(f"   {SYSTEMS[name[0]]} {name[1:]}", WIDTHS[0]),
                TextCell(shown_share(one.share), WIDTHS[1], "yellow" if few else "", right=True),
                TextCell(_by_thousand(one), WIDTHS[2], right=True),
                TextCell(_by_elevation(one.multipath_m, 2), WIDTHS[3], right=True),
                TextCell(_by_elevation(one.strength_dbhz, 0), WIDTHS[4], right=True),
            ]
        )
    yield Text()


def shown_share(share: float) -> str:
    """A share in per cent to the tenth, cut and not rounded: 100 % is all of it."""
    return "none" if math.isnan(share) else f"{math.floor(1000.0 * share) / 10.0:.1f} %"


def _by_thousand(one: SignalHealth) -> str:
    return f"{1000.0 * one.slips / one.phases:.1f}" if one.phases else "-"


def _by_elevation(values: Iterable[float], digits: int) -> str:
    return " ".join(f"{'-' if math.isnan(v) else format(v, f'.{digits}f'):>4}" for v in values)


def _beside(found: Watch, width: int) -> Iterator[Text]:
    """Where the station stood by PPP, and what its headers say otherwise than its site log."""
    placed = [one for one in found.files if one.place is not None]
    if placed:
        yield Text("Off the known position by PPP, east, north, up (m):", style=SOFT)
    for one in placed:
        off = " ".join(f"{v:+.3f}" for v in one.place.enu_m) if one.place is not None else ""
        yield Text(f"  {minute(Instant(one.begin))}  {off}")
    for one in found.files:
        for differs in one.differs:
            yield from wrapped(f"{one.file}: {differs}", width, hang=2, style="yellow")


def _alarms(found: Watch, width: int) -> list[Text]:
    if not found.alarms:
        return [Text("No alarm.", style="cyan")]
    out = [Text(f"{plural(len(found.alarms), 'alarm')}:", style="bold red")]
    for alarm in found.alarms[:ALARMS]:
        out += wrapped(str(alarm), width, indent=2, hang=4)
    if len(found.alarms) > ALARMS:
        out.append(Text(f"  and {len(found.alarms) - ALARMS} more (--json, --page FILE)", style=SOFT))
    return out


def station_json(watch: Watch) -> dict[str, object]:
    """The watch as one JSON object; times in UTC, lengths in metres, shares from 0 to 1; null is unknown."""
    return {
        "begin": Instant(watch.begin).utc(0),
        "end": Instant(watch.end).utc(0),
        "files": [
            {
                "file": one.file,
                "begin": Instant(one.begin).utc(0),
                "end": Instant(one.end).utc(0),
                "passed_over": dict(one.skipped),
                "differs_from_site_log": list(one.differs),
                "place": _place_json(one.place),
            }
            for one in watch.files
        ],
        "services": [_service_json(one) for one in watch.verdicts],
        "satellites": {
            name: {
                "ranges": one.count,
                "rms_m": _known(one.rms_m),
                "largest_m": _known(one.largest_m),
            }
            for name, one in watch.satellites.items()
        },
        "signals": {name: _signal_json(one) for name, one in watch.signals.items()},
        "alarms": [alarm.as_json() for alarm in watch.alarms],
    }


def _place_json(one: DailyPlace | None) -> dict[str, object] | None:
    """East, north and up of the known position by PPP; null where the file gives none."""
    return None if one is None else {"enu_m": list(one.enu_m), "sigma_m": list(one.sigma_m)}


def _signal_json(one: SignalHealth) -> dict[str, object]:
    """One signal; lists are by elevation: from the mask, 30 and 60 degrees up."""
    return {
        "expected": one.expected,
        "observed": one.observed,
        "phases": one.phases,
        "slips": one.slips,
        "multipath_m": [_known(v) for v in one.multipath_m],
        "cn0_dbhz": [_known(v) for v in one.strength_dbhz],
    }


def _service_json(one: Conformance) -> dict[str, object]:
    return {
        "name": one.service.name,
        "systems": one.service.systems,
        "promised_by": one.service.promised_by or None,
        "source": one.service.provenance.source if one.service.provenance else None,
        "note": one.service.note or None,
        "state": str(one.state),
        "why": str(one.why),
        "epochs": one.tally.epochs,
        "solved": one.tally.solved,
        "h95_m": _known(one.tally.h95_m),
        "v95_m": _known(one.tally.v95_m),
        "availability": _known(one.tally.availability, 6),
        "continuity_hour": _known(one.tally.continuity, 6),
        "breaks": one.tally.breaks,
        "observed_share": _known(one.tally.seen),
        "judged": [
            {
                "measure": str(f.measure),
                "served": _known(f.served, 6),
                "published": f.published,
                "unit": f.unit or None,
                "basis": f.basis or None,
                "state": str(f.state),
                "missing": str(f.missing) or None,
            }
            for f in one.figures
        ],
    }


def _known(value: float, digits: int = 3) -> float | None:
    return None if math.isnan(value) else round(value, digits)
