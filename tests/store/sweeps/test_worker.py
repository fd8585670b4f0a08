"""A worker does a job in pieces through any executor: kept as they come, resumed, cancelled, once each."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from concurrent.futures import Executor, Future, ProcessPoolExecutor, ThreadPoolExecutor
from dataclasses import dataclass, field
from multiprocessing import get_context
from pathlib import Path

import pytest

from serai.store.jobs import LEASE_S, JobQueue
from serai.store.sweeps.worker import JobWorker

ROOT = Path(__file__).resolve().parents[3]
NAMES = ("a", "b", "c", "d", "e")


def doubled(inputs: object, name: str) -> str:
    assert isinstance(inputs, dict)
    if name == inputs.get("bad"):
        raise ValueError(f"{name} cannot be doubled")
    return name * 2


def killed_once(inputs: object, name: str) -> str:
    """A piece whose process is killed, the first time that it is tried."""
    assert isinstance(inputs, dict)
    trace = Path(str(inputs["folder"])) / name
    if name == "c" and not trace.exists():
        trace.write_text("tried", encoding="utf-8")
        os.kill(os.getpid(), signal.SIGKILL)
    return name * 2


def noted(inputs: object, name: str) -> str:
    """A piece that leaves a line each time that it is done, and takes a while."""
    assert isinstance(inputs, dict)
    with (Path(str(inputs["folder"])) / "done").open("a", encoding="utf-8") as file:
        file.write(f"{name}\n")
    time.sleep(0.05)
    return name * 2


@dataclass
class Letters:
    """A sweep for tests."""

    piece: Callable[..., object] = doubled

    def pieces(self, _asked: object) -> tuple[str, ...]:
        return NAMES

    def inputs(self, _database: object, asked: object) -> object:
        return asked

    def result(self, _asked: object, done: object) -> dict[str, object]:
        assert isinstance(done, dict)
        return {"words": [done[name] for name in sorted(done)]}


@dataclass
class Here(Executor):
    """An executor that does each piece when it is submitted, and notes it."""

    did: list[str] = field(default_factory=list)
    after: Callable[[str], None] = lambda _: None

    def submit(self, fn, /, *args, **_kwargs):
        future: Future[object] = Future()
        self.did.append(args[1])
        try:
            future.set_result(fn(*args))
        except ValueError as fault:
            future.set_exception(fault)
        self.after(args[1])
        return future

    def shutdown(self, wait=True):
        """What `dask.distributed`'s takes, and no more."""


@pytest.fixture
def queue(database, clock):
    return JobQueue(database, "first", clock)


WHOLE = {"words": ["aa", "bb", "cc", "dd", "ee"]}


@pytest.mark.parametrize("executor", [Here, ThreadPoolExecutor])
def test_all_pieces_are_done_by_any_executor_and_progress_is_told(queue, executor):
    number = queue.adds("letters", {}, "k")
    told: list[float] = []
    worker = JobWorker(queue, {"letters": Letters()}, executor, 2, lambda _, p: told.append(p))
    assert worker.works() == 1
    stands = queue.stands(number)
    assert (stands.state, stands.result, stands.progress) == ("done", WHOLE, 1.0)
    assert told == sorted(told)
    assert told[-1] == 1.0
    assert worker.works() == 0


def test_no_more_pieces_are_out_at_once_than_were_allowed(queue):
    queue.adds("letters", {}, "k")
    out: list[int] = []

    class Counting(ThreadPoolExecutor):
        def submit(self, fn, /, *args, **kwargs):
            future = super().submit(fn, *args, **kwargs)
            out.append(len([f for f in all_of if not f.done()]) + 1)
            all_of.append(future)
            return future

    all_of: list[Future[object]] = []
    JobWorker(queue, {"letters": Letters()}, lambda: Counting(5), 2).works()
    assert max(out) <= 2
    assert len(all_of) == len(NAMES)


def test_a_piece_that_fails_fails_the_job_with_its_reason_and_what_was_done_is_kept(queue):
    number = queue.adds("letters", {"bad": "c"}, "k")
    JobWorker(queue, {"letters": Letters()}, Here, 1).works()
    stands = queue.stands(number)
    assert (stands.state, stands.result) == ("failed", {"why": "ValueError: c cannot be doubled"})
    assert stands.progress == 0.4


