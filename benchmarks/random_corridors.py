"""Small corridors drawn at random: every single loss by the scan and by brute force, single points and pairs.

Run: .venv/bin/python -m benchmarks.random_corridors [FIRST] [AFTER_LAST] [OUT]
Goes on where a run was left and writes OUT (benchmarks/random_corridors.json) after each corridor. The
folders, and the judge that strikes each loss and answers again, are those of tests/losses.
"""

from __future__ import annotations

import json
import sys
import tempfile
import time
from pathlib import Path

from tests.losses.brute_force import Stands, breaking_pairs, single_losses_by_name, stands, struck
from tests.losses.small_corridors import small_corridor

from serai.corridor.write import replace_file
from serai.losses import alive_after, redundancy, scan, single_losses
from serai.needs import State
from serai.outcome.outcome import Outcome, assess, open_corridor

HERE = Path(__file__).resolve().parent
MOST_PAIRED = 9  # harmless losses that are tried in pairs by brute force: 36 strikes


def main(first: int, after_last: int, out: Path) -> None:
    """Judge the corridors of some seeds, one after another."""
    done: dict[str, dict[str, object]] = json.loads(out.read_text(encoding="utf-8")) if out.exists() else {}
    for seed in range(first, after_last):
        if str(seed) in done:
            continue
        with tempfile.TemporaryDirectory() as made:
            done[str(seed)] = judged(seed, Path(made))
        replace_file(out, json.dumps(done, indent=0) + "\n")
    wrong = [line for one in done.values() for line in one["wrong"]]  # type: ignore[attr-defined]
    compared = sum(int(str(one["compared"])) for one in done.values())
    print(
        f"{len(done)} corridors, {compared} needs after a loss, {len(wrong)} disagreements", *wrong, sep="\n"
    )


def judged(seed: int, folder: Path) -> dict[str, object]:
    """What one corridor shows: how much was compared, and every disagreement in words."""
    began = time.perf_counter()
    day = assess(open_corridor(small_corridor(seed, folder)), losses=False)
    after = {key: struck(day, lost) for key, lost in single_losses_by_name(day.corridor).items()}
    wrong = [*_scanned(seed, day, after), *_paired(seed, day, after)]
    return {
        "assets": len(day.pool.assets),
        "compared": len(after) * len(day.answers),
        "states": {one.need.id: str(one.state) for one in day.assessments},
        "wrong": wrong,
        "seconds": round(time.perf_counter() - began, 1),
    }


def _scanned(seed: int, day: Outcome, after: dict[tuple[str, str], dict[str, Stands]]) -> list[str]:
    """Where the scan and a strike differ, or a loss betters a need."""
    losses, before = single_losses(day.pool), stands(day)
    found, alive = scan(day.answers, day.pool, losses), alive_after(losses, day.pool)
    wrong = []
    for k, answer in enumerate(day.answers):
        held, need = answer.held(alive), answer.need.id
        for row, loss in enumerate(losses):
            certain, hopeful = held.certain[row], held.hopeful[row]
            said = Stands(State(int(found.after[row, k])), tuple(certain), tuple(hopeful))
            struck_too = after[loss.kind.value, loss.id][need]
            where = f"seed {seed}: {need} without {loss.kind.value} {loss.id}"
            if not said.agrees(struck_too):
                wrong.append(f"{where}: scan {said}, strike {struck_too}")
            if said.better_than(before[need]) or struck_too.better_than(before[need]):
                wrong.append(f"{where}: better than before")
    return wrong


def _paired(seed: int, day: Outcome, after: dict[tuple[str, str], dict[str, Stands]]) -> list[str]:
    """Where redundancy or the smallest pair of the first need that stands differ from brute force."""
    found = scan(day.answers, day.pool, single_losses(day.pool))
    standing = [k for k, state in enumerate(found.before) if state in (State.MET, State.DEGRADED)]
    if not standing:
        return []
    answer = day.answers[standing[0]]
    need, before = answer.need.id, stands(day)[answer.need.id]
    size = redundancy(day.answers, found, day.pool, pairs=True)[standing[0]]
    broken = {key for key, one in after.items() if one[need].state > before.state}
    wrong = []
    if (size.assets == 1) != any(kind == "asset" for kind, _ in broken):
        wrong.append(f"seed {seed}: {need} hangs on {broken}, redundancy says {size}")
    rests = {a.id for a, mine in zip(day.pool.assets, answer.rests_on, strict=True) if mine}
    known = single_losses_by_name(day.corridor)
    losses = {k: x for k, x in known.items() if x & rests and k not in broken and k[0] == "asset"}
    if size.assets != 1 and len(losses) <= MOST_PAIRED:
        pairs = breaking_pairs(day, need, losses, before)
        agrees = size.assets == 2 and frozenset(size.pair) in pairs if pairs else (size.assets or 0) > 2
        if not agrees:
            wrong.append(f"seed {seed}: {need} breaks by the pairs {pairs}, redundancy says {size}")
    return wrong


if __name__ == "__main__":
    given = [int(word) for word in sys.argv[1:3]]
    main(*(given or (0, 500)), Path(sys.argv[3]) if len(sys.argv) > 3 else HERE / "random_corridors.json")
