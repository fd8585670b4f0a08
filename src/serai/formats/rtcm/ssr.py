"""State-space corrections of an RTCM stream: orbits, clocks, code biases, accuracies, in metres and seconds.

RTCM 10403.3, 3.5.12 (GPS, GLONASS: 1057-1068), and its drafts for Galileo, QZSS, SBAS and BeiDou (1240-1263).
Phase biases (1265-1270) are not parsed by `pyrtcm` and not read here.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from serai.formats.rtcm.frames import RtcmStream, fields_of
from serai.formats.rtcm.ssr_beidou import BeidouHead, BeidouRow, beidou_orbits

ORBIT, CLOCK, BIAS, COMBINED, ACCURACY, FAST = (
    "orbit",
    "clock",
    "code bias",
    "orbit and clock",
    "ura",
    "fast clock",
)
_KINDS = (ORBIT, CLOCK, BIAS, COMBINED, ACCURACY, FAST)
_FIRST: Mapping[int, str] = {1057: "G", 1063: "R", 1240: "E", 1246: "J", 1252: "S", 1258: "C"}
NUMBERS: Mapping[int, tuple[str, str]] = {
    first + k: (system, kind) for first, system in _FIRST.items() for k, kind in enumerate(_KINDS)
}
BEIDOU_ORBITS = (1258, 1261)
SATELLITE = ("DF068", "DF384", "DF252", "DF429", "DF254", "DF488")
IOD = ("DF071", "DF392", "DF459", "DF434", "DF469", "DF471")
EPOCH = ("DF385", "DF386", "DF458", "DF460", "DF462", "DF465")
MM = 1e-3
INTERVALS_S = (1, 2, 5, 10, 15, 30, 60, 120, 240, 300, 600, 900, 1800, 3600, 7200, 10_800)  # DF391


@dataclass(frozen=True, slots=True, kw_only=True)
class SsrSatellite:
    """One satellite's corrections; None where the message has none.

    ``orbit_m``: radial, along, cross, and ``orbit_rate_mps``, of the ephemeris of issue ``iod`` (BeiDou:
    its toe modulo 8192 s, in steps of 8 s); ``clock`` as (m, m/s,
    m/s^2); ``biases``: (signal index of the message, metres); ``ura``: the index.
    """

    satellite: str
    iod: int | None
    orbit_m: tuple[float, float, float] | None
    orbit_rate_mps: tuple[float, float, float] | None
    clock: tuple[float, float, float] | None
    biases: tuple[tuple[int, float], ...]
    ura: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class SsrMessage:
    """One message; ``second`` is of the GPS week (GLONASS: of its day), ``interval_s`` of its updates."""

    number: int
    system: str
    kind: str
    second: int
    interval_s: int
    iod_ssr: int
    provider: int
    solution: int
    satellites: tuple[SsrSatellite, ...]


def corrections(stream: RtcmStream) -> Iterator[SsrMessage]:
    """Give the corrections of a stream in its order."""
    for number, payload in zip(stream.number.tolist(), stream.payload, strict=True):
        if number not in NUMBERS:
            continue
        system, kind = NUMBERS[number]
        if number in BEIDOU_ORBITS:
            own = beidou_orbits(number, payload)
            if own is not None:
                yield _beidou(number, kind, *own)
            continue
        fields = fields_of(payload)
        if fields is None:
            continue
        count = int(fields.get("DF387", 0))
        yield SsrMessage(
            number=number,
            system=system,
            kind=kind,
            second=int(_one_of(fields, EPOCH, "") or 0),
            interval_s=INTERVALS_S[int(fields.get("DF391", 0))],
            iod_ssr=int(fields.get("DF413", 0)),
            provider=int(fields.get("DF414", 0)),
            solution=int(fields.get("DF415", 0)),
            satellites=tuple(_satellite(system, kind, fields, f"_{k:02d}") for k in range(1, count + 1)),
        )


def _beidou(number: int, kind: str, head: BeidouHead, rows: tuple[BeidouRow, ...]) -> SsrMessage:
    satellites = tuple(
        SsrSatellite(
            satellite=f"C{row.prn:02d}",
            iod=row.iod,
            orbit_m=row.orbit_m,
            orbit_rate_mps=row.orbit_rate_mps,
            clock=row.clock,
            biases=(),
            ura=None,
        )
        for row in rows
    )
    return SsrMessage(
        number=number,
        system="C",
        kind=kind,
        second=head.second,
        interval_s=INTERVALS_S[head.interval],
        iod_ssr=head.iod_ssr,
        provider=head.provider,
        solution=head.solution,
        satellites=satellites,
    )


def _satellite(system: str, kind: str, fields: Mapping[str, Any], at: str) -> SsrSatellite:
    prn = int(_one_of(fields, SATELLITE, at) or 0)
    iod = _one_of(fields, IOD, at)
    has_orbit, has_clock = kind in (ORBIT, COMBINED), kind in (CLOCK, COMBINED)
    clock = _three(fields, ("DF376", "DF377", "DF378"), at) if has_clock else None
    if kind == FAST:
        clock = (float(fields[f"DF390{at}"]) * MM, 0.0, 0.0)
    count = int(fields.get(f"DF379{at}", 0)) if kind == BIAS else 0
    signal = "DF380" if f"DF380{at}_01" in fields else "DF381" if f"DF381{at}_01" in fields else "DF382"
    biases = [
        (_signal(fields, at, k, signal), float(fields[f"DF383{at}_{k:02d}"])) for k in range(1, count + 1)
    ]
    return SsrSatellite(
        satellite=f"{system}{prn:02d}",
        iod=None if iod is None else int(iod),
        orbit_m=_three(fields, ("DF365", "DF366", "DF367"), at) if has_orbit else None,
        orbit_rate_mps=_three(fields, ("DF368", "DF369", "DF370"), at) if has_orbit else None,
        clock=clock,
        biases=tuple(biases),
        ura=int(fields[f"DF389{at}"]) if kind == ACCURACY else None,
    )


def _signal(fields: Mapping[str, Any], at: str, k: int, usual: str) -> int:
    """The signal's index, under whichever field its system uses."""
    name = f"{usual}{at}_{k:02d}"
    if name in fields:
        return int(fields[name])
    other = [v for n, v in fields.items() if n.endswith(f"{at}_{k:02d}") and not n.startswith("DF383")]
    return int(other[0]) if other else -1


def _three(fields: Mapping[str, Any], names: tuple[str, str, str], at: str) -> tuple[float, float, float]:
    a, b, c = (float(fields[name + at]) * MM for name in names)
    return a, b, c


def _one_of(fields: Mapping[str, Any], names: tuple[str, ...], at: str) -> Any:
    return next((fields[name + at] for name in names if name + at in fields), None)
