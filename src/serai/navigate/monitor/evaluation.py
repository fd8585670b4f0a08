"""One observation file of a station judged: every service's tally, every satellite's ranges, the alarms."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from serai.errors import Refused
from serai.gnss.atmosphere.ionosphere import asked_ionosphere
from serai.gnss.estimators.quietest_pair import with_quietest_pairs
from serai.gnss.estimators.single_point import PointSettings, single_point
from serai.gnss.estimators.time_system import refuse_other_system
from serai.gnss.measurements.ranges import pick_codes, ranges
from serai.gnss.observations.inputs import Navigation, Observations
from serai.gnss.observations.site_events import some_epochs
from serai.gnss.satellites.broadcast import LARGEST_AGE_S, Broadcast, with_messages
from serai.gnss.signals import SYSTEMS, Choice, single_frequency
from serai.gnss.solution import Track
from serai.navigate.monitor.alarms import Alarm, AlarmKind, outages, raised
from serai.navigate.monitor.as_broadcast import AsSent
from serai.navigate.monitor.augmented import (
    Augmented,
    augmented_track,
    listened,
    over_its_levels,
    within_alert_limits,
)
from serai.navigate.monitor.correction_logs import Log
from serai.navigate.monitor.daily_place import DailyPlace
from serai.navigate.monitor.heard import deaf, moved
from serai.navigate.monitor.ranges import range_errors
from serai.navigate.monitor.services import ServiceUse, observed_share
from serai.navigate.monitor.signal_health import SignalHealth, signal_health
from serai.navigate.monitor.statistics import Tally, tally
from serai.navigate.monitor.tracking import tracked_share, untold_systems
from serai.wording import reason

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]

# Errors up to so many times the published may be geometry's where a receiver tracks few satellites: positions
# count up to a PDOP of 6, and a whole sky gives about 2 (assumed).
GEOMETRY = 3.0
LEAST_TRACKED = 0.9  # of the satellites above the mask: with fewer an outage is the receiver's (assumed)
STRIP_S = 1800.0  # the strips of the picture
BLIND = "services and ranges on one frequency (the navigation files carry no ionosphere model)"


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """When an alarm is raised.

    ``range_m``: a range error of a satellite flagged healthy, or five sigma of what is expected where that is
    more: 4.42 times an accuracy index of 2.4 m, the bound of the GPS SPS performance standard (recalled).
    ``epochs``: so many in a row exceed a service's published figure or lack the service; ``range_epochs``
    the same for a satellite; ``outage_s`` without any epoch.
    """

    range_m: float = 10.6
    sigmas: float = 5.0
    epochs: int = 20
    range_epochs: int = 4
    outage_s: float = 300.0
    mask_deg: float = 10.0


@dataclass(frozen=True, slots=True, kw_only=True)
class SatelliteRanges:
    """Range errors of one satellite: how many, rms and largest (m)."""

    count: int
    rms_m: float
    largest_m: float


@dataclass(frozen=True, slots=True, kw_only=True)
class FileEvaluation:
    """What one file says. ``strips`` holds, by service, (begin, largest horizontal error, share available)
    for every half hour; ``skipped`` counts what was wrong with the file and passed over. ``logs`` are the
    digests of the logs of corrections that reach its time; ``signals`` how well each signal was received.
    Where these were given, ``differs`` is what the header says otherwise than the site log, ``place`` the
    position by PPP.
    """

    file: str
    digest: str
    begin: int
    end: int
    interval_s: float
    tallies: Mapping[str, Tally]
    satellites: Mapping[str, SatelliteRanges]
    alarms: tuple[Alarm, ...]
    strips: Mapping[str, Sequence[tuple[int, float, float]]]
    skipped: Mapping[str, int] = field(default_factory=dict)
    logs: tuple[str, ...] = ()
    signals: Mapping[str, SignalHealth] = field(default_factory=dict)
    differs: tuple[str, ...] = ()
    place: DailyPlace | None = None


def judged(
    file: str,
    digest: str,
    observations: Observations,
    navigation: Navigation,
    place_m: Floats,
    services: Sequence[ServiceUse],
    limits: Limits,
    logs: Sequence[Log] = (),
) -> FileEvaluation:
    """Judge one file against a known place of the antenna (Earth-fixed, metres).

    ``logs`` are the corrections heard at its time: services that correct others are judged where they were.
    """
    if not len(observations.tai_ns):
        raise Refused("gnss.no_epoch", file=file)
    there = {name[0] for name in observations.satellites}
    letters = "".join(s for s in "CGER" if s in there)
    refuse_other_system(file, observations, navigation, letters)
    signals, of_reception = signal_health(observations, navigation, place_m, limits.mask_deg)
    observations, unheard = _heard(observations, letters)
    times = np.asarray(observations.tai_ns, dtype=np.int64)
    interval_s = float(np.median(np.diff(times))) / 1e9 if len(times) > 1 else 30.0
    alarms = outages(times, interval_s, limits.outage_s) + of_reception
    one = _OneFile(observations, navigation, place_m, limits, logs, times, interval_s)
    seen = {served.name: observed_share(served, observations) for served in services}
    untold = untold_systems(letters, navigation)
    watched = [served for served in services if seen[served.name] > 0.0 and one.told(served, untold)]
    blind = {served.name for served in watched if one.blind(served)}
    found = {
        served.name: of_service
        for served in watched
        if served.name not in blind and (of_service := one.service(served, seen[served.name])) is not None
    }
    for of_service in found.values():
        alarms += of_service.alarms
    satellites, of_ranges = _of_ranges(observations, navigation, place_m, letters, limits)
    alarms += of_ranges
    alarms += _of_messages(observations, navigation, letters, limits)
    return FileEvaluation(
        file=file,
        digest=digest,
        begin=int(times[0]),
        end=int(times[-1]),
        interval_s=interval_s,
        tallies={name: of.tally for name, of in found.items() if of.tally is not None},
        satellites=satellites,
        alarms=tuple(alarms),
        strips={name: of.strips for name, of in found.items() if of.tally is not None},
        skipped={
            **observations.skipped,
            **unheard,
            **dict.fromkeys([BLIND] * bool(blind), len(blind)),
            **{str(reason("monitor.untold", system=SYSTEMS[s])): 1 for s in untold},
        },
        signals=signals,
    )


def _heard(observations: Observations, letters: str) -> tuple[Observations, dict[str, int]]:
    """The epochs to judge by, and how many of the others there are, by why they are none."""
    silent, gone = deaf(observations, letters), moved(observations)
    left_out = {
        str(reason("monitor.deaf")): int(np.count_nonzero(silent & ~gone)),
        str(reason("monitor.moved")): int(np.count_nonzero(gone)),
    }
    unheard = {why: count for why, count in left_out.items() if count}
    return (some_epochs(observations, ~(silent | gone)) if unheard else observations), unheard


@dataclass(frozen=True, slots=True, kw_only=True)
class _OfService:
    """What a file says of one service; no tally where no epoch of it counts."""

    tally: Tally | None
    strips: Sequence[tuple[int, float, float]]
    alarms: Sequence[Alarm]


@dataclass(frozen=True, slots=True)
class _OneFile:
    """A file with all that its services are judged by."""

    observations: Observations
    navigation: Navigation
    place_m: Floats
    limits: Limits
    logs: Sequence[Log]
    times: Integers
    interval_s: float

    def told(self, served: ServiceUse, untold: str) -> bool:
        """Whether some message of a service's systems is there: nobody is judged by those that are not."""
        return isinstance(served, Augmented) or not set(served.systems) <= set(untold)

    def tracked(self, served: ServiceUse) -> float:
        """The share of the satellites above the mask that were tracked; 1 for a correction service."""
        if isinstance(served, Augmented):
            return 1.0
        return tracked_share(served, self.observations, self.navigation, self.place_m, self.limits.mask_deg)

    def blind(self, served: ServiceUse) -> bool:
        """Whether a service wants an ionosphere model that the navigation files lack."""
        return not (self.navigation.iono or served.choice.dual or isinstance(served, Augmented))

    def service(self, served: ServiceUse, seen: float) -> _OfService | None:
        """What the file says of a service; None where it corrects others and was not heard."""
        track = _track(served, self.observations, self.navigation, self.logs, self.limits)
        if track is None:
            return None
        enu = track.errors_enu_m(self.place_m)
        with np.errstate(invalid="ignore"):
            available = track.solved & ~(track.dop[:, 1] > served.pdop_max)
        counted = np.ones(len(self.times), dtype=bool)
        alarms: list[Alarm] = []
        if isinstance(served, Augmented):
            available &= within_alert_limits(served, track)
            counted = self.times >= self.times[0] + served.convergence_s * 1e9
            counted &= listened(served, self.logs, self.times)
            alarms += _beyond_levels(served, track, enu)
        if not counted.any():
            return _OfService(tally=None, strips=(), alarms=alarms)
        across = np.hypot(enu[:, 0], enu[:, 1])
        strips = _strips(self.times[counted], across[counted], available[counted])
        tracked = self.tracked(served)
        counts = tally(self.interval_s, track.solved, available, enu, seen, counted, tracked)
        enu, available = np.where(counted[:, None], enu, np.nan), available | ~counted
        duty = isinstance(served, Augmented) or not served.choice.dual  # a pair is the receiver's choice
        if duty and not served.unpromised:
            of_receiver = tracked < LEAST_TRACKED or untold_systems(served.systems, self.navigation)
            alarms += [
                alarm
                for alarm in _of_service(served, track, enu, available, self.limits)
                if not (of_receiver and _by_few(alarm))
            ]
        return _OfService(tally=counts, strips=strips, alarms=alarms)


