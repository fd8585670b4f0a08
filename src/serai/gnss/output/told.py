"""A track in words and as JSON: what was solved, where, how surely, and what it stood on."""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import asdict

import numpy as np
from numpy.typing import NDArray

from serai.gnss.output.accuracy import Spread
from serai.gnss.output.export import records
from serai.gnss.output.statistics import by_satellite, by_system
from serai.gnss.signals import SYSTEMS
from serai.gnss.solution import NotUsed, Track
from serai.time import Instant
from serai.wording import percent, plural, some

Floats = NDArray[np.float64]

MODES = (
    ("spp", "single point"),
    ("dgnss", "differential codes"),
    ("sbas", "SBAS, one frequency"),
    ("dfmc", "SBAS, two frequencies"),
    ("b2b", "codes by PPP-B2b"),
    ("ssr", "codes by state-space corrections"),
    ("ppp-b2b", "precise point by PPP-B2b"),
    ("ppp-ssr", "precise point by state-space corrections"),
    ("float", "phases, integers not fixed"),
    ("fixed", "phases, integers fixed"),
    ("ppp", "precise point"),
)
LABEL = 12  # columns of what stands before each line


def position_text(name: str, track: Track, error: Spread | None) -> str:
    """The answer for a reader: a line for each thing, its name before it."""
    middle, sigma = np.nanmedian(track.position_m, axis=0), np.nanmedian(track.sigmas_enu_m(), axis=0)
    lat, lon, height = (np.nanmedian(values) for values in track.geodetic())
    solved = int(track.solved.sum())
    modes = Counter(m for m, there in zip(track.mode, track.solved, strict=True) if there)
    named = dict(MODES)
    begin, end = (Instant(int(t)).utc(0) for t in (track.tai_ns[0], track.tai_ns[-1]))
    lines = [
        (name, f"{begin} to {end}, {plural(len(track), 'epoch')}"),
        (
            "positions",
            f"{solved} of {len(track)} epochs: "
            + ", ".join(f"{n} {m} ({named.get(m, m)})" for m, n in modes.most_common()),
        ),
        ("median", f"X {middle[0]:.4f}  Y {middle[1]:.4f}  Z {middle[2]:.4f} m"),
        ("", f"latitude {lat:.8f}  longitude {lon:.8f} deg  height {height:.3f} m above the ellipsoid"),
        (
            "one sigma",
            f"east {sigma[0]:.3f}  north {sigma[1]:.3f}  up {sigma[2]:.3f} m (median{_formal(track)})",
        ),
        ("satellites", _satellites(track)),
        ("frame", track.frame),
    ]
    if track.passed_over:
        lines.append(("passed over", ", ".join(f"{n} {kind}" for kind, n in track.passed_over.items())))
    lines += _not_used(track.not_used)
    if error is not None:
        lines += [
            ("error", f"horizontal {error.h_rms_m:.3f} m rms, {error.h95_m:.3f} m at 95 %"),
            ("", f"vertical {error.v_rms_m:.3f} m rms, {error.v95_m:.3f} m at 95 %"),
            ("", "mean {:+.3f} m east, {:+.3f} m north, {:+.3f} m up".format(*error.mean_enu_m)),
        ]
    width = max(LABEL, len(name) + 2)
    return "\n".join(f"{label:<{width}}{text}" for label, text in lines)


def _not_used(unused: NotUsed) -> list[tuple[str, str]]:
    """What was observed and took no part, a line for each system and for each reason of satellites."""
    told = [f"{SYSTEMS.get(s, s)}: {why}" for s, why in unused.systems.items()]
    by_reason: dict[str, list[str]] = {}
    for name, why in unused.satellites.items():
        by_reason.setdefault(str(why), []).append(name)
    told += [f"{some(names, 6)}: {why}" for why, names in by_reason.items()]
    lines = [("not used" if k == 0 else "", text) for k, text in enumerate(told)]
    return lines if unused.messages is None else [*lines, ("messages", str(unused.messages))]


def _formal(track: Track) -> str:
    """What a filter's own sigma leaves out: errors that last from epoch to epoch."""
    return "; formal, lasting errors of orbits and antennas apart" if track.mode[0].startswith("ppp") else ""


def _satellites(track: Track) -> str:
    used = track.satellites[track.solved]
    text = f"{np.median(used):.0f} at once (median)"
    systems = by_system(track)
    told = [
        f"{SYSTEMS.get(s, s)} {use.satellites:.0f}"
        + ("" if use.share > 0.999 else f" for {percent(use.share)}")
        for s, use in systems.items()
    ]
    if told:
        text += ": " + ", ".join(told)
    fits = by_satellite(track)
    left_out = sum(fit.left_out for fit in fits.values())
    if left_out:
        whole = left_out + sum(fit.used for fit in fits.values())
        text += f"; {left_out} of {whole} ranges left out as faulty"
    return text


def position_json(
    name: str, mode: str, systems: str, track: Track, error: Spread | None
) -> dict[str, object]:
    """The answer as one object: lengths in metres, times in UTC; null is unknown.

    ``covariance_m2`` of each position is xx, yy, zz, xy, yz, zx, Earth-fixed.
    """
    positions = []
    for e, record in zip(np.flatnonzero(track.solved), records(track), strict=True):
        c = track.covariance_m2[e]
        upper = (c[0, 0], c[1, 1], c[2, 2], c[0, 1], c[1, 2], c[2, 0])
        pdop = track.dop[e, 1]
        positions.append(
            {
                **record,
                "pdop": None if math.isnan(pdop) else round(float(pdop), 3),
                "covariance_m2": [float(f"{v:.6g}") for v in upper],
            }
        )
    return {
        "file": name,
        "mode": mode,
        "systems": systems,
        "frame": track.frame,
        "epochs": len(track),
        "solved": int(track.solved.sum()),
        "passed_over": dict(track.passed_over),
        "error": None if error is None else asdict(error),
        "by_system": {
            s: {"share_of_epochs": round(use.share, 6), "satellites": use.satellites}
            for s, use in by_system(track).items()
        },
        "by_satellite": {
            s: {
                "used": fit.used,
                "left_out": fit.left_out,
                "rms_m": _known(fit.rms_m),
                "largest_m": _known(fit.largest_m),
            }
            for s, fit in by_satellite(track).items()
        },
        "not_used": {
            "systems": {SYSTEMS.get(s, s): str(why) for s, why in track.not_used.systems.items()},
            "satellites": {name: str(why) for name, why in track.not_used.satellites.items()},
            "messages": None if track.not_used.messages is None else str(track.not_used.messages),
        },
        "positions": positions,
    }


def _known(value: float) -> float | None:
    return None if math.isnan(value) else round(value, 4)
