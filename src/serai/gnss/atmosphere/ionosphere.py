"""Ionosphere delay along a ray, and which model to use.

Klobuchar's model leaves half of the delay (J. A. Klobuchar, IEEE Trans. AES 23 (1987) 325); NeQuick-G (whose
parameters NTCM-G uses, equally well) 0.731 of what Klobuchar's leaves (doi 10.1007/s10509-022-04109-7). They
come from different constellations, data and mathematics, so that where both were received their mean,
weighted by the inverse squares of those errors, is better than either: it leaves 0.30 of the delay. BDGIM
leaves 0.224 worldwide (Y. Yuan et al., Navigation 66 (2019) 55), maps what they say themselves.
NeQuick-G sums electrons along a ray: what it gives is worked out beforehand (`summed`).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from serai.errors import Refused
from serai.formats.ionex import IonosphereMaps
from serai.gnss.atmosphere import bdgim, klobuchar, klobuchar_b1i, ntcm, tec_maps
from serai.gnss.atmosphere.ntcm import TECU_ON_L1_M
from serai.gnss.geometry import pierce_of
from serai.gnss.observations.inputs import Navigation
from serai.gnss.signals import B1I, L1
from serai.jit import compiled
from serai.wording import reason

Floats = NDArray[np.float64]

NONE, KLOBUCHAR, NTCM, BOTH, BDGIM, MAPS, B1I_EIGHT, NEQUICK = 0, 1, 2, 3, 4, 5, 6, 7
BOTH_NAME = "klobuchar+nequick-g"
NUMBER: Mapping[str, int] = MappingProxyType(
    {
        "none": NONE,
        "klobuchar": KLOBUCHAR,
        "ntcm-g": NTCM,
        BOTH_NAME: BOTH,
        "bdgim": BDGIM,
        "ionex": MAPS,
        "klobuchar-b1i": B1I_EIGHT,
        "nequick-g": NEQUICK,
    }
)
ASKED: Sequence[str] = (
    "broadcast",
    "klobuchar",
    "ntcm-g",
    "ntcm",
    BOTH_NAME,
    "bdgim",
    "klobuchar-b1i",
    "nequick-g",
    "nequick",
    "none",
)
KLOBUCHAR_LEFT = 0.5  # of the modelled delay, rms: Klobuchar 1987
NEQUICK_OVER_KLOBUCHAR = 0.731  # quiet days: doi 10.1007/s10509-022-04109-7
LEFT: Mapping[str, float] = MappingProxyType(
    {
        "none": 0.0,
        "klobuchar": KLOBUCHAR_LEFT,
        "ntcm-g": KLOBUCHAR_LEFT * NEQUICK_OVER_KLOBUCHAR,
        "nequick-g": KLOBUCHAR_LEFT * NEQUICK_OVER_KLOBUCHAR,
        BOTH_NAME: KLOBUCHAR_LEFT * (1.0 + NEQUICK_OVER_KLOBUCHAR**-2) ** -0.5,
        "klobuchar-b1i": 1.0 - 0.65,  # about 65 % over Asia and the Pacific: doi 10.13203/j.whugis20180439
        "bdgim": 1.0 - 0.776,  # 77.6 % corrected over the globe: Yuan et al. 2019
        "ionex": 0.25,  # recalled, where maps do not tell their own: 2 to 8 TECU of the IGS's final maps
    }
)
OF_NEQUICK = 1.0 / (1.0 + NEQUICK_OVER_KLOBUCHAR**2)  # its weight in the mean of both
_klobuchar_pierce, _klobuchar_slant, _klobuchar_vertical = (
    klobuchar.pierce_point,
    klobuchar.obliquity,
    klobuchar.vertical_delay_m,
)
_ntcm_pierce, _ntcm_slant, _ntcm_vertical = ntcm.pierce_point, ntcm.slant_factor, ntcm.vertical_tecu
_bdgim_pierce, _bdgim_slant, _bdgim_vertical = bdgim.pierce_point, bdgim.slant_factor, bdgim.vertical_tecu
_b1i_pierce, _b1i_slant, _b1i_vertical = (
    klobuchar_b1i.pierce_point,
    klobuchar_b1i.slant_factor,
    klobuchar_b1i.vertical_delay_m,
)
_maps_pierce, _maps_slant, _maps_vertical = (
    tec_maps.pierce_point,
    tec_maps.slant_factor,
    tec_maps.vertical_tecu,
)


@dataclass(frozen=True, slots=True)
class Ionosphere:
    """A model with its parameters: its name, the numbers it takes, the share of the delay it leaves.

    The numbers are Klobuchar's eight, then the ionisation level of NTCM-G; or maps as `maps.packed` has them.
    ``messages`` are BDGIM's: (modified Julian day, nine coefficients). ``galileo`` are the three coefficients
    of models that sum along rays, which compiled code is given the sums of.
    """

    name: str
    parameters: Floats
    left: float
    messages: tuple[tuple[float, tuple[float, ...]], ...] = ()
    galileo: tuple[float, float, float] | None = None

    @property
    def number(self) -> int:
        """How compiled code names it."""
        return NUMBER[self.name]

    def over(self, tai_ns: NDArray[np.int64]) -> Floats:
        """The numbers for compiled code at these moments; refused where maps do not reach so far."""
        if self.name == "bdgim" and len(tai_ns):
            return bdgim.coefficients_over(self.messages, tec_maps.mjd_of(tai_ns))
        if self.name == "ionex" and len(tai_ns):
            first, last = tec_maps.span_of(self.parameters)
            asked = tec_maps.mjd_of(tai_ns)
            if asked.min() < first or asked.max() > last:
                low, high = float(asked.min()), float(asked.max())
                raise Refused("gnss.maps_of_another_day", first=first, last=last, low=low, high=high)
        return self.parameters


def quick(model: Ionosphere) -> Ionosphere:
    """NTCM-G by the same coefficients for a model that sums along rays: to find where the rays begin."""
    return replace(model, name="ntcm-g", left=LEFT["ntcm-g"], galileo=None)


def none() -> Ionosphere:
    """No ionosphere at all: for ranges already free of it."""
    return Ionosphere("none", np.zeros(9), 0.0)


def of_slants(delay_m: Floats, left: float) -> tuple[Ionosphere, Floats]:
    """A model that is the delays (m, on L1) of rays by themselves, and their contents (TECU)."""
    return Ionosphere("nequick-g", np.zeros(9), left), delay_m / TECU_ON_L1_M


def of_maps(found: IonosphereMaps) -> Ionosphere:
    """The maps of an IONEX file as a model."""
    return Ionosphere("ionex", tec_maps.packed(found), tec_maps.share_unknown(found, LEFT["ionex"]))


def asked_ionosphere(
    navigation: Navigation, asked: str | Ionosphere | None, tai_ns: NDArray[np.int64]
) -> Ionosphere:
    """The model given, or that which `broadcast_ionosphere` finds for the middle of some epochs."""
    if isinstance(asked, Ionosphere):
        return asked
    return broadcast_ionosphere(navigation, asked, int(tai_ns[len(tai_ns) // 2]) if len(tai_ns) else None)


def broadcast_ionosphere(
    navigation: Navigation, model: str | None = None, about_ns: int | None = None
) -> Ionosphere:
    """All models whose parameters a navigation file carries, as one, or the one named.

    Of several messages of a model that sent nearest to ``about_ns`` (TAI) is taken, of alike the first; eight
    noughts are none, and QZSS's set for Japan alone is not taken. Without a name: Klobuchar's and NeQuick-G,
    or what there is of them; BDGIM where there is neither, then BeiDou-2's.
    """
    if model == "none":
        return none()
    found = _broadcast(navigation, about_ns)
    wanted = {"ntcm": "ntcm-g", "nequick": "nequick-g"}.get(model or "", model)
    if wanted is not None:
        if wanted not in found:
            there = tuple(found) or (reason("gnss.none"),)
            raise Refused("gnss.no_parameters", model=model, there=there)
        return found[wanted]
    for name in (BOTH_NAME, "klobuchar", "nequick-g", "bdgim", "klobuchar-b1i"):
        if name in found:
            return found[name]
    raise Refused("gnss.no_ionosphere")


def _nearest(navigation: Navigation, about_ns: int | None) -> dict[tuple[str, str], tuple[float, ...]]:
    """By model and system the parameters sent nearest to a moment; where no time is told, the first."""
    found: dict[tuple[str, str], tuple[float, tuple[float, ...]]] = {}
    for one in navigation.iono:
        if one.region == "JAPN" or (one.model == "klobuchar" and not any(one.parameters)):
            continue
        apart = float("inf") if one.tai_ns is None or about_ns is None else abs(one.tai_ns - about_ns)
        key = (one.model, one.system)
        if key not in found or apart < found[key][0]:
            found[key] = (apart, one.parameters)
    return {key: parameters for key, (_, parameters) in found.items()}


def _broadcast(navigation: Navigation, about_ns: int | None) -> dict[str, Ionosphere]:
    sent = _nearest(navigation, about_ns)
    numbers, found = np.zeros(9), dict[str, Ionosphere]()
    eight = next((sent["klobuchar", s] for s in "GJI" if ("klobuchar", s) in sent), None)
    three = sent.get(("nequick", "E"))
    if eight is not None:
        numbers[:8] = eight[:8]
        found["klobuchar"] = Ionosphere("klobuchar", numbers, LEFT["klobuchar"])
    if three is not None:
        numbers[8] = ntcm.ionisation(three[0], three[1], three[2])
        found["ntcm-g"] = Ionosphere("ntcm-g", numbers, LEFT["ntcm-g"])
        for name in ("nequick-g", BOTH_NAME) if eight is not None else ("nequick-g",):
            found[name] = Ionosphere(name, numbers, LEFT[name], galileo=(three[0], three[1], three[2]))
    messages = {
        (i.tai_ns or 0, i.parameters) for i in navigation.iono if i.model == "bdgim" and i.tai_ns is not None
    }
    if messages:
        at = tec_maps.mjd_of(np.array([when for when, _ in messages], dtype=np.int64))
        rows = tuple(sorted(zip(at.tolist(), (nine for _, nine in messages), strict=True)))
        found["bdgim"] = Ionosphere("bdgim", np.zeros(1), LEFT["bdgim"], rows)
    beidou = sent.get(("klobuchar", "C"))
    if beidou is not None:
        found["klobuchar-b1i"] = Ionosphere(
            "klobuchar-b1i", np.array([*beidou[:8], 0.0]), LEFT["klobuchar-b1i"]
        )
    return found


@compiled
def slant_delay_m(
    model: int,
    k: Floats,
    lat: float,
    lon: float,
    azimuth: float,
    elevation: float,
    summed_tecu: float,
    day_s: float,
    day_of_year: float,
    mjd: float,
) -> tuple[float, float, float]:
    """Slant ionosphere delay on L1, metres, along a ray from a place (rad), and its pierce point (lat, lon).

    The content summed along the ray is for NeQuick-G alone. NaN where maps do not know the ray.
    """
    if model == NONE:
        return 0.0, lat, lon
    if model == BDGIM:
        there, over = _bdgim_pierce(lat, lon, azimuth, elevation)
        content = _bdgim_vertical(k, there, over, mjd)
        return TECU_ON_L1_M * _bdgim_slant(elevation) * content, there, over
    if model == B1I_EIGHT:
        there, over = _b1i_pierce(lat, lon, azimuth, elevation)
        delay = _b1i_slant(elevation) * _b1i_vertical(k, there, over, day_s)
        return delay * (B1I / L1) ** 2, there, over
    if model == MAPS:
        there, over = _maps_pierce(k, lat, lon, azimuth, elevation)
        content = _maps_vertical(k, there, over, mjd)
        return TECU_ON_L1_M * _maps_slant(k, elevation) * content, there, over
    if model in (KLOBUCHAR, BOTH):
        there, over = _klobuchar_pierce(lat, lon, azimuth, elevation)
        delay = _klobuchar_slant(elevation) * _klobuchar_vertical(k, there, over, day_s)
        if model == BOTH:
            delay += OF_NEQUICK * (TECU_ON_L1_M * summed_tecu - delay)
        return delay, there, over
    if model == NEQUICK:
        there, over = pierce_of(lat, lon, azimuth, elevation)
        return TECU_ON_L1_M * summed_tecu, there, over
    there, over = _ntcm_pierce(lat, lon, azimuth, elevation)
    vertical = _ntcm_vertical(k[8], there, over, day_s / 3600.0, day_of_year)
    return TECU_ON_L1_M * _ntcm_slant(elevation) * vertical, there, over
