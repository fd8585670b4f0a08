"""Differential code bias (DCB) of GPS C/A against P(Y), which the broadcast clock does not tell.

GPS clocks and TGD are made for P(Y); C/A leaves each satellite up to a metre apart from it, and LNAV sends
nothing of that (IS-GPS-200N 20.3.3.3.3.2; CNAV does, as ISC L1C/A). Where the receiver writes both codes its
own file tells: the median of C1C - C1W over a satellite's arc, millimetres to centimetres.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from serai.gnss.observations.inputs import Observations

Floats = NDArray[np.float64]

FEWEST = 20  # observations of both codes, below which the median says too little
CA, PRECISE = "1C", ("1W", "1P")


def behind_precise_m(observations: Observations) -> Floats:
    """Differential code bias by satellite: its C/A range less its P(Y) range, metres; NaN where not told."""
    names = observations.satellites
    found = np.full(len(names), np.nan)
    ca = observations.values.get(f"C{CA}")
    satellite = np.asarray(observations.satellite, dtype=np.int64)
    for code in PRECISE:
        precise = observations.values.get(f"C{code}")
        if ca is None or precise is None:
            continue
        apart = np.asarray(ca) - np.asarray(precise)
        both = np.isfinite(apart)
        rows, order = apart[both], np.argsort(satellite[both], kind="stable")
        rows, of = rows[order], satellite[both][order]
        edges = np.searchsorted(of, np.arange(len(names) + 1))
        for k, name in enumerate(names):
            here = rows[edges[k] : edges[k + 1]]
            if name[0] == "G" and len(here) >= FEWEST and np.isnan(found[k]):
                found[k] = np.median(here)
    return found
