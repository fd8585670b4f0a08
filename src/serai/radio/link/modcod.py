"""What a carrier must be received with, and what it carries: DVB-S2, DVB-S2X, CCSDS and narrow-band modems.

Thresholds are those of the standards for quasi error-free reception over ideal noise; a modem needs its own
implementation loss on top. Efficiencies are information bits per symbol, pilots left out.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from serai.tables import Basis

F = NDArray[np.float64]
I = NDArray[np.int64]  # noqa: E741 - integers, beside F for floats


@dataclass(frozen=True, slots=True, kw_only=True)
class ModCod:
    """One modulation and code: bits per symbol, and the Es/N0 (dB) it needs. ``source`` names the table."""

    name: str
    bits_per_symbol: float
    es_n0_db: float
    source: str
    basis: Basis = Basis.PUBLISHED

    @property
    def eb_n0_db(self) -> float:
        """The energy per information bit that it needs."""
        return float(self.es_n0_db - 10.0 * np.log10(self.bits_per_symbol))


def _of(source: str, rows: Sequence[tuple[str, float, float]]) -> tuple[ModCod, ...]:
    return tuple(ModCod(name=n, bits_per_symbol=b, es_n0_db=e, source=source) for n, b, e in rows)


# FECFRAME of 64,800 bits, no pilots, packet error rate 1e-7.
DVB_S2 = _of(
    "ETSI EN 302 307-1 V1.4.1, table 13",
    (
        ("QPSK 1/4", 0.490243, -2.35),
        ("QPSK 1/3", 0.656448, -1.24),
        ("QPSK 2/5", 0.789412, -0.30),
        ("QPSK 1/2", 0.988858, 1.00),
        ("QPSK 3/5", 1.188304, 2.23),
        ("QPSK 2/3", 1.322253, 3.10),
        ("QPSK 3/4", 1.487473, 4.03),
        ("QPSK 4/5", 1.587196, 4.68),
        ("QPSK 5/6", 1.654663, 5.18),
        ("QPSK 8/9", 1.766451, 6.20),
        ("QPSK 9/10", 1.788612, 6.42),
        ("8PSK 3/5", 1.779991, 5.50),
        ("8PSK 2/3", 1.980636, 6.62),
        ("8PSK 3/4", 2.228124, 7.91),
        ("8PSK 5/6", 2.478562, 9.35),
        ("8PSK 8/9", 2.646012, 10.69),
        ("8PSK 9/10", 2.679207, 10.98),
        ("16APSK 2/3", 2.637201, 8.97),
        ("16APSK 3/4", 2.966728, 10.21),
        ("16APSK 4/5", 3.165623, 11.03),
        ("16APSK 5/6", 3.300184, 11.61),
        ("16APSK 8/9", 3.523143, 12.89),
        ("16APSK 9/10", 3.567342, 13.13),
        ("32APSK 3/4", 3.703295, 12.73),
        ("32APSK 4/5", 3.951571, 13.64),
        ("32APSK 5/6", 4.119540, 14.28),
        ("32APSK 8/9", 4.397854, 15.69),
        ("32APSK 9/10", 4.453027, 16.05),
    ),
)

# FECFRAME of 64,800 bits, linear channel; the rows that EN 302 307-2 adds to those of part 1.
DVB_S2X = _of(
    "ETSI EN 302 307-2 V1.3.1, table 20a",
    (
        ("QPSK 2/9", 0.434841, -2.85),
        ("QPSK 13/45", 0.567805, -2.03),
        ("QPSK 9/20", 0.889135, 0.22),
        ("QPSK 11/20", 1.088581, 1.45),
        ("8APSK 5/9-L", 1.647211, 4.73),
        ("8APSK 26/45-L", 1.713601, 5.13),
        ("8PSK 23/36", 1.896173, 6.12),
        ("16APSK 1/2-L", 1.972253, 5.97),
        ("8PSK 25/36", 2.062148, 7.02),
        ("16APSK 8/15-L", 2.104850, 6.55),
        ("8PSK 13/18", 2.145136, 7.49),
        ("16APSK 5/9-L", 2.193247, 6.84),
        ("16APSK 26/45", 2.281645, 7.51),
        ("16APSK 3/5", 2.370043, 7.80),
        ("16APSK 3/5-L", 2.370043, 7.41),
        ("16APSK 28/45", 2.458441, 8.10),
        ("16APSK 23/36", 2.524739, 8.38),
        ("16APSK 2/3-L", 2.635236, 8.43),
        ("16APSK 25/36", 2.745734, 9.27),
        ("16APSK 13/18", 2.856231, 9.71),
        ("32APSK 2/3-L", 3.289502, 11.10),
        ("16APSK 7/9", 3.077225, 10.65),
        ("16APSK 77/90", 3.386618, 11.99),
        ("32APSK 32/45", 3.510192, 11.75),
        ("32APSK 11/15", 3.620536, 12.17),
        ("32APSK 7/9", 3.841226, 13.05),
        ("64APSK 32/45-L", 4.206428, 13.98),
        ("64APSK 11/15", 4.338659, 14.81),
        ("64APSK 7/9", 4.603122, 15.47),
        ("64APSK 4/5", 4.735354, 15.87),
        ("64APSK 5/6", 4.936639, 16.55),
        ("128APSK 3/4", 5.163248, 17.73),
        ("128APSK 7/9", 5.355556, 18.53),
        ("256APSK 29/45-L", 5.065690, 16.98),
        ("256APSK 2/3-L", 5.241514, 17.24),
        ("256APSK 31/45-L", 5.417338, 18.10),
        ("256APSK 32/45", 5.593162, 18.59),
        ("256APSK 11/15-L", 5.768987, 18.84),
        ("256APSK 3/4", 5.900855, 19.57),
    ),
)

# Telemetry at a frame error rate of 1e-6 or a bit error rate of 1e-6; the Eb/N0 of the green book as Es/N0.
CCSDS = tuple(
    ModCod(
        name=name,
        bits_per_symbol=bits,
        es_n0_db=round(eb_n0 + 10.0 * float(np.log10(bits)), 3),
        source="CCSDS 130.1-G-3, sections 4 to 8 (its figures as remembered, 0.1 to 0.3 dB)",
        basis=Basis.RECALLED,
    )
    for name, bits, eb_n0 in (
        ("BPSK uncoded", 1.0, 10.5),
        ("QPSK uncoded", 2.0, 10.5),
        ("QPSK Reed-Solomon (255,223)", 2.0 * 223.0 / 255.0, 6.3),
        ("QPSK convolutional 1/2", 1.0, 4.8),
        ("QPSK convolutional 7/8", 1.75, 6.9),
        ("QPSK convolutional 1/2 and Reed-Solomon", 223.0 / 255.0, 2.6),
        ("QPSK convolutional 7/8 and Reed-Solomon", 1.75 * 223.0 / 255.0, 4.4),
        ("QPSK turbo 1/2", 1.0, 1.0),
        ("QPSK LDPC 1/2", 1.0, 1.4),
        ("QPSK LDPC 2/3", 4.0 / 3.0, 2.1),
        ("QPSK LDPC 4/5", 1.6, 2.9),
        ("QPSK LDPC 7/8", 1.75 * 8160.0 / 8176.0, 3.9),
    )
)

# What narrow-band voice and messages need at the threshold of hearing or decoding.
NARROW_BAND = (
    ModCod(
        name="GMR-1 voice (pi/4 QPSK, rate 1/2)",
        bits_per_symbol=1.0,
        es_n0_db=3.05,
        source="Eb/N0 3.05 dB: DVB-S2 QPSK 1/2 and 2 dB for the modem",
        basis=Basis.ASSUMED,
    ),
    ModCod(
        name="spread message (BPSK, rate 1/2)",
        bits_per_symbol=0.5,
        es_n0_db=0.5 + 10.0 * float(np.log10(0.5)) + 1.5,
        source="Eb/N0 2 dB at a frame loss of 1 in 100",
        basis=Basis.ASSUMED,
    ),
)

FAMILIES: Mapping[str, tuple[ModCod, ...]] = {
    "DVB-S2": DVB_S2,
    "DVB-S2X": (*DVB_S2, *DVB_S2X),
    "CCSDS": CCSDS,
    "narrow band": NARROW_BAND,
}


def named(name: str) -> ModCod | None:
    """The modcod of a name, of any family; None where nobody knows it."""
    return next((m for family in FAMILIES.values() for m in family if m.name == name), None)


def useful(family: Sequence[ModCod]) -> tuple[ModCod, ...]:
    """The modcods worth using, by what they need: each carries more than every one that needs less."""
    best: list[ModCod] = []
    for one in sorted(family, key=lambda m: (m.es_n0_db, -m.bits_per_symbol)):
        if not best or one.bits_per_symbol > best[-1].bits_per_symbol:
            best.append(one)
    return tuple(best)


def best_at(es_n0_db: ArrayLike, family: Sequence[ModCod], loss_db: float = 0.0) -> I:
    """The index into ``useful(family)`` of the modcod that carries most at an Es/N0; -1 where none closes.

    ``loss_db`` is the modem's implementation loss. An unknown Es/N0 gives -1 too.
    """
    needs = np.array([m.es_n0_db + loss_db for m in useful(family)])
    there = np.asarray(es_n0_db, dtype=float)
    found = np.searchsorted(needs, np.where(np.isnan(there), -np.inf, there), side="right") - 1
    return np.asarray(found, dtype=np.int64)


def bits_per_symbol_at(es_n0_db: ArrayLike, family: Sequence[ModCod], loss_db: float = 0.0) -> F:
    """What adaptive modulation carries at an Es/N0, information bits per symbol; zero where none closes."""
    carries = np.array([0.0, *(m.bits_per_symbol for m in useful(family))])
    return np.asarray(carries[best_at(es_n0_db, family, loss_db) + 1])
