"""What a sender's corrections say of each satellite at each epoch, whatever service they came from."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol, TypeVar

import numpy as np
from numpy.typing import NDArray

from serai.gnss.corrections.reasons import Why

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]


@dataclass(frozen=True, kw_only=True)
class Corrections:
    """Corrections as a receiver had them at each epoch; arrays (epochs, satellites), NaN where there is none.

    ``issue`` of the broadcast message they belong to. ``orbit_m`` and ``rate_mps`` (..., 3) are added to the
    satellite's position: Earth-fixed, or radial, along and cross where ``along_track``. ``clock_m`` and
    ``clock_rate_mps`` are added to its clock. ``sigma_m`` says how well the rest is known; ``extra_m`` what
    the corrections' age adds to it, by sum or (``rss``, by epoch) by root of squares. ``covariance`` names
    the (4, 4) matrix of ``matrices`` that tells how sigma grows with direction, -1 none; ``floor`` is added
    to that growth. ``bias_m`` holds code biases (m) to take off, by code such as 'C1C'. ``why`` is a `Why`.
    """

    tai_ns: Integers
    satellites: tuple[str, ...]
    issue: Integers
    orbit_m: Floats
    rate_mps: Floats
    clock_m: Floats
    clock_rate_mps: Floats
    sigma_m: Floats
    extra_m: Floats
    rss: NDArray[np.bool_]
    covariance: Integers
    floor: Floats
    matrices: Floats
    why: NDArray[np.uint8]
    bias_m: dict[str, Floats]
    along_track: bool

    def at(self, tai_ns: Integers) -> Integers:
        """The epoch (its place) of moments shortly before it, as a signal's transmission is."""
        return np.clip(np.searchsorted(self.tai_ns, tai_ns), 0, len(self.tai_ns) - 1)

    def places(self, satellites: Sequence[str]) -> Integers:
        """The place here of each satellite named, -1 where the sender never named it."""
        place = {name: k for k, name in enumerate(self.satellites)}
        return np.array([place.get(name, -1) for name in satellites], dtype=np.int64)

    def sigmas_m(self, epoch: Integers, satellite: Integers, unit: Floats) -> Floats:
        """One sigma of corrected ranges along unit vectors (n, 3) from receiver to satellite, metres.

        With a covariance C of (position, clock) the sender's sigma grows by sqrt(I' C I) + floor along the
        ray's I = (unit, 1): RTCA DO-229F, A.4.4.16; ED-259A for L5.
        """
        sigma = self.sigma_m[epoch, satellite].copy()
        which = self.covariance[epoch, satellite]
        has = which >= 0
        if has.any():
            ray = np.column_stack([unit[has], np.ones(int(has.sum()))])
            grown = np.einsum("ni,nij,nj->n", ray, self.matrices[which[has]], ray)
            sigma[has] *= np.sqrt(np.maximum(grown, 0.0)) + self.floor[epoch[has], satellite[has]]
        extra = self.extra_m[epoch, satellite]
        return np.asarray(np.where(self.rss[epoch], np.hypot(sigma, extra), sigma + extra))


class Timed(Protocol):
    """Something heard at a moment (TAI ns)."""

    @property
    def tai_ns(self) -> int: ...


Message = TypeVar("Message", bound=Timed)


def replayed(
    stream: Sequence[Message], epochs_tai_ns: Integers, hear: Callable[[Message], None]
) -> Iterator[tuple[int, float]]:
    """Every epoch's place and moment (TAI s), once the messages that came until then have been heard."""
    at = 0
    for e, tai_ns in enumerate(epochs_tai_ns.tolist()):
        while at < len(stream) and stream[at].tai_ns <= tai_ns:
            hear(stream[at])
            at += 1
        yield e, tai_ns * 1e-9


class Draft:
    """A table being filled, epoch by epoch."""

    def __init__(self, tai_ns: Integers, satellites: Sequence[str], *, along_track: bool) -> None:
        shape = (len(tai_ns), len(satellites))
        self.tai_ns, self.satellites, self.along_track = tai_ns, tuple(satellites), along_track
        self.issue = np.full(shape, -1, dtype=np.int64)
        self.orbit, self.rate = np.full((*shape, 3), np.nan), np.zeros((*shape, 3))
        self.clock, self.clock_rate = np.full(shape, np.nan), np.zeros(shape)
        self.sigma, self.extra, self.floor = np.full(shape, np.nan), np.zeros(shape), np.zeros(shape)
        self.rss = np.zeros(len(tai_ns), dtype=bool)
        self.covariance = np.full(shape, -1, dtype=np.int64)
        self.why = np.full(shape, Why.NO_CORRECTION, dtype=np.uint8)
        self.matrices: list[Floats] = []
        self.bias: dict[str, Floats] = {}
        self._known: dict[int, int] = {}

    def matrix(self, key: object, value: Sequence[Sequence[float]]) -> int:
        """The number of a covariance; ``key`` is the record it came from, so that it is kept once."""
        number = self._known.get(id(key))
        if number is None:
            number = self._known[id(key)] = len(self.matrices)
            self.matrices.append(np.array(value))
        return number

    def take_bias(self, epoch: int, satellite: int, code: str, metres: float) -> None:
        """Keep a code bias."""
        if code not in self.bias:
            self.bias[code] = np.full(self.issue.shape, np.nan)
        self.bias[code][epoch, satellite] = metres

    def whole(self) -> Corrections:
        """The table as it stands."""
        return Corrections(
            tai_ns=self.tai_ns,
            satellites=self.satellites,
            issue=self.issue,
            orbit_m=self.orbit,
            rate_mps=self.rate,
            clock_m=self.clock,
            clock_rate_mps=self.clock_rate,
            sigma_m=self.sigma,
            extra_m=self.extra,
            rss=self.rss,
            covariance=self.covariance,
            floor=self.floor,
            matrices=np.array(self.matrices) if self.matrices else np.zeros((0, 4, 4)),
            why=self.why,
            bias_m=self.bias,
            along_track=self.along_track,
        )
