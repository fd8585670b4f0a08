"""What SBAS messages of L1 say, as plain records in SI units; `tables` has what their indices stand for."""

from __future__ import annotations

from dataclasses import dataclass

Vector = tuple[float, float, float]


@dataclass(frozen=True, slots=True)
class NoUse:
    """Message 0 without content (do not use), 62 (internal test) or 63 (null)."""

    kind: int


@dataclass(frozen=True, slots=True)
class Unread:
    """A message whose form is not known here; its bits as a whole number."""

    kind: int
    bits: int


@dataclass(frozen=True, slots=True)
class PrnMask:
    """Message 1: the slots that the other messages count, and their issue."""

    iodp: int
    slots: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class FastCorrections:
    """Messages 2 to 5 (0: the same under test) and the first half of 24: 13 satellites, or 6.

    The k-th belongs to the mask's satellite number ``first`` + k, from 0.
    """

    kind: int
    iodf: int
    iodp: int
    first: int
    corrections_m: tuple[float, ...]
    udrei: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class IntegrityInfo:
    """Message 6: UDREI of the mask's first 51 satellites; the issues of messages 2 to 5 they go with."""

    iodf: tuple[int, ...]
    udrei: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class FastDegradation:
    """Message 7: system latency, and each satellite's degradation index."""

    latency_s: int
    iodp: int
    ai: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class GeoNavigation:
    """Message 9: where the GEO itself is; ``t0_s`` in the GPS day."""

    iodn: int
    t0_s: float
    ura: int
    r_m: Vector
    v_mps: Vector
    a_mps2: Vector
    af0_s: float
    af1: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Degradation:
    """Message 10: how corrections lose worth as they age (DO-229F, A.4.5.1, table A-10)."""

    b_rrc_m: float
    c_ltc_lsb_m: float
    c_ltc_v1_mps: float
    i_ltc_v1_s: int
    c_ltc_v0_m: float
    i_ltc_v0_s: int
    c_geo_lsb_m: float
    c_geo_v_mps: float
    i_geo_s: int
    c_er_m: float
    c_iono_step_m: float
    i_iono_s: int
    c_iono_ramp_mps: float
    rss_udre: bool
    rss_iono: bool
    c_covariance: float


@dataclass(frozen=True, slots=True)
class NetworkTime:
    """Message 12: the network's time against UTC."""

    a1: float
    a0_s: float
    t0t_s: int
    week_t: int
    leap_s: int
    week_lsf: int
    day: int
    leap_future_s: int
    standard: int
    second_of_week: int
    week: int


@dataclass(frozen=True, slots=True)
class GeoAlmanac:
    """One satellite of message 17; ``t0_s`` in the GPS day."""

    prn: int
    health: int
    r_m: Vector
    v_mps: Vector
    t0_s: int


@dataclass(frozen=True, slots=True)
class GeoAlmanacs:
    """Message 17: up to three GEOs."""

    satellites: tuple[GeoAlmanac, ...]


@dataclass(frozen=True, slots=True)
class IonosphereMask:
    """Message 18: which grid points of a band have delays, counted from 0 as `tables.grid_points` does."""

    bands: int
    band: int
    iodi: int
    points: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class IonosphereDelays:
    """Message 26: 15 vertical delays (None: do not use) and GIVEI, from number 15 * ``block`` of the mask."""

    band: int
    block: int
    delays_m: tuple[float | None, ...]
    givei: tuple[int, ...]
    iodi: int


@dataclass(frozen=True, slots=True)
class LongTerm:
    """One satellite of messages 24 and 25: its place in the mask (from 1), and what to add to its ephemeris.

    ``rates`` and the time they hold at (second of the GPS day) are None in the short form.
    """

    place: int
    iod: int
    iodp: int
    r_m: Vector
    af0_s: float
    v_mps: Vector | None
    af1: float | None
    t0_s: int | None


@dataclass(frozen=True, slots=True)
class LongTerms:
    """Message 25: up to four satellites."""

    satellites: tuple[LongTerm, ...]


@dataclass(frozen=True, slots=True)
class Mixed:
    """Message 24: six fast corrections, and long-term ones."""

    fast: FastCorrections
    satellites: tuple[LongTerm, ...]


@dataclass(frozen=True, slots=True)
class Region:
    """A region of message 27: two corners, degrees; a rectangle, or else a triangle."""

    lat1_deg: int
    lon1_deg: int
    lat2_deg: int
    lon2_deg: int
    square: bool


@dataclass(frozen=True, slots=True)
class ServiceRegions:
    """Message 27: where UDRE is to be multiplied by what (indices of `tables.DELTA_UDRE`)."""

    iods: int
    messages: int
    number: int
    priority: int
    inside: int
    outside: int
    regions: tuple[Region, ...]


@dataclass(frozen=True, slots=True)
class Covariance:
    """A clock-ephemeris covariance: the scale exponent, and the upper triangle of its root R by rows.

    The covariance is (2^(scale - 5))^2 R^T R, unitless (x, y, z, clock).
    """

    scale: int
    root: tuple[int, ...]

    def matrix(self) -> tuple[tuple[float, ...], ...]:
        """The 4 x 4 matrix R^T R with its scale."""
        r11, r12, r13, r14, r22, r23, r24, r33, r34, r44 = self.root
        r = ((r11, r12, r13, r14), (0, r22, r23, r24), (0, 0, r33, r34), (0, 0, 0, r44))
        factor = 4.0 ** (self.scale - 5)
        return tuple(
            tuple(factor * sum(r[k][i] * r[k][j] for k in range(4)) for j in range(4)) for i in range(4)
        )


@dataclass(frozen=True, slots=True)
class Covariances:
    """Message 28: covariances of up to two satellites by their place in the mask (0: none)."""

    iodp: int
    satellites: tuple[tuple[int, Covariance], ...]
