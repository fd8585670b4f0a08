"""A station's page: do the services perform as promised, here, in these files? With charts and alarms."""

from __future__ import annotations

import math
from pathlib import Path

from serai.files import made_folder, put
from serai.gnss.signals import SYSTEMS
from serai.navigate.monitor.conformance import Conformance, ServiceFigure, Watch
from serai.navigate.monitor.signal_health import BANDS_DEG, SignalHealth
from serai.report.drawing.marks import state_words, symbols
from serai.report.drawing.markup import Markup, el, joined, table
from serai.report.drawing.resources import resource
from serai.report.drawing.station import alarms_chart, ranges_chart, service_chart
from serai.report.moments import minute
from serai.report.page.head import NO_REQUESTS
from serai.report.terminal.station import shown, shown_share
from serai.time import Instant
from serai.wording import harmless, percent, plural

STYLES = ("palette.css", "style.css", "charts.css", "station.css", "narrow.css")
HEADINGS = ("State", "Service", "Horizontal 95 %", "Vertical 95 %", "Available", "Holds an hour", "Why")


def write_station_page(watch: Watch, path: Path, *, title: str) -> Path:
    """Write the page as one file that stands on its own."""
    made_folder(path.parent)
    put(path, harmless(station_page(watch, title=title)))
    return path


def station_page(watch: Watch, *, title: str) -> str:
    """The page as HTML."""
    period = f"{minute(Instant(watch.begin))} to {minute(Instant(watch.end))} UTC"
    lede = f"{period}; {plural(len(watch.files), 'file')}, {plural(len(watch.alarms), 'alarm')}."
    body = el(
        "main",
        el("header", el("p", "serai station", class_="brand"), el("h1", title), el("p", lede, class_="lede")),
        _services(watch),
        _alarms(watch),
        _charts(watch),
        _ranges(watch),
        _signals(watch),
        _files(watch),
    )
    head = el(
        "head",
        el("meta", charset="utf-8"),
        el("meta", name="viewport", content="width=device-width, initial-scale=1"),
        el("meta", http_equiv="Content-Security-Policy", content=NO_REQUESTS),
        el("title", title),
        el("style", Markup("".join(resource(name) for name in STYLES))),
    )
    return f"<!doctype html>{el('html', head, el('body', symbols(), body), lang='en')}\n"


def _services(watch: Watch) -> Markup:
    rows = joined(_service(v) for v in watch.verdicts)
    head = el("thead", el("tr", joined(el("th", h, scope="col") for h in HEADINGS)))
    says = (
        "Served, and the published figure it is judged by with what that rests on. Positions from broadcast "
        "messages, or by the corrections logged, against the station's known position; an epoch counts as "
        "available with a position, the PDOP promised, and protection levels within the alert limits."
    )
    return el(
        "section",
        el("h2", "Services"),
        el("p", says, class_="lede"),
        table(head, el("tbody", rows), class_="station"),
    )


def _service(one: Conformance) -> Markup:
    h, v, available = one.figures
    kept = one.tally.continuity
    return el(
        "tr",
        el("td", state_words(one.state)),
        el(
            "td",
            el("strong", one.service.name),
            el("small", f" {one.service.promised_by}", title=one.service.note or None),
        ),
        *(
            el("td", said, class_="number", data_label=heading)
            for said, heading in zip(
                (
                    _figure(h),
                    _figure(v),
                    _figure(available),
                    "unknown" if math.isnan(kept) else percent(kept),
                ),
                HEADINGS[2:],
                strict=False,
            )
        ),
        el("td", str(one.why), data_label=HEADINGS[-1] if str(one.why) else None),
    )


def _figure(one: ServiceFigure) -> Markup:
    if math.isnan(one.served):
        served = "none"
    else:
        served = f"{one.served:.2f} m" if one.unit == "m" else shown(one.served)
    if one.published is None:
        return joined((served, el("small", " no published figure")))
    told = f"{one.published:g} m" if one.unit == "m" else shown(one.published)
    return joined((served, el("small", f" of {told}, {one.basis}")))