def _by_few(alarm: Alarm) -> bool:
    """Whether a lack of satellites alone may be behind an alarm: no service, or errors of poor geometry."""
    if alarm.kind is AlarmKind.UNAVAILABLE:
        return True
    return alarm.kind is AlarmKind.ACCURACY and abs(alarm.worst) <= GEOMETRY * alarm.limit


def _track(
    served: ServiceUse,
    observations: Observations,
    navigation: Navigation,
    logs: Sequence[Log],
    limits: Limits,
) -> Track | None:
    """Positions by a service; none where it corrects others and was not heard."""
    if isinstance(served, Augmented):
        return augmented_track(served, observations, navigation, logs, limits.mask_deg)
    choice = with_messages(served.choice, navigation)
    if choice.dual:
        choice = with_quietest_pairs(choice, observations, navigation)
    return single_point(
        observations,
        navigation,
        choice,
        served.systems,
        PointSettings(mask_deg=limits.mask_deg, measured=False),
        _orbits(observations, navigation, choice, served.systems),
    )


def _beyond_levels(served: Augmented, track: Track, enu: Floats) -> list[Alarm]:
    """Epochs at which a position was further off than its protection level: each one counts."""
    over = over_its_levels(track, enu)
    with np.errstate(invalid="ignore"):
        wrong = track.solved & (over > 1.0)
    return raised(
        AlarmKind.UNBOUNDED,
        served.name,
        wrong,
        over,
        track.tai_ns,
        limit=1.0,
        unit="times the level",
        shortest=1,
    )


