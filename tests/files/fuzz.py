"""The readers of serai given files broken in thousands of ways: what they read, refuse, and fail at.

`python -m tests.files.fuzz --seconds 3600 --seed 1` runs it as a program, each reader for as much processor
time as another, within 500 MB beyond what it starts with; `test_fuzz.py` runs a count of files.
"""

from __future__ import annotations

import argparse
import random
import resource
import shutil
import signal
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from tests.files.samples import ALL_TABLES, SLOW, Reader, dice_of, readers
from tests.formats import broken

from serai.errors import Refused
from serai.tables import CorridorRefused

HANGS_AFTER_S = 20  # of processor time
WAITS_AFTER_S = 600  # of the clock: for a pipe that nobody writes into
MOST_BEYOND_B = 500_000_000
NO_BOMB_B = 4_000_000_000  # of address space beyond the start, where the run is a program
BITS = (
    b"\0",
    b"\xff\xfe",
    b"\x1b[2J",
    "\u202e".encode(),
    b"9" * 400,
    b"[" * 3_000,
    b"{" * 3_000,
    b"<a>" * 3_000,
    b"a." * 3_000,
    b"1e999",
    b"-1e999",
    b"nan",
    b"inf",
    b"-0",
    b"99999999999999999999",
    b"\x1f\x8b",
    b"=",
    b'"',
    b"\r",
    b",",
    b"\xe2\x80\xa8",
)


@dataclass(slots=True)
class Told:
    """What came of a run: how often each reader read and refused, the slowest, the largest, every fault."""

    read: Counter[str] = field(default_factory=Counter)
    refused: Counter[str] = field(default_factory=Counter)
    slowest_s: float = 0.0
    slowest: str = ""
    started_with_b: int = 0
    most_b: int = 0
    largest: str = ""
    faults: list[str] = field(default_factory=list)
    aloud: bool = False

    def fault(self, said: str) -> None:
        """Keep a fault; aloud, it is printed as it comes, the first of its kind."""
        if self.aloud and all(said[:70] != one[:70] for one in self.faults):
            print("FAULT", said, flush=True)
        self.faults.append(said)

    @property
    def beyond_b(self) -> int:
        """The most memory beyond what the run started with."""
        return max(0, self.most_b - self.started_with_b)


def damages(sample: bytes, dice: random.Random) -> bytes:
    """A file broken in one to four ways, or with something hostile put into it."""
    for _ in range(dice.choice((1, 1, 1, 2, 3, 4))):
        if dice.random() < 0.25:
            at, bit = dice.randrange(len(sample) + 1), dice.choice(BITS)
            sample = sample[:at] + bit + sample[at + dice.randint(0, 3) :]
            continue
        how = (dice.choice(broken.WAYS), dice.random(), dice.random(), dice.randbytes(dice.randint(0, 20)))
        sample = broken.damaged(sample, how)
    return sample


def run(seed: int, *, files: int = 0, seconds: float = 0.0, names: str = "", alone: bool = False) -> Told:
    """Break so many files of each reader, or for so long (of processor time), and tell what came of it.

    ``alone``: the process is of this run alone, so that it prints faults as they come and bounds its memory.
    """
    folder = Path(tempfile.mkdtemp(prefix="serai-fuzz-"))
    try:
        every = {n: r for n, r in readers(folder).items() if names in n}
        for name, (reader, sample) in every.items():
            if not name.startswith(ALL_TABLES):  # one folder, whole, for every table of it
                asked(reader, sample)  # compiled and warm
        told = Told(started_with_b=peak_b(), aloud=alone)
        if alone:
            resource.setrlimit(resource.RLIMIT_AS, (_space_b() + NO_BOMB_B,) * 2)
        _rounds(told, every, seed, _by_time(every, seconds) if seconds else _by_count(every, files))
    finally:
        shutil.rmtree(folder)
    return told


def _rounds(told: Told, every: dict[str, tuple[Reader, bytes]], seed: int, turns: Iterator[str]) -> None:
    dice = {name: dice_of(seed, name) for name in every}
    try:
        for name in turns:
            reader, sample = every[name]
            one(told, name, reader, damages(sample, dice[name]))
    except KeyboardInterrupt:
        return  # what came until then is told


