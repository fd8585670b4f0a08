"""Of each datatake in a published plan: which of its ground stations could take it next, and is it named?

benchmarks/datatakes.py [FOLDER] [--json FILE]: ESA's acquisition plan of Sentinel-2B (February 2025) names
the station, the relay (EDRS-A), or several for each datatake. The stations of the plan are Svalbard and
Inuvik; passes above 5 deg by our own search; the next one is the first that still lasts two minutes once the
datatake has ended (both as a corridor's `[rules.contacts]` have it). The stations' masks and what else they
had to do are not published.
"""

from __future__ import annotations

import argparse
import gzip
import json
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from serai import Instant, Place, passes

ROOT = Path(__file__).resolve().parent.parent
PLACEMARK = re.compile(r"<Placemark>(.*?)</Placemark>", re.DOTALL)
FIELD = re.compile(r'<Data name="([^"]+)">\s*<value>(.*?)</value>', re.DOTALL)
STATIONS = {  # as public lists have them, to a kilometre or two
    "SGS_": Place(lat_deg=78.23, lon_deg=15.41, height_m=450.0),  # Svalbard
    "INS_": Place(lat_deg=68.33, lon_deg=-133.61, height_m=50.0),  # Inuvik
}
RELAY = "EDRS"
MASK_DEG, LEAST_S, AGE_DAYS = 5.0, 120.0, 40.0
SAME_ORBIT_S = 1800.0  # the two stations hear one orbit within so much, and the next one later


@dataclass(frozen=True)
class Pass:
    """A station in contact, from rise to set."""

    station: str
    rise: Instant
    set: Instant


@dataclass(frozen=True)
class Datatake:
    """When an image ends, the stations that the plan names for it, and whether a relay too."""

    stop: Instant
    stations: tuple[str, ...]
    relay: bool


def datatakes(folder: Path) -> Iterator[Datatake]:
    """The datatakes of the plan, in its order."""
    raw = gzip.decompress((folder / "S2B_acquisition_plan_20250213.kml.gz").read_bytes())
    for mark in PLACEMARK.findall(raw.decode("latin-1")):
        fields = dict(FIELD.findall(mark))
        named = fields.get("Station", "").split("/")  # four name none
        stop = fields["ObservationTimeStop"].removesuffix("Z")
        yield Datatake(
            stop=Instant.from_utc(f"{stop}Z"),
            stations=tuple(sorted(name for name in named if name in STATIONS)),
            relay=any(name.startswith(RELAY) for name in named),
        )


def contacts(folder: Path, first: Instant, days: float) -> list[Pass]:
    """The passes over the plan's stations, in order of rise."""
    elements = folder / "sentinel2b_2025-03-11.tle"
    found = passes(elements, STATIONS, start=first, days=days, mask=MASK_DEG, max_age_days=AGE_DAYS)
    return sorted(
        (
            Pass(str(row["station"]), Instant.from_utc(str(row["rise"])), Instant.from_utc(str(row["set"])))
            for row in found
        ),
        key=lambda one: one.rise,
    )


def next_of(stop: Instant, names: Sequence[str], there: Sequence[Pass]) -> tuple[float, str]:
    """How long after an image the first pass of some stations begins, and whose it is (seconds; 0: now)."""
    waits = [
        (max(0.0, one.rise.seconds_since(stop)), one.set.seconds_since(stop), one.station)
        for one in there
        if one.station in names
    ]
    wait, _, station = min(w for w in waits if w[1] - w[0] >= LEAST_S)
    return wait, station


def outcome(folder: Path) -> list[dict[str, object]]:
    """A row for each way in which the plan names stations: how often the one named is the next."""
    takes = list(datatakes(folder))
    first, last = min(t.stop for t in takes), max(t.stop for t in takes)
    begin = first.plus(seconds=-3600.0)
    there = contacts(folder, begin, last.seconds_since(begin) / 86_400 + 1.0)
    tally: dict[tuple[bool, tuple[str, ...]], Counter[str]] = {}
    for one in takes:
        row = tally.setdefault((one.relay, one.stations), Counter())
        wait, station = next_of(one.stop, tuple(STATIONS), there)
        row["datatakes"] += 1
        row[f"next_{station.strip('_').lower()}"] += 1
        if one.stations:
            row["named_is_next"] += station in one.stations
            later = next_of(one.stop, one.stations, there)[0] - wait
            row["named_in_the_same_orbit"] += later < SAME_ORBIT_S
    return [
        {"named": "/".join(stations) or "none", "relay_too": relay, **counts}
        for (relay, stations), counts in sorted(tally.items())
    ]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", nargs="?", default=ROOT.parent / "shared/data/observe/plans", type=Path)
    parser.add_argument("--json", type=Path)
    asked = parser.parse_args()
    rows = outcome(asked.folder)
    print(*rows, sep="\n")
    if asked.json:
        asked.json.write_text(json.dumps(rows, indent=1) + "\n")


if __name__ == "__main__":
    main()
