"""Which services a station can judge by its observations: whose signals, by which codes, promised by whom."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np

from serai.gnss.observations.inputs import Observations
from serai.gnss.signals import LAST_BEIDOU_2, SYSTEMS, Choice, ionosphere_free, single_frequency
from serai.navigate.fittings import CorrectionService, OpenService
from serai.pool import Pool
from serai.tables import Provenance
from serai.wording import Reason

# What the first codes of a system are called: one frequency, and the pair free of the ionosphere.
NAMES: Mapping[str, Sequence[str]] = MappingProxyType(
    {
        "G": ("GPS L1 C/A", "GPS two frequencies"),
        "C": ("BeiDou B1I", "BeiDou two frequencies"),
        "E": ("Galileo E1", "Galileo two frequencies"),
        "R": ("GLONASS G1", "GLONASS two frequencies"),
    }
)
B1C = (("1P",), ("1D",), ("1X",))
PDOP_MAX = 6.0  # of all systems together: as each constellation's own promise has it (services.csv)


@dataclass(frozen=True, slots=True, kw_only=True)
class ServiceUse:
    """One way to use the sky: ``systems`` by their RINEX letters and the codes taken.

    ``promised`` is the corridor's service it is judged by (None where nobody promises it; ``unpromised``
    may say why), ``promised_by`` its id, ``provenance`` what its figures rest on and ``note`` what else is to
    be known of them.
    """

    name: str
    systems: str
    choice: Choice
    promised: OpenService | CorrectionService | None = None
    promised_by: str = ""
    provenance: Provenance | None = None
    note: str = ""
    unpromised: Reason | str = ""

    @property
    def pdop_max(self) -> float:
        """The largest PDOP that counts as available."""
        told = None if self.promised is None else self.promised.pdop_max
        return PDOP_MAX if told is None else told


def services_of(pool: Pool, systems: str = "CGER") -> tuple[ServiceUse, ...]:
    """The services a station may judge: of each system on one frequency and on two, B1C, and all together."""
    found: list[ServiceUse] = []
    for letter in systems:
        asset = next(
            (
                (a, s)
                for a in pool.assets
                for s in a.fitted(OpenService)
                if SYSTEMS[letter] in s.systems and s.works
            ),
            None,
        )
        ways = [
            (NAMES[letter][0], single_frequency(letter)),
            (NAMES[letter][1], ionosphere_free(letter)),
        ]
        if letter == "C":
            ways.insert(1, ("BeiDou B1C", Choice({"C": B1C})))
        for name, choice in ways:
            found.append(
                ServiceUse(
                    name=name,
                    systems=letter,
                    choice=choice,
                    promised=None if asset is None else asset[1],
                    promised_by="" if asset is None else asset[0].id,
                    provenance=None if asset is None else asset[1].provenance,
                    note="" if asset is None else asset[0].note,
                )
            )
    found.append(
        ServiceUse(name="all systems, one frequency", systems=systems, choice=single_frequency(systems))
    )
    found.append(
        ServiceUse(name="all systems, two frequencies", systems=systems, choice=ionosphere_free(systems))
    )
    return tuple(found)


def observed_share(served: ServiceUse, observations: Observations) -> float:
    """Of the rows of a service's satellites in a file, the share with its codes; 0 without any.

    BeiDou-2 sends no B1C and is not asked for it.
    """
    names, values = observations.satellites, observations.values
    satellite = np.asarray(observations.satellite, dtype=np.int64)
    has = np.zeros(len(satellite), dtype=bool)
    wanted = np.array([n[0] in served.systems and not _never(n, served) for n in names], dtype=bool)
    letters = np.array([n[0] for n in names])
    for system, options in served.choice.codes.items():
        own = (letters == system)[satellite]
        for option in options:
            if all(f"C{code}" in values for code in option):
                has |= own & np.all([np.isfinite(values[f"C{code}"]) for code in option], axis=0)
    rows = wanted[satellite]
    return float((has & rows).sum() / rows.sum()) if rows.any() else 0.0


def _never(name: str, served: ServiceUse) -> bool:
    """Whether a satellite sends none of a service's codes."""
    return served.choice.codes.get("C") == B1C and name[0] == "C" and int(name[1:]) <= LAST_BEIDOU_2
