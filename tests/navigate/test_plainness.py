"""Which correction service is named first: the plainest to hear, then the best known."""

from __future__ import annotations

from dataclasses import replace

import pytest

from serai.navigate.corrections import candidates
from serai.tables import Basis, Provenance


@pytest.mark.parametrize("order", [1, -1])
def test_satellites_before_networks_and_published_before_recalled(small, a_measure, a_correction, order):
    recalled = replace(a_correction("b-ppp", "B", kind="PPP"), provenance=Provenance(basis=Basis.RECALLED))
    known = replace(a_correction("z-ppp", "Z", kind="PPP"), provenance=Provenance(basis=Basis.PUBLISHED))
    beacon, network = a_correction("y-sbas", "Y", kind="SBAS"), a_correction("a-cors", "A", kind="CORS")
    odd = a_correction("0-odd", "O", kind="a kind of its own")
    pool = replace(small.pool(), assets=(recalled, known, odd, beacon, network)[::order])
    need = small.need(a_measure("horizontal_error_95", 0.5))
    assert [c.asset.id for c in candidates(need, pool)] == ["y-sbas", "z-ppp", "b-ppp", "a-cors", "0-odd"]
