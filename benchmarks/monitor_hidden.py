"""Values hidden from a real NDVI series and filled again: serai, linear lines, nrt's and pyxccd's models.

    python benchmarks/monitor_hidden.py STACK --peers PYTHON [--each N]

STACK is an archive with ndvi, valid and timestamps; PYTHON has nrt 0.3.0 and pyxccd 1.1.0. Two protocols: one
valid value in ten (five seeds), and seven whole dates, evenly among those of more than 95 % valid. Of peers
the model that each fits is told on the hidden dates: nrt's trend with two harmonics (ordinary least squares),
and pyxccd's segments (COLD, chance 0.99), each date by the segment that holds it or is nearest.
"""

from __future__ import annotations

import argparse
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
from benchmarks.monitor import ask, read

from serai.observe.series.pixels import FARTHEST, STEPS
from serai.observe.series.record import limits_of
from serai.observe.series.season import SeasonModel, fit

SEEDS, SHARE, DATES, CLEAR = 5, 0.1, 7, 0.95


def hidden_sets(valid):
    """What is hidden, by name."""
    for seed in range(SEEDS):
        rng = np.random.default_rng(seed)
        yield f"one in ten, seed {seed}", valid & (rng.random(valid.shape) < SHARE)
    clear = np.flatnonzero(valid.mean(axis=1) > CLEAR)
    seven = clear[np.linspace(3, len(clear) - 4, DATES).round().astype(int)]
    mask = np.zeros_like(valid)
    mask[seven] = valid[seven]
    yield "seven whole dates", mask


def linear(days, values, valid):
    found = np.empty_like(values)
    for n in range(values.shape[1]):
        known = np.flatnonzero(valid[:, n])
        found[:, n] = np.interp(days, days[known], values[known, n])
    return found


def main():
    words = argparse.ArgumentParser(description=__doc__)
    words.add_argument("stack")
    words.add_argument("--peers", required=True)
    words.add_argument("--each", type=int, default=1, help="every so many pixels")
    asked = words.parse_args()
    times, values, valid = read(asked.stack)
    some = np.arange(0, values.shape[1], asked.each)
    some = some[: len(some) // 100 * 100]  # the peers are given rows of a hundred pixels
    values, valid = values[:, some], valid[:, some]
    days = times.astype(float) / 86_400.0
    print("| hidden | linear | serai | nrt | pyxccd | within 68 and 95 % |")
    for name, hidden in hidden_sets(valid):
        left = valid & ~hidden
        found = fit(days, values, left, SeasonModel())
        z = np.abs(found.left_out[np.isfinite(found.left_out)])
        limits = limits_of(np.histogram(np.minimum(z, FARTHEST), STEPS, (0.0, FARTHEST))[0])
        off = np.abs((values - found.filled) / found.sigma)[hidden]
        arrays = {"times": times, "values": values, "valid": left, "until": len(times)}
        with TemporaryDirectory() as folder:
            theirs, _ = ask(asked.peers, "fill", arrays, Path(folder))
        fills = (linear(days, values, left), found.filled, theirs["nrt"], theirs["pyxccd"])
        known = hidden & np.all([np.isfinite(fill) for fill in fills], axis=0)
        told = " | ".join(f"{np.sqrt(((fill - values)[known] ** 2).mean()):.4f}" for fill in fills)
        shares = " and ".join(f"{(off <= limit).mean():.0%}" for limit in limits)
        print(f"| {name} | {told} | {shares} | {known.sum() / hidden.sum():.2%} judged", flush=True)


if __name__ == "__main__":
    main()