def _by_count(every: dict[str, tuple[Reader, bytes]], files: int) -> Iterator[str]:
    for name in every:
        share = next((n for begins, n in SLOW.items() if name.startswith(begins)), 1)
        yield from [name] * max(1, files // share)


def _by_time(every: dict[str, tuple[Reader, bytes]], seconds: float) -> Iterator[str]:
    """Whose turn it is: the reader that has had the least time."""
    spent, now = dict.fromkeys(every, 0.0), time.process_time()
    until = now + seconds
    while now < until:
        name = min(spent, key=spent.__getitem__)
        yield name
        began, now = now, time.process_time()
        spent[name] += now - began


def one(told: Told, name: str, reader: Reader, raw: bytes) -> None:
    """Give a reader a file, and keep what came of it."""
    began = time.process_time()
    try:
        with _no_hang():
            said = asked(reader, raw)
    except Exception as fault:
        told.fault(f"{name}: {type(fault).__name__}: {fault} of {raw[:4_000]!r}")
        return
    took, most = time.process_time() - began, peak_b()
    if took > told.slowest_s:
        told.slowest_s, told.slowest = took, name
    if most > told.most_b:
        told.most_b, told.largest = most, name
    if said is None:
        told.read[name] += 1
        return
    told.refused[name] += 1
    if "\n" in said:
        told.fault(f"{name}: says {said[:300]!r} of {raw[:4_000]!r}")


def asked(reader: Reader, raw: bytes) -> str | None:
    """What a reader refuses with; None where it read."""
    try:
        reader(raw)
    except CorridorRefused as refused:
        return "; ".join(map(str, refused.problems))
    except Refused as refused:
        return str(refused)
    return None


@contextmanager
def _no_hang() -> Iterator[None]:
    def hangs(*_: object) -> None:
        raise TimeoutError("it hangs")

    clocks: tuple[tuple[int, int, Callable[..., object]], ...] = (
        (signal.ITIMER_VIRTUAL, HANGS_AFTER_S, lambda: signal.signal(signal.SIGVTALRM, hangs)),
        (signal.ITIMER_REAL, WAITS_AFTER_S, lambda: signal.signal(signal.SIGALRM, hangs)),
    )
    before = [listen() for _, _, listen in clocks]
    try:
        for clock, seconds, _ in clocks:
            signal.setitimer(clock, seconds)
        yield
    finally:
        for clock, _, _ in clocks:
            signal.setitimer(clock, 0)
        for kind, old in zip((signal.SIGVTALRM, signal.SIGALRM), before, strict=True):
            signal.signal(kind, old)  # type: ignore[arg-type]  # what was there before


def peak_b() -> int:
    """The most memory that this process has held."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024


def _space_b() -> int:
    """The address space that this process has."""
    return int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0]) * resource.getpagesize()


def main() -> int:
    """Run for as long as asked (or until ended), and print what came of it."""
    words = argparse.ArgumentParser()
    words.add_argument("--seconds", type=float, default=60.0)
    words.add_argument("--seed", type=int, default=1)
    words.add_argument("--only", default="")
    given = words.parse_args()
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    began = time.process_time(), time.monotonic()
    told = run(given.seed, seconds=given.seconds, names=given.only, alone=True)
    took, by_the_clock = time.process_time() - began[0], time.monotonic() - began[1]
    for name in sorted(told.read | told.refused):
        print(f"{name:40} {told.read[name]:8} read {told.refused[name]:8} refused")
    readers_count, files = len(told.read | told.refused), sum((told.read + told.refused).values())
    print(f"{files} files of {readers_count} readers, seed {given.seed}, {took:.0f} s of processor time")
    print(f"{by_the_clock:.0f} s by the clock; slowest {told.slowest_s:.2f} s ({told.slowest})")
    print(
        f"{told.beyond_b / 1e6:.0f} MB beyond the start of {told.started_with_b / 1e6:.0f} ({told.largest})"
    )
    print(f"{len(told.faults)} faults")
    return 1 if told.faults or told.beyond_b > MOST_BEYOND_B else 0


if __name__ == "__main__":
    sys.exit(main())