def _alarms(watch: Watch) -> Markup:
    if not watch.alarms:
        return el("section", el("h2", "Alarms"), el("p", "None was raised.", class_="lede"))
    names = ("What", "Who", "From (UTC)", "To (UTC)", "Worst", "Allowed")
    rows = joined(
        el(
            "tr",
            el("td", str(a.kind)),
            el("td", el("strong", a.who)),
            el("td", minute(Instant(a.begin)), data_label=names[2]),
            el("td", minute(Instant(a.end)) + (" and on" if a.open else ""), data_label=names[3]),
            el("td", _size(a.worst, a.unit), class_="number", data_label=names[4]),
            el("td", _size(a.limit, a.unit), class_="number", data_label=names[5]),
        )
        for a in watch.alarms
    )
    head = el("thead", el("tr", joined(el("th", h, scope="col") for h in names)))
    return el(
        "section",
        el("h2", "Alarms"),
        el("div", alarms_chart(watch), class_="figure-frame"),
        table(head, el("tbody", rows), class_="station"),
    )


def _size(value: float, unit: str) -> str:
    """A figure of an alarm; nothing where it has none."""
    return "" if math.isnan(value) else f"{value:.4g} {unit}"


def _charts(watch: Watch) -> Markup:
    says = (
        "The largest horizontal error of each half hour; dashed, the published 95 % figure; red from above, "
        "the share of the half hour without the service."
    )
    drawn = joined(
        el("div", el("h3", v.service.name), service_chart(watch, v), class_="figure-frame")
        for v in watch.verdicts
    )
    return el("section", el("h2", "Hour by hour"), el("p", says, class_="lede"), drawn)


def _ranges(watch: Watch) -> Markup:
    says = (
        "What is left of each satellite's range on one frequency after all models and the receiver's clock: "
        "bars to the rms, lines to the largest."
    )
    if not watch.satellites:
        return el("section", el("h2", "Satellites"), el("p", "No range could be judged.", class_="lede"))
    return el(
        "section",
        el("h2", "Satellites"),
        el("p", says, class_="lede"),
        el("div", ranges_chart(dict(watch.satellites)), class_="figure-frame"),
    )


def _signals(watch: Watch) -> Markup:
    """How well each signal was received."""
    if not watch.signals:
        return Markup("")
    bands = [f"{low:g} to {high:g} deg" for low, high in BANDS_DEG]
    names = (
        "Signal",
        "Observed",
        "Slips in 1000",
        *(f"Multipath, {b}" for b in bands),
        *(f"C/N0, {b}" for b in bands),
    )
    rows = joined(_signal(name, one) for name, one in watch.signals.items())
    head = el("thead", el("tr", joined(el("th", h, scope="col") for h in names)))
    says = (
        "The station's own reception: observed of what stood above the mask, of satellites that send the "
        "signal; multipath (m, one sigma) and C/N0 (dB-Hz, median) by elevation."
    )
    return el(
        "section",
        el("h2", "Signals"),
        el("p", says, class_="lede"),
        table(head, el("tbody", rows), class_="station"),
    )


def _signal(name: str, one: SignalHealth) -> Markup:
    slips = f"{1000.0 * one.slips / one.phases:.1f}" if one.phases else ""
    by = [("" if math.isnan(v) else f"{v:.2f}") for v in one.multipath_m]
    by += [("" if math.isnan(v) else f"{v:.1f}") for v in one.strength_dbhz]
    told = (shown_share(one.share), slips, *by)
    return el(
        "tr",
        el("td", f"{SYSTEMS[name[0]]} {name[1:]}"),
        joined(el("td", text, class_="number") for text in told),
    )


def _files(watch: Watch) -> Markup:
    rows = joined(
        el(
            "li",
            f"{one.file}: {minute(Instant(one.begin))} to {minute(Instant(one.end))}{_skipped(one.skipped)}",
        )
        for one in watch.files
    )
    return el("section", el("h2", "Files"), el("ul", rows, class_="notes"))


def _skipped(skipped: object) -> str:
    counts = dict(skipped) if isinstance(skipped, dict) else {}
    return "; passed over: " + ", ".join(f"{n} {kind}" for kind, n in counts.items()) if counts else ""
