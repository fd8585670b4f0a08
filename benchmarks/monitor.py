"""Watched places beside nrt and pyxccd: monitors on the same fit, planted drops, and a million pixels.

    python benchmarks/monitor.py STACK --peers PYTHON [--pixels 1000000]

STACK is an archive with ndvi, valid and timestamps; PYTHON has nrt 0.3.0 and pyxccd 1.1.0.
"""

from __future__ import annotations

import argparse
import json
import resource
import subprocess
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np

from serai.observe.series.charts import cusum, ewma, mosum
from serai.observe.series.pixels import WatchRules, found_in
from serai.observe.series.season import SeasonModel, fit
from serai.observe.series.stack import StackRows

HERE = Path(__file__).resolve().parent
UNTIL, FALSE_ALARMS, DROPS = 32, 0.01, (0.0, 0.1, 0.2, 0.4)
CONFIRM = 4


def read(stack):
    with np.load(stack) as made:
        times = made["timestamps"].astype("datetime64[s]")
        shape = (len(times), -1)
        return times, made["ndvi"].reshape(shape).astype(np.float32), made["valid"].reshape(shape)


def ask(peers, what, arrays, folder):
    np.savez(folder / "in.npz", **arrays)
    words = [peers, str(HERE / "monitor_peers.py"), str(folder / "in.npz"), what, str(folder / "out.npz")]
    ran = subprocess.run(words, capture_output=True, text=True, check=True)
    with np.load(folder / "out.npz") as out:
        return dict(out), json.loads(ran.stdout.strip().splitlines()[-1])


def same_fit(times, values, valid, theirs):
    """The share of pixels with the same alarm, from the peer's own coefficients and start."""
    zero = (times.astype("datetime64[D]") - np.datetime64("1970-01-01")).astype(int)
    print("| monitor | pixels with the same alarm date | largest difference of the process |")
    for name in ("ewma", "cusum", "mosum"):
        residual = np.where(valid, values - theirs[f"{name}_said"], 0.0).astype(np.float32)
        if name == "ewma":
            ours = ewma(residual, valid, UNTIL, limit=2.0, start=theirs["ewma_start"])
        elif name == "cusum":
            ours = cusum(residual, valid, UNTIL, terms=6, start=theirs["cusum_start"])
        else:
            ours = mosum(residual, valid, UNTIL, terms=6, critical=float(theirs["mosum_critical"]), sign=-1.0)
        dates = np.where(ours.alarm >= 0, zero[np.maximum(ours.alarm, 0)], 0)
        same = dates == theirs[f"{name}_alarm"]
        apart = np.abs(ours.process - theirs[f"{name}_process"])[same]
        print(f"| {name} | {same.mean():.4%} | {np.nanmax(apart):.1e} |")


def in_a_row(z, dates):
    """The weakest of so many dates in a row on one side, at each date; nan elsewhere."""
    out = np.full(z.shape, np.nan, np.float32)
    for n in range(z.shape[1]):
        known = np.flatnonzero(np.isfinite(z[:, n]))
        if len(known) >= dates:
            runs = np.lib.stride_tricks.sliding_window_view(z[known, n], dates)
            out[known[dates - 1 :], n] = np.maximum(np.maximum(runs.min(axis=1), -runs.max(axis=1)), 0.0)
    return out


def judge(name, days, stats, on, planted, half):
    """Hits and delays at the threshold that gives the false alarms allowed on the first half.

    Days from each drop to its alarm (pixels,), by drop; NaN where it is not found or not judged.
    """
    worst = np.nanmax(np.where(np.isfinite(stats[0.0]), stats[0.0], -1.0), axis=0)
    limit = np.quantile(worst[half], 1.0 - FALSE_ALARMS)
    false = (worst[~half] > limit).mean()
    cells, told = [], {}
    for drop in DROPS[1:]:
        over = (stats[drop] > limit) & on
        hit = over.any(axis=0) & ~half
        delay = days[over.argmax(axis=0)] - planted
        told[drop] = np.where(hit, delay, np.nan)
        cells.append(f"{hit.sum() / (~half).sum():.1%}, {np.median(delay[hit]):.0f} d")
    print(f"| {name} | {limit:.2f} | {false:.2%} | {' | '.join(cells)} |", flush=True)
    return told


def breaks(days, values, valid, on, planted, theirs):
    half = np.random.default_rng(2).random(values.shape[1]) < 0.5
    print("| monitor | threshold | false alarms | 0.1 | 0.2 | 0.4 |")
    stats = {}
    for drop in DROPS:
        shown = (values - drop * on).astype(np.float32)
        found = fit(days, shown, valid, SeasonModel(), UNTIL)
        z = np.where(valid, (shown - found.filled) / found.sigma, np.nan)[UNTIL:]
        stats[drop] = in_a_row(z, CONFIRM)
    ours = judge("serai, 4 dates in a row", days[UNTIL:], stats, on[UNTIL:], planted, half)
    found = {}
    for name in ("ewma", "cusum", "mosum"):
        told = {drop: theirs[f"stat_{name}_{drop:g}"] for drop in DROPS}
        found[name] = judge(f"nrt {name}", days[UNTIL:], told, on[UNTIL:], planted, half)
    print("| where both find the drop: median days, serai and the other | 0.1 | 0.2 | 0.4 |")
    for name, told in found.items():
        cells = []
        for drop in DROPS[1:]:
            both = np.isfinite(ours[drop]) & np.isfinite(told[drop])
            cells.append(
                f"{np.median(ours[drop][both]):.0f}, {np.median(told[drop][both]):.0f} d ({both.sum()})"
            )
        print(f"| nrt {name} | {' | '.join(cells)} |")
    return half


