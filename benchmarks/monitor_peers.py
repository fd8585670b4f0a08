"""Run by the peers' Python (nrt 0.3.0, pyxccd 1.1.0): monitors, breaks and times on the arrays of a file."""

from __future__ import annotations

import datetime as dt
import json
import sys
import time

import numpy as np
import xarray as xr
from nrt.monitor.cusum import CuSum
from nrt.monitor.ewma import EWMA
from nrt.monitor.mosum import MoSum
from pyxccd import cold_detect_flex

CHANCES = (0.5, 0.7, 0.8, 0.9, 0.95, 0.98, 0.99, 0.999, 0.9999)


def cube(made, values):
    times = made["times"].astype("datetime64[ns]")
    data = np.where(made["valid"], values, np.nan)
    shape = (len(times), -1, 100)
    data = data.reshape(shape)
    coords = {"time": times, "y": np.arange(data.shape[1]), "x": np.arange(100)}
    return xr.DataArray(data, dims=("time", "y", "x"), coords=coords)


def days_of(when):
    return dt.datetime.fromisoformat(str(when.astype("datetime64[s]")))


def run(kind, data, until, told=None, **settings):
    one = kind(trend=True, harmonic_order=2, **settings)
    plain = {"screen_outliers": None} if kind is EWMA else {}
    one.fit(data[:until], method="OLS", **plain)
    if told is not None:
        told(one)
    return one


def same_fit(made, out):
    """What each monitor starts from and ends with, for our own to be run from the same."""
    data, until = cube(made, made["values"]), int(made["until"])
    for name, kind in (("ewma", EWMA), ("cusum", CuSum), ("mosum", MoSum)):
        one = run(kind, data, until)
        one.mask[:] = 1
        said = [one.predict(days_of(when)).ravel() for when in data.time.values]
        out[f"{name}_said"] = np.array(said)
        out[f"{name}_start"] = np.array(one.process, float).ravel()
        for t in range(until, len(data)):
            one.monitor(data[t].values, days_of(data.time.values[t]))
        out[f"{name}_process"] = np.array(one.process, float).ravel()
        out[f"{name}_alarm"] = one.detection_date.ravel().astype(int)
        if name == "mosum":
            out["mosum_critical"] = one.critval


def statistic(kind, one):
    """By how much the process passes its boundary, in units in which the boundary can be moved."""
    if kind is CuSum:
        x = one.n / one.histsize
        return np.sqrt(np.maximum(one.process**2 / (x * (x - 1.0)) - np.log(x / (x - 1.0)), 0.0))
    return np.abs(one.process) / one.boundary


def statistics(made, out):
    """The statistics of each monitor on each watched date, without and with planted drops."""
    until = int(made["until"])
    for drop in made["drops"]:
        data = cube(made, made["values"] - drop * made["on"])
        for name, kind in (("ewma", EWMA), ("cusum", CuSum), ("mosum", MoSum)):
            one = run(kind, data, until, update_mask=False)
            one.mask[:] = 1
            found = []
            for t in range(until, len(data)):
                one.monitor(data[t].values, days_of(data.time.values[t]))
                with np.errstate(all="ignore"):
                    now = statistic(kind, one)
                found.append(np.where(np.isfinite(data[t].values), now, np.nan).ravel())
            out[f"stat_{name}_{drop:g}"] = np.array(found, np.float32)


def cold(made, out):
    """The break of each pixel by COLD, confirmed by four dates, at several chances."""
    days = made["times"].astype("datetime64[D]").astype(int) + 719_163
    qas = np.where(made["valid"], 0, 4).astype(np.int64)
    for drop in made["drops"]:
        values = 1e4 * (made["values"] - drop * made["on"])
        for chance in CHANCES:
            first = np.full(values.shape[1], -1)
            for n in range(values.shape[1]):
                v = np.ascontiguousarray(values[:, n : n + 1].astype(np.int64))
                try:
                    found = cold_detect_flex(days, v, qas[:, n], lam=20, p_cg=chance, conse=4)
                except RuntimeError:
                    continue
                hits = [int(r["t_break"]) for r in found if r["t_break"] > days[int(made["until"]) - 1]]
                first[n] = hits[0] if hits else -1
            out[f"cold_{chance:g}_{drop:g}"] = first


def fill(made, out):
    """What each peer's model says on every date, from the values that were left."""
    data = cube(made, made["values"])
    one = EWMA(trend=True, harmonic_order=2)
    one.fit(data, method="OLS", screen_outliers=None)
    out["nrt"] = np.array([one.predict(days_of(when)).ravel() for when in data.time.values])
    days = made["times"].astype("datetime64[D]").astype(int) + 719_163
    qas = np.where(made["valid"], 0, 4).astype(np.int64)
    said = np.full(made["values"].shape, np.nan)
    for n in range(said.shape[1]):
        v = np.ascontiguousarray((1e4 * made["values"][:, n : n + 1]).astype(np.int64))
        try:
            found = cold_detect_flex(days, v, qas[:, n], lam=20, p_cg=0.99, conse=4)
        except RuntimeError:
            continue
        for t, day in enumerate(days):
            away = [max(r["t_start"] - day, day - r["t_end"], 0) for r in found]
            said[t, n] = season(found[int(np.argmin(away))]["coefs"][0], day) / 1e4
    out["pyxccd"] = said


def season(c, day):
    """A segment's value on a day; pyxccd keeps the slope times 10,000."""
    w = 2.0 * np.pi / 365.25 * day
    waves = sum(c[2 * k] * np.cos(k * w) + c[2 * k + 1] * np.sin(k * w) for k in (1, 2, 3))
    return c[0] + c[1] * day / 1e4 + waves


def main():
    made, what, where = np.load(sys.argv[1]), sys.argv[2], sys.argv[3]
    out = {}
    begun, cpu = time.perf_counter(), time.process_time()
    if what == "breaks":
        same_fit(made, out)
        statistics(made, out)
    elif what == "fill":
        fill(made, out)
    elif what == "cold":
        cold(made, out)
    else:
        data, until = cube(made, made["values"]), int(made["until"])
        begun, cpu = time.perf_counter(), time.process_time()
        one = run(EWMA, data, until)
        for t in range(until, len(data)):
            one.monitor(data[t].values, days_of(data.time.values[t]))
    print(json.dumps({"wall_s": time.perf_counter() - begun, "cpu_s": time.process_time() - cpu}))
    np.savez(where, **out)


if __name__ == "__main__":
    main()
