"""Broadcast ephemerides: the message to use, the orbit, the clock, for many rows.

A row is one satellite at one moment. Of a satellite's messages the usable one whose toe is nearest is taken
(`live` takes only those already sent), the later sent of two alike; of Galileo's and BeiDou's the last toe
passed, as their elements are fitted to what follows it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from serai.formats.rinex.clocks import NO_TIME
from serai.gnss.constants import EARTH_RATE, GM, second_of_week
from serai.gnss.observations.inputs import Ephemerides, Messages, Navigation, StateVectors, column
from serai.gnss.satellites.glonass import STATE, glonass_state, sbas_state
from serai.gnss.satellites.group_delay import is_told, told_delays
from serai.gnss.satellites.health import usable
from serai.gnss.satellites.kepler import ELEMENTS, kepler_state
from serai.gnss.signals import BEIDOU_GEO, Choice
from serai.jit import alone

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]

KEPLER, GLONASS, SBAS = 0, 1, 2
# How far from toe a message may be used, seconds, where it does not say so itself.
LARGEST_AGE_S: Mapping[str, float] = MappingProxyType(
    {
        "G": 7200.0,  # half the curve-fit interval of four hours, IS-GPS-200N 20.3.3.4.3.1
        "J": 7200.0,  # IS-QZSS-PNT: updated every hour, fit of two hours; the same limit as GPS
        "E": 14_400.0,  # Galileo OS SDD 1.3, 2.4.1.4: a message may be used for four hours
        "C": 7200.0,  # BDS-SIS-ICD-B1I-3.0 gives none; renewed every hour
        "I": 7200.0,  # NavIC SPS ICD 1.1 gives none; renewed every two hours
        "R": 1800.0,  # ICD GLONASS 5.1: the integration is for 15 min about tb; renewed every 30 min
        "S": 360.0,  # DO-229, table A-25: ephemeris time-out of en-route use
    }
)
# How long before toe a message may be used, seconds. Galileo and BeiDou fit their elements to the time that
# follows toe: three hours before it a Galileo orbit is wrong by 25 to 80 m (measured against precise
# orbits); ten minutes let a satellite in that has just risen. The others hold on both sides of toe.
EARLIEST_S: Mapping[str, float] = MappingProxyType({"E": 600.0, "C": 600.0})
# The message that goes with each code: which clock the pair was made for comes first.
MESSAGES: Mapping[str, Sequence[str]] = MappingProxyType(
    {
        "G": ("LNAV", "CNAV", "CNV2"),
        "J": ("LNAV", "CNAV", "CNV2"),
        "I": ("LNAV", "L1NV"),
        "C": ("D1", "D2"),
        "R": ("FDMA",),
        "S": ("SBAS",),
    }
)


def messages_for(system: str, codes: Sequence[str]) -> tuple[str, ...]:
    """The broadcast messages whose clock suits some codes, best first.

    Galileo's I/NAV clock is that of E1 and E5b, F/NAV's that of E1 and E5a (OS SIS ICD 2.1, 5.1.3). BeiDou's
    B1C and B2a come with CNAV-1 and CNAV-2, B2b with CNAV-3, which carry their group delays; D1 and D2 carry
    those of B1I and B2I, and are the clock of every pair with one of these.
    """
    bands = {code[0] for code in codes}
    if system == "E":
        return ("FNAV", "INAV") if "5" in bands else ("INAV", "FNAV")
    if system == "C" and not any(_of_d1(code) for code in codes):
        if bands & {"1", "5", "8"}:
            return ("CNV1", "CNV2")
        if "7" in bands:
            return ("CNV3",)
    return tuple(MESSAGES[system])


def _of_d1(code: str) -> bool:
    """Whether a BeiDou code is B1I (`1I` in RINEX 3.02) or B2I."""
    return code[0] == "2" or code in ("1I", "1Q", "7I", "7Q", "7X")


def with_messages(choice: Choice, navigation: Navigation) -> Choice:
    """The options of a choice for which some message is there that goes with their codes.

    BeiDou's clock is that of B3I alone, so that an unknown delay is metres (`noise.UNKNOWN_DELAY_M`): there
    the delays of both codes must be told. Without any message nothing is known of them, and all stay.
    """
    if not navigation.tables:
        return choice
    there = {key for key, table in navigation.tables.items() if len(table)}
    codes = {c for option in choice.codes.get("C", ()) for c in option}
    told = {code for code in codes if is_told("C", navigation.tables, code)}
    return Choice(
        {
            system: tuple(
                option
                for option in options
                if any((system, message) in there for message in messages_for(system, option))
                and (system != "C" or told.issuperset(option))
            )
            for system, options in choice.codes.items()
        }
    )


@dataclass(frozen=True)
class Broadcast:
    """Broadcast ephemerides of many satellites laid out for bulk use, by satellite and toe.

    ``codes`` is what the clock is wanted for: it decides the message, its health flags and ``delay_s``
    (rows, 2), the group delay of each code against the clock broadcast (NaN where not known).
    """

    satellites: tuple[str, ...]
    start: Integers
    kind: NDArray[np.uint8]
    elements: Floats
    toe_ns: Integers
    toc_ns: Integers
    sent_ns: Integers
    age_s: Floats
    early_s: Floats
    delay_s: Floats
    issue: Floats
    frame: str = "the frames broadcast (WGS 84, GTRF, BDCS, PZ-90: alike to centimetres)"

    @classmethod
    def of(
        cls,
        navigation: Navigation,
        codes: Mapping[str, Sequence[str]],
        *,
        unhealthy: bool = False,
        messages: Mapping[str, Sequence[str]] | None = None,
        issues: Mapping[str, str] | None = None,
    ) -> Broadcast:
        """Lay out the messages for the codes of each system letter; unhealthy ones only when asked for.

        ``messages`` names those to take where corrections demand one, and ``issues`` the column their issue
        is in (iode, iodc).
        """
        parts: list[tuple[str, dict[str, NDArray[np.generic]]]] = []
        for system, wanted in codes.items():
            named = messages_for(system, wanted) if messages is None else messages[system]
            for message in named:
                table = navigation.tables.get((system, message))
                if table is not None and len(table):
                    issue = "" if issues is None else issues[system]
                    own, tables = tuple(wanted), navigation.tables
                    found = _rows(system, message, tables, own, unhealthy=unhealthy, issue=issue)
                    if len(found["prn"]):
                        parts.append((system, found))
                        if system != "C":
                            break  # one message's clock for a whole system; D1 and D2 are the same clock
        return cls._joined(parts)

    @classmethod
    def serving(
        cls, navigation: Navigation, picked: Mapping[str, Sequence[str] | None], *, unhealthy: bool = False
    ) -> Broadcast:
        """Lay out for each satellite the messages that go with its own codes; none for one without codes."""
        groups: dict[tuple[str, tuple[str, ...]], list[int]] = {}
        for name, codes in picked.items():
            if codes is not None:
                groups.setdefault((name[0], tuple(codes)), []).append(int(name[1:]))
        parts: list[tuple[str, dict[str, NDArray[np.generic]]]] = []
        for (system, codes), numbers in groups.items():
            left = numbers
            for message in messages_for(system, codes):
                table = navigation.tables.get((system, message))
                if table is None or not len(table):
                    continue
                found = _rows(system, message, navigation.tables, codes, unhealthy=unhealthy, issue="")
                own = np.isin(found["prn"], left)
                if own.any():
                    parts.append((system, {key: value[own] for key, value in found.items()}))
                if system != "C":
                    break  # one message's clock for a whole system
                left = np.setdiff1d(left, found["prn"]).tolist()  # D1 and D2, CNAV-1 and 2 tell one clock
        return cls._joined(parts)

    @classmethod
    def _joined(cls, parts: Sequence[tuple[str, dict[str, NDArray[np.generic]]]]) -> Broadcast:
        if not parts:
            none = np.empty(0, np.int64)
            return cls(
                (),
                np.zeros(1, np.int64),
                np.empty(0, np.uint8),
                np.empty((0, len(ELEMENTS))),
                none,
                none,
                none,
                np.empty(0),
                np.empty(0),
                np.empty((0, 2)),
                np.empty(0),
            )
        names = np.concatenate([np.array([f"{s}{p:02d}" for p in d["prn"]]) for s, d in parts])
        merged = {key: np.concatenate([d[key] for _, d in parts]) for key in parts[0][1]}
        order = np.lexsort((merged["sent_ns"], merged["toe_ns"], names))
        names = names[order]
        merged = {key: value[order] for key, value in merged.items()}
        satellites, first = np.unique(names, return_index=True)
        return cls(
            tuple(str(s) for s in satellites),
            np.append(first, len(names)).astype(np.int64),
            merged["kind"].astype(np.uint8),
            np.ascontiguousarray(merged["elements"], dtype=np.float64),
            merged["toe_ns"].astype(np.int64),
            merged["toc_ns"].astype(np.int64),
            merged["sent_ns"].astype(np.int64),
            merged["age_s"].astype(np.float64),
            merged["early_s"].astype(np.float64),
            np.ascontiguousarray(merged["delay_s"], dtype=np.float64),
            merged["issue"].astype(np.float64),
        )

    def places(self, satellites: Sequence[str]) -> Integers:
        """The place here of each satellite named, -1 where it has no usable message."""
        place = {name: k for k, name in enumerate(self.satellites)}
        return np.array([place.get(name, -1) for name in satellites], dtype=np.int64)

    def choose(self, place: Integers, tai_ns: Integers, *, live: bool = False) -> Integers:
        """The message (its row) for satellites at moments (n,); -1 where none may be used."""
        chosen = np.full(len(place), -1, np.int64)
        _choose(
            np.asarray(place, np.int64),
            np.asarray(tai_ns, np.int64),
            self.start,
            self.toe_ns,
            self.sent_ns,
            self.age_s,
            self.early_s,
            live,
            chosen,
        )
        return chosen

    def select(self, satellites: Sequence[str], satellite: Integers, tai_ns: Integers) -> Integers:
        """The message for rows of (satellite, an index into the names; moment); -1 where none may be used."""
        return self.choose(self.places(satellites)[satellite], tai_ns)

    def delays_s(self, chosen: Integers) -> Floats:
        """The group delays (n, 2) of the codes asked for, by message."""
        return self.delay_s[chosen]

    def states(self, message: Integers, tai_ns: Integers, offset_s: Floats) -> tuple[Floats, Floats, Floats]:
        """Positions (n, 3) m, velocities (n, 3) m/s and clocks (n, 2: s, s/s) at moments plus seconds.

        The Earth-fixed frame is that of the moment itself; NaN where no message was chosen.
        """
        r, v, clock = (np.full((len(message), width), np.nan) for width in (3, 3, 2))
        _states(message, tai_ns, offset_s, self.kind, self.elements, self.toe_ns, self.toc_ns, r, v, clock)
        return r, v, clock


def _rows(
    system: str,
    message: str,
    tables: Mapping[tuple[str, str], Messages],
    codes: tuple[str, ...],
    *,
    unhealthy: bool,
    issue: str,
) -> dict[str, NDArray[np.generic]]:
    """The columns of one table of messages as `Broadcast` wants them, unusable rows left out."""
    table = tables[system, message]
    prn, toe, n = table.prn, table.toe_tai_ns, len(table)
    elements = np.zeros((n, len(ELEMENTS)))
    if isinstance(table, StateVectors):
        elements[:, 0:3], elements[:, 3:6], elements[:, 6:9] = table.r_m, table.v_mps, table.a_mps2
        sbas = system == "S"
        elements[:, 9] = column(table, "af0") if sbas else -column(table, "tau_n_s")
        elements[:, 10] = np.nan_to_num(column(table, "af1" if sbas else "gamma_n", 0.0))
        toc, needed = toe, elements[:, : len(STATE)]
    else:
        _kepler(system, table, elements)
        toc, needed = table.toc_tai_ns, elements
    sent_ns = np.where(table.ttr_tai_ns == NO_TIME, toe, table.ttr_tai_ns)
    age = np.full(n, LARGEST_AGE_S[system])
    if system in "GJ":
        fit = column(table, "fit_h", 4.0)
        age = np.where(np.isfinite(fit) & (fit > 4.0), fit * 1800.0, age)
    keep = np.isfinite(needed).all(axis=1)
    if not unhealthy:
        keep &= usable(system, message, table, codes)
    found: dict[str, NDArray[np.generic]] = {
        "prn": prn,
        "kind": np.full(n, {"R": GLONASS, "S": SBAS}.get(system, KEPLER), np.uint8),
        "elements": elements,
        "toe_ns": toe,
        "toc_ns": toc,
        "sent_ns": sent_ns,
        "age_s": age,
        "early_s": np.minimum(EARLIEST_S.get(system, np.inf), age),
        "delay_s": told_delays(system, message, tables, codes),
        "issue": column(table, issue or ("iode" if "iode" in table else "aode")),
    }
    return {key: value[keep] for key, value in found.items()}


def _kepler(system: str, table: Ephemerides, elements: Floats) -> None:
    """Fill the rows of `ELEMENTS` from a table of Kepler messages."""
    for k, name in enumerate(ELEMENTS[:20]):
        values = column(table, name)
        elements[:, k] = np.nan_to_num(values) if name in ("a_dot", "delta_n_dot", "af2") else values
    elements[:, 20] = [second_of_week(t, system) for t in table.toe_tai_ns.tolist()]
    elements[:, 21], elements[:, 22] = GM[system], EARTH_RATE[system]
    if system == "C":
        elements[:, 23] = np.isin(table.prn, BEIDOU_GEO)


@alone
def _choose(
    place: Integers,
    tai_ns: Integers,
    start: Integers,
    toe_ns: Integers,
    sent_ns: Integers,
    age_s: Floats,
    early_s: Floats,
    live: bool,
    chosen: Integers,
) -> None:
    """The message of each row into ``chosen``, which holds -1 everywhere."""
    for row in range(len(place)):
        if place[row] < 0:
            continue
        best = 1e18
        for k in range(start[place[row]], start[place[row] + 1]):
            after = (tai_ns[row] - toe_ns[k]) * 1e-9
            if after > age_s[k] or -after > early_s[k] or (live and sent_ns[k] > tai_ns[row]):
                continue
            away = abs(after)
            if after < 0.0 and early_s[k] < age_s[k]:
                away += age_s[k]  # only where no toe has passed
            if away <= best:  # of two alike the later sent stands later
                best = away
                chosen[row] = k


@alone
def _states(
    message: Integers,
    tai_ns: Integers,
    offset_s: Floats,
    kind: NDArray[np.uint8],
    elements: Floats,
    toe_ns: Integers,
    toc_ns: Integers,
    r: Floats,
    v: Floats,
    clock: Floats,
) -> None:
    for row in range(len(message)):
        k = message[row]
        if k < 0:
            continue
        after_toe = (tai_ns[row] - toe_ns[k]) * 1e-9 + offset_s[row]
        after_toc = (tai_ns[row] - toc_ns[k]) * 1e-9 + offset_s[row]
        if kind[k] == KEPLER:
            s = kepler_state(elements[k], after_toe, after_toc)
        elif kind[k] == GLONASS:
            s = glonass_state(elements[k], after_toe)
        else:
            s = sbas_state(elements[k], after_toe)
        r[row, 0], r[row, 1], r[row, 2] = s[0], s[1], s[2]
        v[row, 0], v[row, 1], v[row, 2] = s[3], s[4], s[5]
        clock[row, 0], clock[row, 1] = s[6], s[7]