def test_a_cancelled_job_stops_at_the_next_word_and_the_next_job_is_done(queue):
    first, second = (queue.adds("letters", {}, key) for key in "xy")
    here = Here(after=lambda name: queue.cancels(first) if name == "b" else None)
    JobWorker(queue, {"letters": Letters()}, lambda: here, 1).works()
    assert queue.stands(first).state == "cancelled"
    assert queue.stands(second).state == "done"
    assert here.did == ["a", "b", *NAMES]


def test_a_job_is_resumed_where_its_silent_worker_left_it_and_no_piece_is_done_twice(queue, clock):
    number = queue.adds("letters", {}, "k")
    gone = queue.takes()
    queue.renews(gone, 0.4, {"a": "aa", "b": "bb", "no piece": "x"})
    clock.goes(LEASE_S / 60.0)
    here = Here()
    JobWorker(JobQueue(queue.database, "second", clock), {"letters": Letters()}, lambda: here, 2).works()
    assert here.did == ["c", "d", "e"]
    assert queue.stands(number).result == WHOLE
    assert queue.stands(number).worker == "second"


def test_a_worker_that_is_interrupted_gives_its_job_back_with_what_was_done(queue):
    number = queue.adds("letters", {}, "k")

    def interrupted(name: str) -> None:
        if name == "c":
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        JobWorker(queue, {"letters": Letters()}, lambda: Here(after=interrupted), 1).works()
    assert queue.stands(number).state == "queued"
    here = Here()
    JobWorker(queue, {"letters": Letters()}, lambda: here, 1).works()
    assert here.did == ["c", "d", "e"]
    assert queue.stands(number).result == WHOLE


def test_whoever_lost_the_lease_puts_nothing_on_record(queue, clock):
    number = queue.adds("letters", {}, "k")
    other = JobQueue(queue.database, "second", clock)

    def slept(name: str) -> None:
        if name == "b":
            clock.goes(LEASE_S / 60.0)
            other.takes()

    JobWorker(queue, {"letters": Letters()}, lambda: Here(after=slept), 1).works()
    stands = queue.stands(number)
    assert (stands.state, stands.worker, stands.progress) == ("running", "second", 0.2)


def test_a_killed_process_of_the_executor_costs_its_piece_and_the_job_is_taken_again(queue, tmp_path):
    number = queue.adds("letters", {"folder": str(tmp_path)}, "k")

    def executor() -> Executor:
        return ProcessPoolExecutor(1, get_context("spawn"))

    taken = JobWorker(queue, {"letters": Letters(killed_once)}, executor, 1).works()
    assert taken == 2
    assert queue.stands(number).result == WHOLE


def test_a_job_that_goes_on_is_not_given_up_however_often_its_worker_is_stopped(queue):
    number = queue.adds("letters", {}, "k")
    for count in range(8):
        job = queue.takes()
        queue.renews(job, 0.1 * count, {"a": "aa"})
        queue.returns(job)
    assert queue.takes().id == number


KILLED = """
import sys
from concurrent.futures import ThreadPoolExecutor
from serai.store.database import Database
from serai.store.jobs import JobQueue
from serai.store.sweeps.worker import JobWorker
from tests.store.conftest import Clock
from tests.store.sweeps.test_worker import Letters, noted
queue = JobQueue(Database.at(sys.argv[1]), "killed", Clock())
def tell(job, progress):
    print(progress, flush=True)
JobWorker(queue, {"letters": Letters(noted)}, lambda: ThreadPoolExecutor(1), 1, tell).works()
"""


def test_a_worker_killed_outright_is_followed_by_another_that_resumes_what_it_kept(
    queue, clock, address, tmp_path
):
    number = queue.adds("letters", {"folder": str(tmp_path)}, "k")
    words = [sys.executable, "-c", KILLED, address]
    env = os.environ | {"PYTHONPATH": os.pathsep.join([str(ROOT / "src"), str(ROOT)])}
    with subprocess.Popen(words, stdout=subprocess.PIPE, text=True, cwd=ROOT, env=env) as worker:
        assert worker.stdout is not None
        assert [worker.stdout.readline() for _ in range(2)]  # two words: a piece is kept at least
        worker.kill()
    assert worker.returncode == -signal.SIGKILL
    before = queue.stands(number)
    assert (before.state, before.worker) == ("running", "killed")
    assert queue.takes() is None  # its lease still runs
    clock.goes(LEASE_S / 60.0)
    here = Here()
    JobWorker(JobQueue(queue.database, "next", clock), {"letters": Letters(noted)}, lambda: here, 1).works()
    assert queue.stands(number).result == WHOLE
    assert 0 < len(here.did) < len(NAMES)
