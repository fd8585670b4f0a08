"""A watched place shared among processes of dask: how the time falls with the workers, and what it costs.

    python -m benchmarks.monitor_cluster STACK [--pixels 200000] [--rounds 3]

STACK is an archive with ndvi, valid and timestamps, laid side by side until there are so many pixels. In each
round one worker and two do the same work in turn; told are the least wall time of each, the CPU seconds of
all workers and of the busiest, which do not hang on what else the machine does, and the ratios.
"""

from __future__ import annotations

import argparse
import time
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
from benchmarks.monitor import read
from distributed import Client, LocalCluster

import serai
from serai.observe.series import watch

COLUMNS = 1_000


def used_s():
    return time.process_time()


def measured(path, client):
    """Wall seconds, CPU seconds of the workers together, and of the busiest, of one run."""
    before = client.run(used_s)
    begun = time.perf_counter()
    serai.monitor(path, history="2016-12-31", executor=client.get_executor())
    wall = time.perf_counter() - begun
    used = [now - before[worker] for worker, now in client.run(used_s).items()]
    return wall, sum(used), max(used)


def main():
    words = argparse.ArgumentParser(description=__doc__)
    words.add_argument("stack")
    words.add_argument("--pixels", type=int, default=200_000)
    words.add_argument("--rounds", type=int, default=3)
    asked = words.parse_args()
    times, values, valid = read(asked.stack)
    many = -(-asked.pixels // values.shape[1])
    shape = (len(times), -1, COLUMNS)
    cut = asked.pixels // COLUMNS * COLUMNS
    watch.PIXELS = 1 << 14
    with TemporaryDirectory() as folder:
        path = Path(folder) / "stack.npz"
        arrays = {
            n: np.tile(a, (1, many))[:, :cut].reshape(shape) for n, a in (("ndvi", values), ("valid", valid))
        }
        np.savez(path, timestamps=times.astype(str), **arrays)
        told = {1: [], 2: []}
        for _ in range(asked.rounds):
            for workers in (1, 2):
                with (
                    LocalCluster(n_workers=workers, threads_per_worker=1, dashboard_address=None) as cluster,
                    Client(cluster, set_as_default=False) as client,
                ):
                    told[workers].append(measured(path, client))
    for workers, some in told.items():
        wall, cpu, busiest = (min(column) for column in zip(*some, strict=True))
        print(
            f"{workers} workers: {cut:,} pixels, wall {wall:.1f} s, CPU {cpu:.1f} s, busiest {busiest:.1f} s"
        )
    wall, busy = (min(r[k] for r in told[1]) / min(r[k] for r in told[2]) for k in (0, 2))
    print(
        f"two workers are {wall:.2f} times as fast as one by the clock, {busy:.2f} by the busiest one's CPU"
    )


if __name__ == "__main__":
    main()
