"""Work shared among dask's workers is the work of threads: the same functions, the same record."""

from __future__ import annotations

import numpy as np
import pytest
from distributed import LocalCluster

import serai
from serai.errors import Refused
from serai.observe.series import watch
from serai.observe.series.cluster import workers
from tests.observe.series.made import dropped, written_stack


@pytest.fixture(scope="module")
def cluster():
    with LocalCluster(
        n_workers=2, threads_per_worker=1, processes=False, dashboard_address=None, protocol="tcp://"
    ) as made:
        yield made


def test_two_workers_find_what_threads_find(cluster, tmp_path, monkeypatch):
    monkeypatch.setattr(watch, "PIXELS", 20)
    stack = written_stack(tmp_path / "s.npz", dropped())
    whole = serai.monitor(stack)
    told = []
    with workers(cluster.scheduler_address) as executor:
        shared = serai.monitor(
            stack, executor=executor, out=tmp_path / "o", progress=lambda *said: told.append(said)
        )
    for name, found in whole.maps.items():
        assert np.array_equal(found, shared.maps[name], equal_nan=name != "watched"), name
    assert shared.breaks == whole.breaks
    assert told == [("rows", k, 6) for k in range(1, 7)]


def test_parts_kept_are_not_worked_out_again(cluster, tmp_path, monkeypatch):
    monkeypatch.setattr(watch, "PIXELS", 20)
    stack = written_stack(tmp_path / "s.npz", dropped())
    serai.monitor(stack, out=tmp_path / "o")
    (tmp_path / "o" / "parts" / "00000004.npz").unlink()
    told = []
    with workers(cluster.scheduler_address) as executor:
        serai.monitor(stack, executor=executor, out=tmp_path / "o", progress=lambda *said: told.append(said))
    assert told == [("rows", 6, 6)]


def test_a_scheduler_that_is_not_there_is_told(monkeypatch):
    monkeypatch.setattr("serai.observe.series.cluster.ANSWERS_S", 0.2)
    with (
        pytest.raises(Refused, match=r"no scheduler of dask answers at '127\.0\.0\.1:9'"),
        workers("127.0.0.1:9"),
    ):
        pass
    with workers(None) as none:
        assert none is None
