"""Small corridors drawn at random: every single loss, single points, redundancy and pairs by brute force.

Run: .venv/bin/python -m benchmarks.random_corridors [FIRST] [AFTER_LAST] [OUT]
Goes on where a run was left and writes OUT (benchmarks/random_corridors.json) after each corridor. The
folders, and the judge that strikes each loss and answers again, are those of tests/losses.
"""

from __future__ import annotations

import json
import sys
import tempfile
import time
from collections.abc import Mapping
from pathlib import Path
from random import Random

from tests.losses.brute_force import (
    Key,
    Stands,
    breaking,
    couples,
    single_losses_by_name,
    stands,
    struck,
    wrong_points,
    wrong_sizes,
)
from tests.losses.small_corridors import small_corridor

from serai.files.whole import put
from serai.losses import alive_after, redundancy, scan, single_losses, single_points
from serai.needs import State
from serai.outcome.outcome import Outcome, assess, open_corridor

HERE = Path(__file__).resolve().parent
COUPLES = 60  # pairs of harmless losses struck for a need; where it has more, so many drawn by the seed

After = Mapping[Key, Mapping[str, Stands]]


def main(first: int, after_last: int, out: Path) -> None:
    """Judge the corridors of some seeds, one after another."""
    done: dict[str, dict[str, object]] = json.loads(out.read_text(encoding="utf-8")) if out.exists() else {}
    for seed in range(first, after_last):
        if str(seed) in done:
            continue
        with tempfile.TemporaryDirectory() as made:
            done[str(seed)] = judged(seed, Path(made))
        put(out, json.dumps(done, indent=0) + "\n")
    wrong = [line for one in done.values() for line in one["wrong"]]  # type: ignore[attr-defined]
    counts = {
        name: sum(int(str(one[name])) for one in done.values()) for name in ("compared", "pairs", "sizes")
    }
    print(
        f"{len(done)} corridors, {counts['compared']} needs after a loss, {counts['pairs']} after a pair, "
        f"{counts['sizes']} redundancies, {len(wrong)} disagreements",
        *wrong,
        sep="\n",
    )


def judged(seed: int, folder: Path) -> dict[str, object]:
    """What one corridor shows: how much was compared, and every disagreement in words."""
    began = time.perf_counter()
    day = assess(open_corridor(small_corridor(seed, folder)), losses=False)
    after = {key: struck(day, lost) for key, lost in single_losses_by_name(day.corridor).items()}
    pairs, wrong_pairs = _paired(seed, day, after)
    wrong = [*_scanned(day, after), *_pointed(day, after), *wrong_pairs]
    return {
        "assets": len(day.pool.assets),
        "compared": len(after) * len(day.answers),
        "pairs": pairs,
        "sizes": len(day.answers),
        "states": {one.need.id: str(one.state) for one in day.assessments},
        "wrong": [f"seed {seed}: {line}" for line in wrong],
        "seconds": round(time.perf_counter() - began, 1),
    }


def _scanned(day: Outcome, after: After) -> list[str]:
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
            where = f"{need} without {loss.kind.value} {loss.id}"
            if not said.agrees(struck_too):
                wrong.append(f"{where}: scan {said}, strike {struck_too}")
            if said.better_than(before[need]) or struck_too.better_than(before[need]):
                wrong.append(f"{where}: better than before")
    return wrong


def broken(day: Outcome, after: After) -> dict[Key, dict[str, State]]:
    """The needs that every loss breaks, by strikes, with their states after it."""
    before = stands(day)
    worse = {
        key: {need: one.state for need, one in stood.items() if one.state > before[need].state}
        for key, stood in after.items()
    }
    return {key: needs for key, needs in worse.items() if needs}


def _pointed(day: Outcome, after: After) -> list[str]:
    """Where the list of single points differs from what every loss breaks by itself."""
    points = single_points(scan(day.answers, day.pool, single_losses(day.pool)))
    return wrong_points(points, broken(day, after), single_losses_by_name(day.corridor))


def _paired(seed: int, day: Outcome, after: After) -> tuple[int, list[str]]:
    """How many pairs were struck, and where redundancy or a smallest pair differ from brute force."""
    found = scan(day.answers, day.pool, single_losses(day.pool))
    sizes = redundancy(day.answers, found, day.pool, pairs=True)
    losses, before, worse = single_losses_by_name(day.corridor), stands(day), broken(day, after)
    count, wrong = 0, []
    for answer, size in zip(day.answers, sizes, strict=True):
        need = answer.need.id
        alone = [key for key, needs in worse.items() if need in needs]
        standing = before[need].state in (State.MET, State.DEGRADED)
        rests = frozenset(a.id for a, mine in zip(day.pool.assets, answer.rests_on, strict=True) if mine)
        every = couples(losses, [key for key in losses if key not in alone], rests) if standing else []
        tried = Random(seed).sample(every, COUPLES) if len(every) > COUPLES else every
        told = [p for p in every if frozenset((p[0][1], p[1][1])) == frozenset(size.pair)]
        breaks = breaking(day, need, losses, {*tried, *told}, before[need].state)
        count += len({*tried, *told})
        if len(tried) < len(every):  # a pair beyond those drawn may break it too
            line = _sampled(size.assets, size.with_groups, size.pair, breaks)
        else:
            line = wrong_sizes(size, standing, alone, breaks)
        wrong += [f"{need}: {line}"] if line else []
    return count, wrong


def _sampled(
    assets: int | None, groups: int | None, pair: tuple[str, ...], breaks: set[tuple[Key, Key]]
) -> str:
    """What redundancy says wrongly whatever the pairs that were not struck do."""
    of_assets = any(a[0] == b[0] == "asset" for a, b in breaks)
    missed = (of_assets and (assets or 0) > 2) or (breaks and (groups or 0) > 2)
    if missed:
        return f"sizes {(assets, groups)}, but by brute force {sorted(breaks)} break it"
    if pair and frozenset(pair) not in {frozenset((a[1], b[1])) for a, b in breaks}:
        return f"pair {pair} does not break it by brute force"
    return ""


if __name__ == "__main__":
    given = [int(word) for word in sys.argv[1:3]]
    main(*(given or (0, 500)), Path(sys.argv[3]) if len(sys.argv) > 3 else HERE / "random_corridors.json")
