"""Reports of what came: matched to their order, each taken in once, with whose fault a failure was."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256

from sqlalchemy import insert, select, update

from serai.errors import Refused
from serai.store.holds import Decision
from serai.store.rows import order_row
from serai.store.schema import orders, reports, requests
from serai.store.step import LATER_STAGES, Step
from serai.time import Instant

FAULTS = ("user", "provider", "weather")


class NotReported(Refused):
    """A report that does not fit an order."""


@dataclass(frozen=True, slots=True)
class DeliveryReport:
    """What is reported of an order: the stage it has come to, when, and whose fault it is where it failed."""

    order: str
    stage: str
    moment: Instant
    fault: str = ""
    covered_percent: float | None = None
    note: str = ""

    @property
    def key(self) -> str:
        """The same for the same report, however often it is sent."""
        parts = (
            self.order,
            self.stage,
            str(self.moment.tai_ns),
            self.fault,
            str(self.covered_percent),
            self.note,
        )
        return sha256("\x1f".join(parts).encode()).hexdigest()[:32]


def read_reports(rows: Iterator[tuple[str, Mapping[str, str]]]) -> list[DeliveryReport]:
    """Reports of the rows of a table; what is wrong with one is told with its place."""
    return [_report(where, row) for where, row in rows]


def _report(where: str, row: Mapping[str, str]) -> DeliveryReport:
    stage, fault = row.get("stage", ""), row.get("fault", "")
    if stage not in LATER_STAGES:
        raise NotReported("store.report_stage", where=where, known=LATER_STAGES, got=stage)
    if (stage == "failed") != bool(fault) or (fault and fault not in FAULTS):
        raise NotReported("store.report_fault", where=where, known=FAULTS, stage=stage, got=fault)
    covered = row.get("covered_percent", "")
    return DeliveryReport(
        row.get("order", ""), stage, Instant.from_utc(row.get("moment", "")), fault,
        figure(where, "covered_percent", covered), row.get("note", ""),
    )  # fmt: skip


def figure(where: str, column: str, cell: str) -> float | None:
    """A number of a cell, None for an empty one; refused with its place otherwise."""
    if not cell:
        return None
    try:
        return float(cell)
    except ValueError:
        raise NotReported("store.cell_number", where=where, column=column, got=cell) from None


def take_in(act: Step, some: Sequence[DeliveryReport]) -> int:
    """Put reports on record, each once; how many were new. All of them, or none where one does not fit."""
    return sum(_take_in(act, one) for one in some)


def _take_in(act: Step, one: DeliveryReport) -> bool:
    row = order_row(act.connection, one.order)
    if row.decision != Decision.COMMITTED.value:
        raise NotReported("store.report_unpromised", order=one.order, stage=row.stage)
    if act.connection.scalar(select(reports.c.key).where(reports.c.key == one.key)) is not None:
        return False
    covered = None if one.covered_percent is None else repr(one.covered_percent)
    act.connection.execute(
        insert(reports).values(
            key=one.key, order=one.order, stage=one.stage, moment_ns=one.moment.tai_ns, fault=one.fault,
            covered_percent=covered, note=one.note, at_ns=act.now.tai_ns,
        )
    )  # fmt: skip
    act.tells(
        f"report.{one.stage}", one.order, moment=one.moment.utc(), fault=one.fault,
        covered_percent=one.covered_percent, note=one.note,
    )  # fmt: skip
    _restage(act, one, str(row.stage), str(row.request))
    return True


def _restage(act: Step, one: DeliveryReport, stage: str, request: str) -> None:
    """The stage only goes on: a report that comes after a later one changes nothing."""
    order = ("confirmed", "scheduled", "acquired", "downlinked", "failed", "delivered")
    if stage in order and order.index(one.stage) <= order.index(stage):
        return
    act.connection.execute(
        update(orders).where(orders.c.id == one.order).values(stage=one.stage, fault=one.fault)
    )
    act.connection.execute(update(requests).where(requests.c.id == request).values(stage=one.stage))