def _orbits(observations: Observations, navigation: Navigation, choice: Choice, systems: str) -> AsSent:
    """The messages for a choice of codes, as they were sent."""
    told = with_messages(choice, navigation)
    return AsSent(Broadcast.serving(navigation, pick_codes(observations, told, systems)))


def _of_service(
    served: ServiceUse, track: Track, enu: Floats, available: NDArray[np.bool_], limits: Limits
) -> list[Alarm]:
    found = []
    promised = served.promised
    for part, error, limit in (
        ("horizontal", np.hypot(enu[:, 0], enu[:, 1]), None if promised is None else promised.h95_m),
        ("vertical", np.abs(enu[:, 2]), None if promised is None else promised.v95_m),
    ):
        if limit is not None:
            with np.errstate(invalid="ignore"):
                wrong = available & (error > limit)
            found += raised(
                AlarmKind.ACCURACY,
                f"{served.name}, {part}",
                wrong,
                np.where(wrong, error, np.nan),
                track.tai_ns,
                limit=limit,
                unit="m",
                shortest=limits.epochs,
            )
    pdop = np.where(track.solved, track.dop[:, 1], np.nan)
    found += raised(
        AlarmKind.UNAVAILABLE,
        served.name,
        ~available,
        np.where(available, np.nan, pdop),
        track.tai_ns,
        limit=served.pdop_max,
        unit="PDOP",
        shortest=limits.epochs,
    )
    return found


