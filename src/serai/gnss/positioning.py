"""One question of `serai position`: these files, this mode; and its answer."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from serai.earth import Orientation
from serai.errors import Refused
from serai.formats.antex import read_antex
from serai.formats.blq import read_blq
from serai.formats.ionex import read_ionex
from serai.formats.precise.sp3 import read_sp3
from serai.formats.rinex.clock import read_clocks
from serai.formats.rinex.navigation import read_navigation
from serai.gnss.atmosphere.ionosphere import ASKED, Ionosphere, of_maps
from serai.gnss.estimators.diagnosis import refuse_far, refuse_other_time, refuse_strangers, why_none
from serai.gnss.estimators.not_used import LACKING, SolutionBasis, not_used
from serai.gnss.estimators.ppp_rows import PAIR, ppp_rows
from serai.gnss.estimators.single_point import PointSettings, single_point
from serai.gnss.estimators.time_system import refuse_other_system
from serai.gnss.measurements.antennas import PhaseCentres, receiver_of
from serai.gnss.observations.inputs import Navigation, Observations, merged
from serai.gnss.observations.merging import joined
from serai.gnss.observations.reading import read_receiver
from serai.gnss.observations.site_events import antenna_deltas_m, refuse_moved, refuse_other_antenna
from serai.gnss.output.reference_point import Placing
from serai.gnss.satellites.precise import Precise, clocks_of_several, orbits_of_several
from serai.gnss.satellites.twins import without_wrong_twins
from serai.gnss.signals import ionosphere_free, single_frequency
from serai.gnss.solution import Track
from serai.wording import reason

Floats = NDArray[np.float64]
Tell = Callable[[str, int, int], None]
OUTVOTED = "navigation messages outvoted by their twins"
NO_NAVIGATION = Navigation(
    version=0.0,
    tables=MappingProxyType({}),
    iono=(),
    time_offsets=(),
    orientation=(),
    leap_seconds=None,
    unread=MappingProxyType({}),
    skipped=MappingProxyType({}),
)


@dataclass(frozen=True, kw_only=True)
class Job:
    """What is asked: files, systems by their RINEX letters, mode (spp, dgnss, rtk, ppp), frequencies, mask.

    ``both_ways`` is ppp forwards and backwards. ``further`` are more observation files of the same receiver;
    ``lenient`` reads what can be read of files with faults instead of refusing them. ``corrections`` is a
    file of SBAS, PPP-B2b or RTCM state-space messages, ``sender`` the satellite (PRN) whose to take where it
    has several; ``heed_test`` heeds a sender that says it is under test.
    """

    observations: Path
    navigation: Sequence[Path]
    systems: str = "GREC"
    mode: str = "spp"
    dual: bool = False
    kinematic: bool = False
    both_ways: bool = False
    mask_deg: float = 10.0
    sp3: Path | Sequence[Path] | None = None
    clk: Path | Sequence[Path] | None = None
    base: Path | None = None
    base_m: Floats | None = None
    further: Sequence[Path] = ()
    lenient: bool = False
    ionosphere: str | None = None
    antex: Path | None = None
    antenna: str | None = None
    blq: Path | None = None
    placing: Placing = field(default_factory=Placing)
    corrections: Path | None = None
    sender: int | None = None
    heed_test: bool = True

    def track(self, tell: Tell | None = None) -> Track:
        """Read the files and compute the positions; refused in one sentence where that cannot be done."""
        self._understood()
        say = tell or _quiet
        self._refuse_wrong_options()
        say("reading", 0, 2)
        name = self.observations.name
        each = [read_navigation(path, lenient=self.lenient) for path in self.navigation]
        navigation, outvoted = without_wrong_twins(merged(each) if each or not self.sp3 else NO_NAVIGATION)
        say("reading", 1, 2)
        files = (self.observations, *self.further)
        observations = joined([read_receiver(path, navigation, lenient=self.lenient) for path in files])
        say("reading", 2, 2)
        if self.mode == "ppp" and not self.kinematic:
            refuse_moved(name, observations)
        if self.antex is not None and not self.antenna:
            refuse_other_antenna(name, observations)
        if navigation is not NO_NAVIGATION:
            refuse_strangers(name, observations, navigation, self.systems)
        for path, one in zip(self.navigation, each, strict=True):  # its ionosphere would be used for another
            refuse_far(name, observations, path.name, one, self.systems)
        if navigation is not NO_NAVIGATION:
            refuse_other_system(name, observations, navigation, self.systems)
        if self.corrections is not None:
            track = self._corrected(observations, navigation, self.corrections)
        else:
            track = self._solved(observations, navigation, tell)
        unused = not_used(self._basis(observations, navigation), track)
        if not track.solved.any():
            raise why_none(name, observations, navigation, self.systems, track, unused)
        passed_over = {**observations.skipped, **_counts(each)}
        if outvoted:
            passed_over[OUTVOTED] = outvoted
        track = replace(track, passed_over=passed_over, not_used=unused)
        point = "the antenna reference point" if self.antex is not None else ""
        return self.placing.of(track, antenna_deltas_m(observations), point)

    def _basis(self, observations: Observations, navigation: Navigation) -> SolutionBasis:
        """What the positions stand on, to tell what was observed and not used."""
        two = self.dual or self.mode == "ppp"
        lacking = "corrections" if self.corrections is not None else "ppp" if self.sp3 else self.mode
        return SolutionBasis(
            observations=observations,
            navigation=navigation,
            choice=(ionosphere_free if two else single_frequency)(self.systems),
            systems=self.systems,
            lacking=LACKING[lacking],
        )

    def _understood(self) -> None:
        """Refuse what the mode would not heed."""
        model_asked = self.ionosphere not in (None, "broadcast")
        if self.corrections is not None:
            self._beside_corrections(model_asked)
        if self.antex is not None and self.mode not in ("ppp", "rtk"):
            raise Refused("gnss.antex_without_phases", mode=self.mode)
        if self.blq is not None and self.mode != "ppp":
            raise Refused("gnss.blq_without_ppp", mode=self.mode)
        if model_asked and (self.dual or self.mode == "rtk"):
            raise Refused("gnss.ionosphere_not_needed")

    def _beside_corrections(self, model_asked: bool) -> None:
        """Refuse what corrections bring themselves."""
        if model_asked or self.antex or self.blq:
            raise Refused("gnss.corrections_bring_models")
        if self.both_ways:
            raise Refused("gnss.corrections_not_both_ways")

    def _refuse_wrong_options(self) -> None:
        """Refuse what the mode lacks, before any file is read."""
        single_frequency(self.systems)
        if self.mode in ("rtk", "dgnss") and (self.base is None or self.base_m is None):
            raise Refused("gnss.needs_base", mode=self.mode)
        if self.sp3 and self.mode == "spp" and not self.dual:
            raise Refused("gnss.precise_for_pairs")
        if self.mode == "ppp" and not self.sp3 and self.corrections is None:
            raise Refused("gnss.needs_precise_orbits")

    def _corrected(self, observations: Observations, navigation: Navigation, file: Path) -> Track:
        from serai.gnss.corrections.source import corrected_track, read_corrections, times_served

        given = read_corrections(file)
        served = times_served(given)
        if len(served):
            refuse_other_time(self.observations.name, observations, file.name, served)
        track = corrected_track(
            given,
            observations,
            navigation,
            self.systems,
            mode=self.mode,
            dual=self.dual,
            mask_deg=self.mask_deg,
            sender=self.sender,
            heed_test=self.heed_test,
            kinematic=self.kinematic,
        )
        if not track.solved.any():
            why = reason("gnss.at_first", why=track.notes[0]) if track.notes else ""
            raise Refused("gnss.corrections_unusable", epochs=len(track), file=file.name, why=why)
        return track

    def _solved(self, observations: Observations, navigation: Navigation, tell: Tell | None) -> Track:
        if self.mode in ("rtk", "dgnss"):
            return self._against_base(observations, navigation, tell)
        if self.mode == "ppp":
            return self._precise(observations, navigation, tell)
        if self.sp3:
            orbits, systems = self._orbits(observations)
            pairs = ionosphere_free(systems, PAIR)
            by = PointSettings(mask_deg=self.mask_deg)
            return single_point(observations, NO_NAVIGATION, pairs, systems, by, orbits)
        choice = (ionosphere_free if self.dual else single_frequency)(self.systems)
        point = PointSettings(mask_deg=self.mask_deg, ionosphere=self._ionosphere())
        return single_point(observations, navigation, choice, self.systems, point)

    def _ionosphere(self) -> str | Ionosphere | None:
        """The model asked for: by name, or the maps of a file where ``ionex:FILE`` was said."""
        if self.ionosphere is None or self.ionosphere == "broadcast":
            return None
        word, _, path = self.ionosphere.partition(":")
        if word == "ionex" and path:
            return of_maps(read_ionex(Path(path)))
        if word not in ASKED or path:
            raise Refused("gnss.no_such_ionosphere", model=self.ionosphere, known=ASKED)
        return word

    def _against_base(self, observations: Observations, navigation: Navigation, tell: Tell | None) -> Track:
        from serai.gnss.estimators.dgnss import DgnssSettings, code_differential
        from serai.gnss.estimators.rtk import RtkSettings, relative

        assert self.base is not None
        assert self.base_m is not None
        base = read_receiver(self.base, navigation, lenient=self.lenient)
        if base.values.keys() == observations.values.keys() and all(
            np.array_equal(base.values[code], observations.values[code], equal_nan=True)
            for code in base.values
        ):
            raise Refused("gnss.base_is_rover", file=self.base.name)
        refuse_other_time(self.observations.name, observations, self.base.name, base.tai_ns)
        if self.mode == "dgnss":
            choice = (ionosphere_free if self.dual else single_frequency)(self.systems)
            by = DgnssSettings(mask_deg=self.mask_deg, ionosphere=self._ionosphere())
            return code_differential(observations, base, self.base_m, navigation, choice, self.systems, by)
        settings = RtkSettings(mask_deg=self.mask_deg, bands=2 if self.dual else 1)
        pair = None
        if self.antex is not None:
            antennas = read_antex(self.antex)
            refuse_other_antenna(self.base.name, base)
            kinds = (self.antenna or observations.antenna, base.antenna)
            pair = (receiver_of(antennas, kinds[0]), receiver_of(antennas, kinds[1]))
        return relative(observations, base, self.base_m, navigation, self.systems, settings, tell, pair)

    def _orbits(self, observations: Observations) -> tuple[Precise, str]:
        """The precise orbits and clocks, and the systems asked that they and their pairs serve."""
        files = _paths(self.sp3)
        clocks = [read_clocks(path) for path in _paths(self.clk)]
        orbits = Precise.of(
            orbits_of_several([read_sp3(path) for path in files]),
            clocks_of_several(clocks) if clocks else None,
        )
        refuse_other_time(self.observations.name, observations, files[0].name, orbits.tai_ns)
        known = {name[0] for name in orbits.satellites}
        systems = "".join(s for s in self.systems if s in known and s in PAIR)
        if not systems:
            there = tuple(sorted(known))
            raise Refused("gnss.orbits_of_others", file=files[0].name, there=there, asked=self.systems)
        return orbits, systems

    def _precise(self, observations: Observations, navigation: Navigation, tell: Tell | None) -> Track:
        from serai.gnss.estimators.ppp import PppSettings, both_ways, precise_point

        orbits, systems = self._orbits(observations)
        if navigation is NO_NAVIGATION:
            pairs = ionosphere_free(systems, PAIR)
            rough = single_point(observations, navigation, pairs, systems, PointSettings(), orbits)
        else:
            point = PointSettings(ionosphere=self._ionosphere())
            one = single_frequency(self.systems)
            rough = single_point(observations, navigation, one, self.systems, point)
        if not rough.solved.any():
            return rough
        antennas = None
        if self.antex is not None:
            antennas = PhaseCentres.of(read_antex(self.antex), self.antenna or observations.antenna)
        rows = ppp_rows(observations, orbits, systems, np.nanmedian(rough.position_m, axis=0), antennas)
        settings = PppSettings(
            mask_deg=self.mask_deg,
            kinematic=self.kinematic,
            orientation=Orientation.published(),
            loading=read_blq(self.blq).of(observations.marker) if self.blq is not None else None,
        )
        solve = both_ways if self.both_ways else precise_point
        return solve(rows, rough.position_m, orbits.frame, settings, tell)


def _paths(given: Path | Sequence[Path] | None) -> list[Path]:
    """One file or several, as several."""
    return [given] if isinstance(given, Path) else list(given or ())


def _counts(files: Sequence[Navigation]) -> dict[str, int]:
    """What was passed over in navigation files."""
    counts: Counter[str] = Counter()
    for one in files:
        counts.update({f"navigation {kind}": n for kind, n in one.skipped.items()})
    return dict(counts)


def _quiet(what: str, done: int, of: int) -> None:
    """Say nothing."""
