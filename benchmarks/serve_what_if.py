"""A what-if on the warm reference corridor: when its states, verdicts and fortnights come; memory over many.

Run: .venv/bin/python -m benchmarks.serve_what_if [--count 40] [--mixed] [--every 0] [--keep times]
The server is a process of its own; the host asks, who sees every need. What is lost: what can be struck on
the map (assets, groups, parties), one to three of it at once, drawn by a fixed seed; the first are those of
FIRST. ``--mixed``: of fifty one is whole, six want verdicts and remedies of the day, the rest states alone. A
time is counted from the sending of the question to the last byte of the line. ``--every S``: a
question each S seconds, for memory over an hour of them; the resident memory of the server and of the process
of the corridor is read 20 times. SERAI_BENCH_PORT is the port, so that several may run.
"""

from __future__ import annotations

import argparse
import http.client
import json
import os
import random
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from benchmarks.serve_started import PORT, Started, started

KEPT = Path(__file__).with_suffix(".json")
FIRST = (
    *(["station:kashi"], ["cnsa"], ["aircas"], ["suparco"], ["apt"], ["station:karachi"]),
    *(["ussf"], ["station:kashi", "station:karachi", "station:miyun"]),
)
SAMPLES = 20


def struck(key: str) -> list[str]:
    """What can be lost, by the names of the map."""
    raw = b"".join(_lines("GET", "/feeds/corridor.geojson", key))
    names = [one["properties"].get("strike") for one in json.loads(raw)["features"]]
    return sorted({name for name in names if name})


def _lines(method: str, path: str, key: str, body: object = None) -> Iterator[bytes]:
    """The lines of an answer, as they come."""
    connection = http.client.HTTPConnection("127.0.0.1", PORT, timeout=120)
    headers = {"Authorization": f"Bearer {key}", "Content-Type": "application/json"}
    connection.request(method, f"/api/v1{path}", None if body is None else json.dumps(body), headers)
    came = connection.getresponse()
    if came.status != 200:
        yield json.dumps({"stage": f"refused {came.status}", "detail": came.read().decode()}).encode()
        return
    while line := came.readline():
        yield line
    connection.close()


def kind(k: int, *, mixed: bool) -> str:
    """What the k-th question asks for: all there is; or of a mix of fifty, mostly the states alone."""
    if not mixed or k % 50 == 0:
        return "whole"
    return "verdicts" if k % 8 == 0 else "states"


def asked(key: str, losses: list[str], of_kind: str) -> dict[str, object]:
    """One what-if, and when each stage of it was there (s)."""
    began, found = time.monotonic(), {"losses": losses, "verdicts": 0, "fortnights": 0}
    body: dict[str, object] = {"losses": losses}
    path = "/what-if/states" if of_kind == "states" else "/what-if"
    if of_kind == "verdicts":
        body["fortnight"] = False
    for line in _lines("POST", path, key, body):
        part, late_s = json.loads(line), round(time.monotonic() - began, 3)
        stage = part["stage"]
        if stage in ("verdict", "fortnight"):
            found[f"{stage}s"] = int(str(found[f"{stage}s"])) + 1
            found.setdefault(f"first_{stage}_s", late_s)
            found[f"last_{stage}_s"] = late_s
        else:
            found[f"{stage}_s"] = late_s
    return found


def times(of: Started, count: int, every_s: float, *, mixed: bool) -> dict[str, object]:
    """Some what-ifs, one after the other, and what the server holds in memory meanwhile."""
    names, chance = struck(of.host), random.Random(20260822)
    some = [list(one) for one in FIRST]
    some += [chance.sample(names, chance.choice((1, 1, 2, 3))) for _ in range(count - len(some))]
    rss, told, began = [of.rss_mb()], [], time.monotonic()
    for k, losses in enumerate(some):
        time.sleep(max(0.0, began + every_s * k - time.monotonic()))
        told.append(asked(of.host, losses, kind(k, mixed=mixed)))
        if k % max(1, count // SAMPLES) == 0:
            rss.append(of.rss_mb())
    rss.append(of.rss_mb())
    stages = ("states_s", "first_verdict_s", "last_verdict_s", "last_fortnight_s", "done_s")
    return {
        "what_ifs": len(told),
        "names": len(names),
        "seconds": round(time.monotonic() - began, 1),
        "kinds": dict(Counter(kind(k, mixed=mixed) for k in range(len(told)))),
        "not_done": [one for one in told if "states_s" not in one][:20],
        **{stage: _spread([float(str(one[stage])) for one in told if stage in one]) for stage in stages},
        "server_cpu_s": round(of.cpu_s(), 1),
        "server_rss_mb": [one.get("0") for one in rss],
        "corridor_rss_mb": [one.get("2") for one in rss],
        "slowest": sorted(told, key=lambda one: -float(str(one.get("done_s", 0.0))))[:3],
        "load_1min": os.getloadavg()[0],
    }


def _spread(some: list[float]) -> dict[str, float]:
    ranked = sorted(some) or [0.0]
    return {
        name: ranked[min(len(ranked) - 1, int(share * len(ranked)))]
        for name, share in (("median", 0.5), ("p95", 0.95), ("longest", 1.0))
    }


def main() -> None:
    """Ask, and keep what came of it."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--count", type=int, default=40)
    options.add_argument("--mixed", action="store_true")
    options.add_argument("--every", type=float, default=0.0)
    options.add_argument("--keep", default="")
    said = options.parse_args()
    with started("strangers") as of:
        found = times(of, said.count, said.every, mixed=said.mixed)
    print(json.dumps(found, indent=1))
    if said.keep:
        kept = json.loads(KEPT.read_text(encoding="utf-8")) if KEPT.exists() else {}
        KEPT.write_text(json.dumps(kept | {said.keep: found}, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
