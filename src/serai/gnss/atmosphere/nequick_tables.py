"""The maps of NeQuick-G: modified dip, and foF2 and M(3000)F2 of the month (CCIR).

Where they come from stands beside them, in tables/README.md.

European GNSS (Galileo) Open Service, Ionospheric Correction Algorithm for Galileo Single Frequency Users,
issue 1.2 (2016), 2.5.4.2 (modified dip) and 2.5.5.3 (F2 layer); section numbers recalled.
"""

from __future__ import annotations

from importlib.resources import files

import numpy as np
from numpy.typing import NDArray

from serai.jit import compiled

Floats = NDArray[np.float64]

MODIP_SIDE = 39  # -95 to 95 deg of latitude by 5, -190 to 190 of longitude by 10
MODIP_AT = 3  # after the three coefficients that Galileo sends
CCIR_AT = MODIP_AT + MODIP_SIDE * MODIP_SIDE
FO_F2, FO_F2_TERMS, FO_F2_SIZE = 76, 13, 76 * 13
M3000, M3000_TERMS, M3000_SIZE = 49, 9, 49 * 9
MONTH_SIZE = 2 * FO_F2_SIZE + 2 * M3000_SIZE
FO_F2_ORDERS = (12, 12, 9, 5, 2, 1, 1, 1, 1)  # powers of the sine of the modified dip, by order of longitude
M3000_ORDERS = (7, 8, 6, 3, 2, 1, 1)


def packed(a0: float, a1: float, a2: float) -> Floats:
    """Galileo's three coefficients (sfu, sfu/deg, sfu/deg^2) and all maps, as compiled code takes them."""
    folder = files("serai.gnss.atmosphere") / "tables"
    with (folder / "modip.csv").open(encoding="ascii") as text:
        core = np.loadtxt(text, delimiter=",")
    with (folder / "ccir_f2.npz").open("rb") as file, np.load(file) as found:
        maps = found["digits"] / 10.0 ** found["places"]
    return np.concatenate([[a0, a1, a2], _wrapped(core).ravel(), maps.ravel()])


def _wrapped(core: Floats) -> Floats:
    """The grid with its poles and with a border of one node, so that interpolation needs no edges."""
    pole = np.full(core.shape[1], 90.0)
    beyond = np.roll(
        core[[0, -1]], core.shape[1] // 2, axis=1
    )  # over a pole one comes down on the other side
    tall = np.vstack([beyond[:1], -pole, core, pole, beyond[1:]])
    return np.hstack([tall[:, -1:], tall, tall[:, :2]])


@compiled
def modip_deg(k: Floats, lat_deg: float, lon_deg: float) -> float:
    """The modified dip latitude, degrees: cubic through four by four nodes."""
    if abs(lat_deg) >= 90.0:
        return 90.0 if lat_deg > 0.0 else -90.0
    row = (lat_deg + 90.0) / 5.0
    column = ((lon_deg + 180.0) % 360.0) / 10.0
    i, j = min(int(row), 35), min(int(column), 35)
    y, x = row - i, column - j
    across, down = _weights(x), _weights(y)
    total, at = 0.0, MODIP_AT + i * MODIP_SIDE + j
    for a in range(4):
        total += down[a] * (
            across[0] * k[at] + across[1] * k[at + 1] + across[2] * k[at + 2] + across[3] * k[at + 3]
        )
        at += MODIP_SIDE
    return total


@compiled
def _weights(x: float) -> tuple[float, float, float, float]:
    """Lagrange's weights of nodes at -1, 0, 1 and 2."""
    before, after, beyond = x + 1.0, x - 1.0, x - 2.0
    return (
        -x * after * beyond / 6.0,
        before * after * beyond / 2.0,
        -before * x * beyond / 2.0,
        before * x * after / 6.0,
    )


def room() -> Floats:
    """What `of_the_hour` fills: the 76 numbers of foF2, the 49 of M(3000)F2, and where it works."""
    return np.empty(FO_F2 + M3000 + FO_F2_TERMS)


@compiled
def of_the_hour(k: Floats, month: int, hour: float, sunspots: float, numbers: Floats) -> None:
    """Fill the numbers of foF2 and M(3000)F2 at a month (1 to 12), an hour (UT), a sunspot number."""
    share = sunspots / 100.0
    begin = CCIR_AT + (month - 1) * MONTH_SIZE
    angle = np.radians(15.0 * hour - 180.0)
    critical, factor, wave = numbers[:FO_F2], numbers[FO_F2 : FO_F2 + M3000], numbers[FO_F2 + M3000 :]
    _fourier(k, begin, FO_F2_SIZE, FO_F2_TERMS, share, angle, wave, critical)
    _fourier(k, begin + 2 * FO_F2_SIZE, M3000_SIZE, M3000_TERMS, share, angle, wave, factor)


@compiled
def _fourier(
    k: Floats, begin: int, size: int, terms: int, share: float, angle: float, wave: Floats, found: Floats
) -> None:
    wave[0] = 1.0
    for n in range(1, terms // 2 + 1):
        wave[2 * n - 1], wave[2 * n] = np.sin(n * angle), np.cos(n * angle)
    for i in range(len(found)):
        total = 0.0
        for j in range(terms):
            quiet, active = k[begin + i * terms + j], k[begin + size + i * terms + j]
            total += (quiet * (1.0 - share) + active * share) * wave[j]
        found[i] = total


@compiled
def mapped(
    numbers: Floats, orders: tuple[int, ...], sin_modip: float, cos_lat: float, cos_lon: float, sin_lon: float
) -> float:
    """The sum over a map's geographic functions (ITU-R P.1239, table 2) at a place."""
    total, at, power = 0.0, orders[0], 1.0
    for i in range(orders[0]):
        total += numbers[i] * power
        power *= sin_modip
    c, s = cos_lat * cos_lon, cos_lat * sin_lon  # the cosine and sine of n longitudes, times cos(lat)^n
    cn, sn = c, s
    for n in range(1, len(orders)):
        power = 1.0
        for _ in range(orders[n]):
            total += (numbers[at] * cn + numbers[at + 1] * sn) * power
            power *= sin_modip
            at += 2
        cn, sn = cn * c - sn * s, sn * c + cn * s
    return total