def cold(times, days, valid, planted, half, found):
    """COLD at the chance whose false alarms come nearest to those allowed from below."""
    zero = (times.astype("datetime64[D]") - np.datetime64("1970-01-01")).astype(int) + 719_163
    chances = sorted({float(k.split("_")[1]) for k in found})
    rates = {c: (found[f"cold_{c:g}_0"][half] > 0).mean() for c in chances}
    fitting = [c for c in chances if rates[c] <= FALSE_ALARMS] or [chances[-1]]
    chance = fitting[0]
    cells = []
    for drop in DROPS[1:]:
        first = found[f"cold_{chance:g}_{drop:g}"]
        at = np.searchsorted(zero, first)
        hit, delay = [], []
        for n in np.flatnonzero(~half & (first > 0)):
            known = np.flatnonzero(valid[:, n])
            rank = np.searchsorted(known, at[n]) + CONFIRM - 1
            day = days[known[min(rank, len(known) - 1)]]
            hit.append(day > planted[n])
            delay.append(day - planted[n])
        hit, delay = np.array(hit, bool), np.array(delay)
        cells.append(
            f"{hit.sum() / (~half).sum():.1%}, {np.median(delay[hit]) if hit.any() else np.nan:.0f} d"
        )
    false = (found[f"cold_{chance:g}_0"][~half] > 0).mean()
    print(f"| pyxccd COLD, 4 dates | {chance:g} | {false:.2%} | {' | '.join(cells)} |")
    print({f"{c:g}": f"{r:.2%}" for c, r in rates.items()})


def million(days, values, valid, pixels):
    """Fit, fill and three monitors of so many pixels in two threads: wall, CPU and peak memory."""
    rules, width = WatchRules(), 1 << 16
    times = -(-pixels // values.shape[1])
    many, known = np.tile(values, (1, times))[:, :pixels], np.tile(valid, (1, times))[:, :pixels]
    found_in(StackRows(values[:, :64].copy(), valid[:, :64].copy(), ~valid[:, :64]), days, UNTIL, rules)

    def one(first):
        part = slice(first, first + width)
        v, k = many[:, part].copy(), known[:, part].copy()
        return found_in(StackRows(v, k, np.zeros_like(k)), days, UNTIL, rules)

    begun, cpu = time.perf_counter(), time.process_time()
    with ThreadPoolExecutor(2) as pool:
        list(pool.map(one, range(0, pixels, width)))
    wall, used = time.perf_counter() - begun, time.process_time() - cpu
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e3
    print(f"serai: {pixels:,} pixels, wall {wall:.1f} s, CPU {used:.1f} s, peak {peak:.0f} MB", flush=True)
    return many, known


def main():
    words = argparse.ArgumentParser(description=__doc__)
    words.add_argument("stack")
    words.add_argument("--peers", required=True)
    words.add_argument("--pixels", type=int, default=1_000_000)
    words.add_argument("--monitors", action="store_true", help="only the monitors and what they find")
    asked = words.parse_args()
    times, values, valid = read(asked.stack)
    days = times.astype(float) / 86_400.0
    rng = np.random.default_rng(1)
    planted = rng.uniform(days[UNTIL], days[UNTIL] + 270.0, values.shape[1])
    on = days[:, None] >= planted[None]
    with TemporaryDirectory() as folder:
        place = Path(folder)
        plain = {"times": times, "until": UNTIL, "drops": np.array(DROPS[:1])}
        if asked.monitors:
            same = {**plain, "drops": np.array(DROPS), "values": values, "valid": valid, "on": on}
            theirs, _ = ask(asked.peers, "breaks", same, place)
            same_fit(times, values, valid, theirs)
            breaks(days, values, valid, on, planted, theirs)
            return
        many, known = million(days, values, valid, asked.pixels)
        arrays = {**plain, "drops": np.array(DROPS)}
        _, took = ask(asked.peers, "time", {**arrays, "values": many, "valid": known}, place)
        print(f"nrt EWMA: {asked.pixels:,} pixels, wall {took['wall_s']:.1f} s, CPU {took['cpu_s']:.1f} s")
        del many, known
        arrays = {**arrays, "values": values, "valid": valid, "on": on}
        theirs, _ = ask(asked.peers, "breaks", arrays, place)
        same_fit(times, values, valid, theirs)
        half = breaks(days, values, valid, on, planted, theirs)
        sixth = np.arange(0, values.shape[1], 6)  # a pixel takes COLD 36 runs
        few = {**arrays, "values": values[:, sixth], "valid": valid[:, sixth], "on": on[:, sixth]}
        found, took = ask(asked.peers, "cold", few, place)
        runs = len(DROPS) * len(sixth) * 9
        print(f"pyxccd COLD: {1e6 * took['cpu_s'] / runs:.0f} CPU s a million pixels")
        cold(times, days, valid[:, sixth], planted[sixth], half[sixth], found)


if __name__ == "__main__":
    main()
