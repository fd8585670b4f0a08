"""Every single loss of the reference corridor x every need: the scan against rows deleted from the folder.

Run: .venv/bin/python -m benchmarks.losses_product [OUT] [HOW MANY]
One process; goes on where a run was left and writes OUT (benchmarks/losses_product.json) after each loss, in
an order drawn once, so that a run that was stopped is a fair sample. The judge: tests/losses/rows_deleted.py.
A need is asked again where a table that its service reads has changed, and every tenth loss all needs are;
where nothing that a service reads has changed, its needs stand as they did before.
"""

from __future__ import annotations

import json
import sys
import tempfile
import time
from pathlib import Path
from random import Random

from tests.losses.brute_force import stands
from tests.losses.rows_deleted import Folder, by_the_scan, disagreements, judged_without

from serai.files.whole import put
from serai.losses import single_losses
from serai.outcome.outcome import assess, open_corridor

HERE = Path(__file__).resolve().parent
CORRIDOR = HERE.parent / "corridors" / "belt-and-road"
SEED = 9
EVERY = 10  # one loss of so many is answered for all needs, whatever tables changed


def main(out: Path, most: int) -> None:
    """Judge every loss that is not in OUT yet, and say what came out."""
    done: dict[str, dict[str, object]] = json.loads(out.read_text(encoding="utf-8")) if out.exists() else {}
    day, folder = assess(open_corridor(CORRIDOR), losses=False), Folder.of(CORRIDOR)
    losses = list(single_losses(day.pool))
    Random(SEED).shuffle(losses)
    said = by_the_scan(day, losses)
    before = stands(day)
    for row, loss in enumerate(losses[:most]):
        key = f"{loss.kind.value} {loss.id}"
        if key in done:
            continue
        began = time.process_time()
        with tempfile.TemporaryDirectory() as made:
            found = judged_without(day, folder, loss.assets, Path(made), every=row % EVERY == 0)
        wrong = disagreements(before, said[row], {**before, **found}, key)
        done[key] = {
            "needs": len(before),
            "asked_again": len(found),
            "worse": [n for n in before if said[row][n].state > before[n].state],
            "wrong": wrong,
            "cpu_s": round(time.process_time() - began, 2),
        }
        put(out, json.dumps(done, indent=0) + "\n")
        for line in wrong:
            print(line, flush=True)
    print(summary(done, len(losses)))


def summary(done: dict[str, dict[str, object]], losses: int) -> str:
    """What was compared, in a line."""
    needs = sum(int(str(one["needs"])) for one in done.values())
    again = sum(int(str(one["asked_again"])) for one in done.values())
    wrong = [line for one in done.values() for line in one["wrong"]]  # type: ignore[attr-defined]
    cpu_s = sum(float(str(one["cpu_s"])) for one in done.values())
    return (
        f"{len(done)} of {losses} losses, {needs} needs after a loss ({again} answered again), "
        f"{len(wrong)} disagreements, {cpu_s:.0f} s of CPU"
    )


if __name__ == "__main__":
    main(
        Path(sys.argv[1]) if len(sys.argv) > 1 else HERE / "losses_product.json",
        int(sys.argv[2]) if len(sys.argv) > 2 else 10_000,
    )
