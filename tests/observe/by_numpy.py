"""When satellites pass abeam of a point, by NumPy over the cubic of an ephemeris: another way to the same."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from serai.earth import Place, incidence_deg, off_nadir_deg
from serai.observe.overflights import INCIDENCE_AT_MOST_DEG, Overflights
from serai.orbit import Ephemeris

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]
ROUNDS = 4  # secant steps: the third already moves the moment by less than a millisecond


def by_numpy(ephemeris: Ephemeris, point: Place) -> Overflights:
    """Every moment at which a satellite of an ephemeris passes abeam of a point and above its horizon."""
    site, up = point.ecef_m(), point.up()
    nodes = ephemeris.nodes()
    closing = np.einsum("snk,snk->sn", nodes, ephemeris.velocities()) - ephemeris.velocities() @ site
    satellite, node = np.nonzero((closing[:, :-1] < 0.0) & (closing[:, 1:] >= 0.0))
    above = site @ up
    seen = (nodes[satellite, node] @ up > above) | (nodes[satellite, node + 1] @ up > above)
    satellite, node = satellite[seen], node[seen]
    low_ns, step_s = ephemeris.grid_ns[node], ephemeris.step_s
    before, after = closing[satellite, node], closing[satellite, node + 1]
    x = _turn(ephemeris, site, satellite, low_ns, before, after, step_s)
    at_ns = low_ns + np.rint(x * 1e9).astype(np.int64)
    r, v = ephemeris.state(satellite, at_ns)
    incidence = incidence_deg(site, point.lat_deg, point.lon_deg, r)
    found = Overflights(
        at_ns=at_ns,
        satellite=satellite,
        off_nadir_deg=off_nadir_deg(r, np.broadcast_to(site, r.shape)),
        incidence_deg=incidence,
        right=np.einsum("ij,ij->i", site - r, np.cross(v, r)) > 0.0,
        northbound=v[:, 2] > 0.0,
    )
    order = np.argsort(at_ns, kind="stable")
    return found.where(order[incidence[order] <= INCIDENCE_AT_MOST_DEG])


def _turn(
    ephemeris: Ephemeris,
    site: Floats,
    satellite: Integers,
    low_ns: Integers,
    before: Floats,
    after: Floats,
    step_s: float,
) -> Floats:
    """Seconds after ``low_ns`` at which the range stops shrinking (secant, kept inside the step)."""
    x0, f0 = np.zeros(len(low_ns)), before
    x1, f1 = np.full(len(low_ns), step_s), after
    x = x0 - f0 * (x1 - x0) / np.where(f1 == f0, 1.0, f1 - f0)
    for _ in range(ROUNDS):
        r, v = ephemeris.state(satellite, low_ns + np.rint(x * 1e9).astype(np.int64))
        f = np.einsum("ij,ij->i", r - site, v)
        late = f >= 0.0
        x1, f1 = np.where(late, x, x1), np.where(late, f, f1)
        x0, f0 = np.where(late, x0, x), np.where(late, f0, f)
        x = np.clip(x0 - f0 * (x1 - x0) / np.where(f1 == f0, 1.0, f1 - f0), x0, x1)
    return x
