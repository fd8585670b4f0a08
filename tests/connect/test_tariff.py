"""A tariff stands in the ladder as its source says it, and nothing stands where no source says one."""

from __future__ import annotations

from dataclasses import replace

import pytest

from serai.connect.endpoints import ends
from serai.connect.fittings import Messenger
from serai.connect.ladder import ladder
from serai.pool import Pool


@pytest.fixture
def rungs(small, half_day):
    def of(tariff):
        pool = small.pool()

        def priced(asset):
            if asset.id != "rsmc":
                return asset
            (service,) = asset.fitted(Messenger)
            return replace(asset, fittings=(replace(service, tariff=tariff),))

        pool = Pool(assets=tuple(map(priced, pool.assets)), parties=pool.parties, facts=pool.facts)
        need = small.need(box=(100.0, 20.0, 100.0, 20.0))
        found = ladder(need, ends(need, pool), pool, small.world(pool), half_day)
        return {rung.id: rung.tariff for rung in found.rungs}

    return of


def test_the_service_with_a_tariff_tells_it_and_the_others_tell_none(rungs):
    found = rungs("0.30 yuan a message")
    assert found.pop("rsmc") == "0.30 yuan a message"
    assert set(found.values()) == {""}


def test_without_a_source_there_is_none(rungs):
    assert set(rungs("").values()) == {""}