def _of_ranges(
    observations: Observations, navigation: Navigation, place_m: Floats, letters: str, limits: Limits
) -> tuple[dict[str, SatelliteRanges], list[Alarm]]:
    """Every satellite's range errors, and those of satellites called healthy that are too large.

    None without the ionosphere of the navigation files: its delay would pass for an error.
    """
    if not navigation.iono:
        return {}, []
    choice = with_messages(single_frequency(letters), navigation)
    rows = ranges(observations, _orbits(observations, navigation, choice, letters), choice, letters)
    ionosphere = asked_ionosphere(navigation, None, rows.tai_ns)
    errors = range_errors(rows, place_m, ionosphere, limits.mask_deg)
    epoch = np.repeat(np.arange(len(rows.tai_ns)), np.diff(rows.first))
    satellite = np.asarray(observations.satellite, dtype=np.int64)[rows.source]
    allowed = np.maximum(limits.range_m, limits.sigmas * errors.sigma_m)
    found: dict[str, SatelliteRanges] = {}
    alarms: list[Alarm] = []
    for k, name in enumerate(observations.satellites):
        own = np.flatnonzero((satellite == k) & np.isfinite(errors.error_m))
        if not len(own):
            continue
        error = errors.error_m[own]
        found[name] = SatelliteRanges(
            count=len(own),
            rms_m=float(np.sqrt(np.mean(error**2))),
            largest_m=float(np.abs(error).max()),
        )
        wrong, size = np.zeros(len(rows.tai_ns), dtype=bool), np.full(len(rows.tai_ns), np.nan)
        wrong[epoch[own]] = np.abs(error) > allowed[own]
        size[epoch[own]] = error
        alarms += raised(
            AlarmKind.FAULTY,
            name,
            wrong,
            size,
            rows.tai_ns,
            limit=limits.range_m,
            unit="m",
            shortest=limits.range_epochs,
        )
    return found, alarms


def _of_messages(
    observations: Observations, navigation: Navigation, letters: str, limits: Limits
) -> list[Alarm]:
    """Satellites tracked though their message calls them unhealthy, and systems whose messages grow old."""
    choice = with_messages(single_frequency(letters), navigation)
    picked = pick_codes(observations, choice, letters)
    times = np.asarray(observations.tai_ns, dtype=np.int64)
    row_times = times[observations.epoch]
    satellite = np.asarray(observations.satellite, dtype=np.int64)
    healthy, every = (Broadcast.serving(navigation, picked, unhealthy=sick) for sick in (False, True))
    names = observations.satellites
    sick = (every.select(names, satellite, row_times) >= 0) & (
        healthy.select(names, satellite, row_times) < 0
    )
    alarms: list[Alarm] = []
    for k in np.unique(satellite[sick]):
        wrong = np.zeros(len(times), dtype=bool)
        wrong[observations.epoch[sick & (satellite == k)]] = True
        alarms += raised(
            AlarmKind.UNHEALTHY,
            names[k],
            wrong,
            np.full(len(times), np.nan),
            times,
            limit=float("nan"),
            unit="",
            shortest=limits.range_epochs,
        )
    for system in letters:
        if untold_systems(system, navigation):
            continue  # no file of its messages: not the system's silence
        age = _age_s(navigation, system, times)
        limit = LARGEST_AGE_S[system]
        alarms += raised(
            AlarmKind.AGEING,
            SYSTEMS[system],
            age > limit,
            age / 3600.0,
            times,
            limit=limit / 3600.0,
            unit="h",
            shortest=limits.range_epochs,
        )
    return alarms


def _age_s(navigation: Navigation, system: str, tai_ns: Integers) -> Floats:
    """(e,) seconds since the reference time of the newest message of a system; infinite before the first."""
    toes = [table.toe_tai_ns for (s, _), table in navigation.tables.items() if s == system]
    if not toes:
        return np.full(len(tai_ns), np.inf)
    sorted_toes = np.sort(np.concatenate(toes))
    place = np.searchsorted(sorted_toes, tai_ns, side="right") - 1
    age = (tai_ns - sorted_toes[np.maximum(place, 0)]) / 1e9
    first_s = (sorted_toes[0] - tai_ns) / 1e9  # a message whose toe is to come serves as well
    ages: Floats = np.where(place >= 0, age, np.where(first_s <= LARGEST_AGE_S[system], 0.0, np.inf))
    return ages


def _strips(
    tai_ns: Integers, error_m: Floats, available: NDArray[np.bool_]
) -> list[tuple[int, float, float]]:
    strip = tai_ns // round(STRIP_S * 1e9)
    found = []
    for one in np.unique(strip):
        here = strip == one
        errors = error_m[here & available]
        largest = float(errors.max()) if len(errors) else float("nan")
        found.append((int(one * round(STRIP_S * 1e9)), largest, float(available[here].mean())))
    return found
