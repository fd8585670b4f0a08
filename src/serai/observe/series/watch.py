"""A stack watched from end to end: by rows in bounded memory, in threads, taken up again where it ended."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, Future, ThreadPoolExecutor, as_completed
from dataclasses import asdict, dataclass
from pathlib import Path

from serai.errors import Refused
from serai.files import made_folder, npz_array, npz_arrays, npz_bytes, put, text
from serai.observe.series.pixels import RowsFound, WatchRules, found_in
from serai.observe.series.record import Monitoring, gathered
from serai.observe.series.stack import ImageStack, StackRows, read_rows

Told = Callable[[str, int, int], None]
PIXELS = 1 << 16  # that a thread has in hand: about 120 MB with what is worked out, at 68 dates
PARTS, PLAN = "parts", "plan.json"
PART_B = 1 << 30


@dataclass(frozen=True, slots=True)
class Kept:
    """Where parts of a run are kept until it is whole; parts of another run are refused, not mixed in."""

    folder: Path

    @classmethod
    def of(cls, out: Path, stack: ImageStack, rules: WatchRules, until: int) -> Kept:
        if out.is_file():
            raise Refused("series.out_is_file", path=str(out))
        folder = made_folder(out / PARTS)
        plan = _plan(stack, rules, until)
        if (folder / PLAN).exists():
            if text(folder / PLAN) != plan:
                raise Refused("series.other_run", folder=str(out))
        else:
            put(folder / PLAN, plan)
        return cls(folder)

    def part(self, first: int) -> RowsFound | None:
        """What was found in the rows that begin there, where that was kept."""
        file = self.folder / f"{first:08d}.npz"
        if not file.exists():
            return None
        arrays = {n: npz_array(file, a, PART_B) for n, a in npz_arrays(file).items()}
        maps = {n.removeprefix("map_"): a for n, a in arrays.items() if n.startswith("map_")}
        sums = {n.removeprefix("sum_"): a for n, a in arrays.items() if n.startswith("sum_")}
        return RowsFound(maps, sums, arrays["apart"])

    def keep(self, first: int, found: RowsFound) -> None:
        arrays = {f"map_{n}": a for n, a in found.maps.items()} | {
            f"sum_{n}": a for n, a in found.sums.items()
        }
        put(self.folder / f"{first:08d}.npz", npz_bytes({**arrays, "apart": found.apart}))


def forget(out: Path) -> None:
    """The results are written: the parts they came from are no longer needed."""
    folder = out / PARTS
    if not folder.is_dir():
        return
    for file in folder.iterdir():
        file.unlink()
    folder.rmdir()


def watched(
    stack: ImageStack,
    rules: WatchRules,
    until: int,
    *,
    memory_mb: float,
    threads: int,
    kept: Kept | None = None,
    tell: Told | None = None,
    executor: Executor | None = None,
) -> Monitoring:
    """The record of a stack; refused where no value of it is valid.

    An ``executor`` (of other processes, or of dask's workers) is handed rows by their numbers, and each
    worker reads its own; without one, threads share what is read here.
    """
    spans = list(_spans(stack))
    parts: dict[int, RowsFound] = {}
    if executor is not None:
        missing = [span for span in spans if not _taken(span[0], kept, parts)]
        _collect(
            {executor.submit(piece, stack, span, until, rules): span[0] for span in missing},
            *(kept, parts, tell, len(spans)),
        )
        return _whole(stack, rules, until, [parts[first] for first, _ in spans])
    with ThreadPoolExecutor(threads) as pool:
        for batch in _batches(stack, spans, memory_mb):
            missing = [span for span in batch if not _taken(span[0], kept, parts)]
            if missing:
                rows = read_rows(stack, missing[0][0], missing[-1][1])
                at = missing[0][0] * stack.shape[1]
                work = {pool.submit(_one, rows, span, at, stack, rules, until): span[0] for span in missing}
                _collect(work, kept, parts, tell, len(spans))
    return _whole(stack, rules, until, [parts[first] for first, _ in spans])


def piece(stack: ImageStack, span: tuple[int, int], until: int, rules: WatchRules) -> RowsFound:
    """What is found in some rows of a stack, which are read here: the work of one machine among many."""
    return found_in(read_rows(stack, *span), stack.days, until, rules)


def _whole(stack: ImageStack, rules: WatchRules, until: int, parts: list[RowsFound]) -> Monitoring:
    found = gathered(stack, rules, until, parts)
    if not found.maps["valid_count"].any():
        raise Refused("series.all_cloud", file=stack.path.name)
    return found


def _taken(first: int, kept: Kept | None, parts: dict[int, RowsFound]) -> bool:
    found = kept.part(first) if kept is not None else None
    if found is not None:
        parts[first] = found
    return found is not None


def _one(
    rows: StackRows, span: tuple[int, int], at: int, stack: ImageStack, rules: WatchRules, until: int
) -> RowsFound:
    begin, end = (row * stack.shape[1] - at for row in span)
    cut = StackRows(
        rows.values[:, begin:end].copy(), rows.valid[:, begin:end].copy(), rows.cloud[:, begin:end].copy()
    )
    return found_in(cut, stack.days, until, rules)


def _collect(
    work: dict[Future[RowsFound], int],
    kept: Kept | None,
    parts: dict[int, RowsFound],
    tell: Told | None,
    of: int,
) -> None:
    for future in as_completed(work):
        first = work[future]
        parts[first] = future.result()
        if kept is not None:
            kept.keep(first, parts[first])
        if tell is not None:
            tell("rows", len(parts), of)


def _spans(stack: ImageStack) -> Iterator[tuple[int, int]]:
    """Rows that are worked on together."""
    rows, columns = stack.shape
    step = max(1, PIXELS // columns)
    for first in range(0, rows, step):
        yield first, min(rows, first + step)


def _batches(
    stack: ImageStack, spans: list[tuple[int, int]], memory_mb: float
) -> Iterator[list[tuple[int, int]]]:
    """Spans that are read in one go, as many as the memory takes, and one at least."""
    most = max(1.0, memory_mb * 1e6 / (2.0 * stack.row_b))
    batch: list[tuple[int, int]] = []
    for span in spans:
        if batch and span[1] - batch[0][0] > most:
            yield batch
            batch = []
        batch.append(span)
    if batch:
        yield batch


def _plan(stack: ImageStack, rules: WatchRules, until: int) -> str:
    """What a part was made from: the stack by its dates, size and layer, and the settings."""
    dates = hashlib.sha256(stack.tai_ns.tobytes()).hexdigest()
    about = {
        "stack": stack.path.name,
        "state": stack.source.state(),
        "layer": stack.layer,
        "dates": dates,
        "shape": list(stack.shape),
        "until": until,
        "shift": list(stack.shift),
        "rules": asdict(rules),
    }
    return json.dumps(about, sort_keys=True)
