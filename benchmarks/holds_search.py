"""Every world of the protocol of holds, wrong protocols planted into it, and random runs of it.

    python -m benchmarks.holds_search worlds [OWNERS] [ORDERS] [CRASHES] [FOLDER]
    python -m benchmarks.holds_search planted
    python -m benchmarks.holds_search runs [RUNS]

`worlds` tries every world that coordinators and owners can come to, each of whom may crash CRASHES times (0
or 1): `tests/store/whole.py`. What it has come to lies in FOLDER after every step, and a search that was
stopped goes on from there. `planted` searches each wrong protocol of `tests/store/wrong.py` until it is
found.
`runs` makes runs of the state machine of `tests/store/test_holds_machine.py` by blocks, each of a seed of its
own, and goes on from the blocks that are on record.
"""

from __future__ import annotations

import json
import resource
import sys
import time
from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from typing import ClassVar

from hypothesis import HealthCheck, Verbosity, seed, settings
from hypothesis.stateful import run_state_machine_as_test
from tests.store.parties import Parties
from tests.store.search import World
from tests.store.test_holds_machine import AnyRun
from tests.store.whole import search
from tests.store.wrong import PLANTED

from serai.store import Decision

OUTCOME = Path(__file__).with_name("holds_search.json")
BLOCK = 1000  # runs of one seed


def worlds(owners: int, orders: int, crashes: int, folder: Path | None) -> None:
    name = f"{owners} owners, {orders} orders, {crashes} crash of each"
    keep = None if folder is None else folder / f"{owners}-{orders}-{crashes}.npz"
    began = time.process_time()
    found = search(Parties(owners, orders), crashes, keep)
    record(
        name,
        {
            "owners": owners, "orders": orders, "crashes_each": crashes,
            "worlds_up_to_names": len(found.seen), "sets_of_parties": len(found.judged),
            "steps": found.depth, "whole": found.whole, "fault": found.fault,
            "cpu_s": round(time.process_time() - began, 1),
            "memory_gb": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6, 2),
        },
    )  # fmt: skip


def planted() -> None:
    made: dict[str, object] = {}
    for one in PLANTED:
        count, fault = one.found()
        made[one.name] = {
            "crashes_each": one.crashes, "attempts": one.attempts, "breaks": one.breaks,
            "found": fault, "worlds": count,
        }  # fmt: skip
    record("planted", made)


class CountedRun(AnyRun):
    """A run that is counted, with what it has come to."""

    counted: ClassVar[Counter[str]] = Counter()

    def now(self, after: World) -> None:
        self.counted["steps that change something"] += after != self.world
        super().now(after)

    def teardown(self) -> None:
        super().teardown()
        parties = self.world
        self.counted["runs"] += 1
        self.counted["a crash"] += bool(self.crashed)
        self.counted["a broken use"] += not parties.breaks
        self.counted["a second attempt"] += any(c.attempt > 1 for c in parties.coordinators)
        for decision in (Decision.COMMITTED, Decision.RELEASED):
            self.counted[decision.value] += any(c.decision is decision for c in parties.coordinators)


def runs(asked: int) -> None:
    done: Mapping[str, object] = known().get("random runs", {})
    blocks, cpu_s = int(str(done.get("blocks", 0))), float(str(done.get("cpu_s", 0)))
    of = done.get("runs that came to", {})
    assert isinstance(of, dict)
    whole = Counter[str](of)
    how = settings(
        max_examples=BLOCK, stateful_step_count=8, database=None, deadline=None,
        suppress_health_check=list(HealthCheck), verbosity=Verbosity.quiet,
    )  # fmt: skip
    while whole["runs"] < asked:
        began = time.process_time()
        CountedRun.counted.clear()
        run_state_machine_as_test(seed(blocks)(CountedRun), settings=how)  # a fault ends it with its steps
        blocks, cpu_s = blocks + 1, cpu_s + time.process_time() - began
        whole += CountedRun.counted
        record(
            "random runs",
            {
                "by": "Hypothesis", "owners": 3, "orders": 3, "attempts": 3, "crashes_each": 1, "breaks": 1,
                "blocks": blocks, "runs": whole["runs"], "runs that came to": dict(sorted(whole.items())),
                "fault": "", "cpu_s": round(cpu_s),
            },
        )  # fmt: skip


def known() -> dict[str, dict[str, object]]:
    found = json.loads(OUTCOME.read_text(encoding="utf-8")) if OUTCOME.is_file() else {}
    assert isinstance(found, dict)
    return found


def record(name: str, found: dict[str, object]) -> None:
    OUTCOME.write_text(json.dumps(known() | {name: found}, indent=2) + "\n", encoding="utf-8")
    print(name, json.dumps(found, indent=2), flush=True)


def main() -> None:
    what, *rest = sys.argv[1:] or ["worlds"]
    if what == "planted":
        planted()
    elif what == "runs":
        runs(int(rest[0]) if rest else 100_000)
    else:
        owners, orders, crashes = (int(w) for w in (*rest[:3], *("3", "2", "1")[len(rest[:3]) :]))
        worlds(owners, orders, crashes, Path(rest[3]) if len(rest) > 3 else None)


if __name__ == "__main__":
    main()
