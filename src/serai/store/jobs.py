"""Jobs: one lease table. A worker that dies loses its lease, and another takes the job up where it was kept.

A job is a name and values that say what is to be done. Whoever takes it has it until its lease runs out, and
renews the lease while it tells its progress and what it can be resumed from. Each taking has a number of its
own: a worker that was thought dead and comes back is refused, so that a job is finished once.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from sqlalchemy import Connection, Row, func, insert, or_, select, update

from serai.errors import Refused
from serai.files import json_of
from serai.store.database import Database
from serai.store.schema import jobs
from serai.time import Instant
from serai.time.asked import present_second

LEASE_S = 60.0  # how long a worker may be silent
TRIES = 5  # takings in a row that kept nothing, after which a job that kills its workers is given up
NS = 1_000_000_000


class LostLease(Refused):
    """A worker that no longer has the job it works on: another took it, or it was cancelled."""


@dataclass(frozen=True, slots=True)
class TakenJob:
    """A job as a worker has it: what is to be done, and what an earlier worker had come to."""

    id: int
    kind: str
    asked: Mapping[str, object]
    kept: Mapping[str, object] | None
    lease: int


@dataclass(frozen=True, slots=True)
class JobStanding:
    """How a job stands: queued, running, done, failed or cancelled, how far, and what came of it."""

    id: int
    kind: str
    state: str
    progress: float
    worker: str
    tries: int
    result: Mapping[str, object] | None
    asked: Mapping[str, object] | None = None


@dataclass(frozen=True, slots=True)
class JobQueue:
    """The jobs of a database, for one worker or one who asks; several may use it at once."""

    database: Database
    worker: str = ""
    clock: Callable[[], Instant] = field(default=present_second)

    def adds(self, kind: str, asked: Mapping[str, object], key: str) -> int:
        """Queue a job; its number. One with the same key is the same job."""
        with self.database.writing() as connection:
            known = connection.scalar(select(jobs.c.id).where(jobs.c.key == key))
            if known is not None:
                return int(known)
            number = 1 + (connection.scalar(select(func.max(jobs.c.id))) or 0)
            connection.execute(
                insert(jobs).values(
                    id=number,
                    key=key,
                    kind=kind,
                    asked=_json(asked),
                    state="queued",
                    at_ns=self.clock().tai_ns,
                )
            )
            return number

    def takes(self, *kinds: str) -> TakenJob | None:
        """Take the first job that is queued, or whose worker has fallen silent; None where there is none."""
        now_ns = self.clock().tai_ns
        with self.database.writing() as connection:
            free = or_(jobs.c.state == "queued", (jobs.c.state == "running") & (jobs.c.until_ns <= now_ns))
            asked = select(jobs).where(free).order_by(jobs.c.id)
            for row in connection.execute(asked.where(jobs.c.kind.in_(kinds)) if kinds else asked):
                if row.tries >= TRIES:
                    self._ends(connection, row.id, "failed", {"why": "tries"})
                    continue
                connection.execute(
                    update(jobs)
                    .where(jobs.c.id == row.id)
                    .values(
                        state="running", worker=self.worker, lease=row.lease + 1, tries=row.tries + 1,
                        until_ns=now_ns + int(LEASE_S * NS),
                    )
                )  # fmt: skip
                return TakenJob(row.id, row.kind, _read(row.asked) or {}, _read(row.kept), row.lease + 1)
        return None

    def renews(self, job: TakenJob, progress: float, kept: Mapping[str, object] | None = None) -> None:
        """Tell that one is alive, how far the job is (0 to 1), and what it can be resumed from."""
        with self.database.writing() as connection:
            self._mine(connection, job)
            values: dict[str, object] = {
                "until_ns": self.clock().tai_ns + int(LEASE_S * NS),
                "progress": progress,
            }
            if kept is not None:
                values |= {"kept": _json(kept), "tries": 1}  # it goes on: what comes is not its workers' end
            connection.execute(update(jobs).where(jobs.c.id == job.id).values(values))

    def finishes(self, job: TakenJob, result: Mapping[str, object]) -> None:
        """Put the result on record; refused (`LostLease`) where another has the job."""
        with self.database.writing() as connection:
            self._mine(connection, job)
            connection.execute(update(jobs).where(jobs.c.id == job.id).values(progress=1.0))
            self._ends(connection, job.id, "done", result)

    def returns(self, job: TakenJob) -> None:
        """Give a job back, to be taken again at once and resumed from what is kept."""
        with self.database.writing() as connection:
            self._mine(connection, job)
            connection.execute(
                update(jobs).where(jobs.c.id == job.id).values(state="queued", worker="", until_ns=0)
            )

    def fails(self, job: TakenJob, why: str) -> None:
        """Put on record that it cannot be done."""
        with self.database.writing() as connection:
            self._mine(connection, job)
            self._ends(connection, job.id, "failed", {"why": why})

    def cancels(self, number: int) -> None:
        """Take a job back; its worker learns of it when it next renews its lease."""
        with self.database.writing() as connection:
            row = _row(connection, number)
            if row.state in ("queued", "running"):
                self._ends(connection, number, "cancelled", {})

    def stands(self, number: int) -> JobStanding:
        """How a job stands."""
        with self.database.reading() as connection:
            row = _row(connection, number)
        return _standing(row)

    def all(self) -> list[JobStanding]:
        """How every job stands, by its number."""
        with self.database.reading() as connection:
            return [_standing(row) for row in connection.execute(select(jobs).order_by(jobs.c.id))]

    def _mine(self, connection: Connection, job: TakenJob) -> None:
        row = _row(connection, job.id)
        if row.state != "running" or row.lease != job.lease:
            raise LostLease("store.lost_lease", job=job.id, state=row.state, worker=row.worker)

    def _ends(self, connection: Connection, number: int, state: str, result: Mapping[str, object]) -> None:
        connection.execute(update(jobs).where(jobs.c.id == number).values(state=state, result=_json(result)))


def _standing(row: Row[tuple[object, ...]]) -> JobStanding:
    return JobStanding(
        row.id, row.kind, row.state, row.progress, row.worker, row.tries, _read(row.result), _read(row.asked)
    )


def _row(connection: Connection, number: int) -> Row[tuple[object, ...]]:
    row = connection.execute(select(jobs).where(jobs.c.id == number)).first()
    if row is None:
        raise Refused("store.no_job", got=number)
    return row


def _json(what: Mapping[str, object]) -> str:
    return json.dumps(what, ensure_ascii=False, allow_nan=False, sort_keys=True, separators=(",", ":"))


def _read(said: str | None) -> Mapping[str, object] | None:
    if said is None:
        return None
    found = json_of(said, "jobs")
    assert isinstance(found, dict)
    return found
