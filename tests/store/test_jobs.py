"""Jobs: taken by one worker at a time, taken up again where one died, finished once."""

from __future__ import annotations

from multiprocessing import get_context

import pytest

from serai.errors import Refused
from serai.store.database import Database
from serai.store.jobs import LEASE_S, TRIES, JobQueue, LostLease


@pytest.fixture
def queue(database, clock):
    return JobQueue(database, "first", clock)


def test_a_job_is_taken_once_and_finished(queue, clock):
    number = queue.adds("sweep", {"losses": 902}, "a")
    assert queue.adds("sweep", {"losses": 902}, "a") == number
    job = queue.takes()
    assert (job.id, job.kind, job.asked, job.kept) == (number, "sweep", {"losses": 902}, None)
    assert JobQueue(queue.database, "second", clock).takes() is None
    queue.renews(job, 0.5)
    assert queue.stands(number).progress == 0.5
    queue.finishes(job, {"broken": 3})
    stands = queue.stands(number)
    assert (stands.state, stands.progress, stands.result, stands.tries) == ("done", 1.0, {"broken": 3}, 1)
    assert queue.takes() is None


def test_a_worker_that_falls_silent_loses_its_job_and_another_resumes_it(queue, clock):
    queue.adds("sweep", {}, "a")
    mine = queue.takes()
    queue.renews(mine, 0.4, {"done": [1, 2]})
    clock.goes(LEASE_S / 60.0 - 1e-6)
    other = JobQueue(queue.database, "second", clock)
    assert other.takes() is None
    clock.goes(1e-6)
    taken = other.takes()
    assert taken.kept == {"done": [1, 2]}
    with pytest.raises(LostLease, match="job 1 is running with second"):
        queue.finishes(mine, {})
    with pytest.raises(LostLease):
        queue.renews(mine, 0.5)
    other.finishes(taken, {"n": 2})
    assert other.stands(1).result == {"n": 2}


def test_a_cancelled_job_stops_at_its_next_word(queue):
    queue.adds("sweep", {}, "a")
    job = queue.takes()
    queue.cancels(job.id)
    with pytest.raises(LostLease, match="job 1 is cancelled"):
        queue.renews(job, 0.1)
    assert queue.takes() is None
    queue.cancels(job.id)
    assert queue.stands(job.id).state == "cancelled"


def test_a_job_that_kills_its_workers_is_given_up(queue, clock):
    queue.adds("sweep", {}, "a")
    queue.adds("sweep", {}, "b")
    for _ in range(TRIES):
        assert queue.takes().id == 1
        clock.goes(2.0)
    assert queue.takes().id == 2
    assert queue.stands(1).state == "failed"


def test_jobs_are_taken_by_kind_in_their_order_and_one_that_fails_says_why(queue):
    queue.adds("sweep", {}, "a")
    queue.adds("fetch", {}, "b")
    job = queue.takes("fetch")
    assert job.id == 2
    queue.fails(job, "no answer")
    assert queue.stands(2).result == {"why": "no answer"}
    with pytest.raises(Refused, match="no job 9"):
        queue.stands(9)


def takes_all(address: str, name: str, out: object) -> None:
    queue = JobQueue(Database.at(address), name)
    while job := queue.takes():
        out.put(job.id)  # type: ignore[attr-defined]
        queue.finishes(job, {"by": name})
    queue.database.close()


def test_two_workers_do_each_job_once(database, address):
    queue = JobQueue(database)
    for number in range(30):
        queue.adds("n", {"n": number}, str(number))
    context = get_context("spawn")
    out = context.Queue()
    both = [context.Process(target=takes_all, args=(address, name, out)) for name in ("A", "B")]
    for one in both:
        one.start()
    done = sorted(out.get(timeout=60) for _ in range(30))
    for one in both:
        one.join()
    assert done == list(range(1, 31))
    assert {queue.stands(n).state for n in done} == {"done"}
    assert {queue.stands(n).tries for n in done} == {1}
