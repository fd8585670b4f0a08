"""A worker: takes jobs, hands their pieces to any `concurrent.futures.Executor`, keeps what each came to.

A sweep says into which pieces a job falls and what one piece is: a function of a module, so that the pieces
can run in other processes, or on other machines through `dask.distributed` (`Client.get_executor()`). What
is done is kept after every piece. A worker that is killed loses its lease and the next resumes from there;
a cancelled job stops at its worker's next word; a process of the executor that is killed costs its piece.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import FIRST_COMPLETED, BrokenExecutor, Executor, Future, wait
from dataclasses import dataclass
from typing import Protocol

from serai.store.database import Database
from serai.store.jobs import JobQueue, LostLease, TakenJob

BEAT_S = 5.0  # a worker says at least so often that it is alive: a twelfth of its lease
Values = Mapping[str, object]
Piece = Callable[[Values, str], object]


class Sweep(Protocol):
    """A kind of job that falls into pieces which need nothing of each other."""

    @property
    def piece(self) -> Piece:
        """What is done for one piece, given the inputs and its name; a function of a module."""

    def pieces(self, asked: Values, /) -> Sequence[str]:
        """The names of the pieces of a job."""

    def inputs(self, database: Database, asked: Values, /) -> Values:
        """What every piece is given."""

    def result(self, asked: Values, done: Values, /) -> Values:
        """What comes of all pieces, by name."""


@dataclass(frozen=True, slots=True)
class JobWorker:
    """One worker at a queue; ``executor`` makes the executor of a job, ``at_once`` pieces are with it."""

    queue: JobQueue
    sweeps: Mapping[str, Sweep]
    executor: Callable[[], Executor]
    at_once: int = 2
    tell: Callable[[TakenJob, float], None] = lambda _job, _progress: None
    beat_s: float = BEAT_S

    def works(self, most: int | None = None) -> int:
        """Take jobs until none is left, or ``most``; how many were taken."""
        taken = 0
        while (most is None or taken < most) and (job := self.queue.takes(*self.sweeps)) is not None:
            taken += 1
            self._one(job)
        return taken

    def _one(self, job: TakenJob) -> None:
        """One job, to its end or as far as it goes; whatever stops it, nothing that was done is lost."""
        try:
            self._does(job)
        except LostLease:
            return  # cancelled, or another has it: its own
        except BrokenExecutor:
            self.queue.returns(job)  # a process of the executor was killed: taken again, with a new one
        except KeyboardInterrupt:
            self.queue.returns(job)
            raise
        except Exception as fault:  # whatever a piece does not survive is told with the job
            self.queue.fails(job, f"{type(fault).__name__}: {fault}")

    def _does(self, job: TakenJob) -> None:
        sweep = self.sweeps[job.kind]
        names = sweep.pieces(job.asked)
        done = {name: value for name, value in (job.kept or {}).items() if name in names}
        left = [name for name in names if name not in done]
        inputs = sweep.inputs(self.queue.database, job.asked) if left else {}
        if left:
            self._pieces(job, sweep.piece, inputs, left, done)
        self.queue.finishes(job, sweep.result(job.asked, done))
        self.tell(job, 1.0)

    def _pieces(
        self, job: TakenJob, piece: Piece, inputs: Values, left: list[str], done: dict[str, object]
    ) -> None:
        """Hand out what is left, a few pieces at once; keep each as it comes, and say that one is alive."""
        count = len(done) + len(left)
        executor, running = self.executor(), dict[Future[object], str]()
        try:
            while left or running:
                while left and len(running) < self.at_once:
                    name = left.pop(0)
                    running[executor.submit(piece, inputs, name)] = name
                came, _ = wait(running, self.beat_s, FIRST_COMPLETED)
                for future in came:
                    done[running.pop(future)] = future.result()
                self.queue.renews(job, len(done) / count, done if came else None)
                self.tell(job, len(done) / count)
        finally:
            for future in running:
                future.cancel()
            executor.shutdown(wait=False)  # and no word more: another engine's knows no other
