"""Assets out of the rows of satellites.csv, stations.csv and every table whose rows are assets."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from serai.corridor.elements import ElementTable, motions_of
from serai.corridor.fittings import spacecraft
from serai.corridor.slots import out_of_slot
from serai.corridor.tables import IN_SERVICE, STATUSES, place_of
from serai.errors import Refused
from serai.formats import MeanElements
from serai.ground.horizon import horizon
from serai.orbit import Fixed, Motion
from serai.pool import Asset
from serai.tables import Problem, Role, Row, TableSpec
from serai.tables.rows import said_by
from serai.time import Instant
from serai.wording import Reason, reason


@dataclass(slots=True)
class Fittings:
    """What the rows of the services' tables became: things fitted to assets, new assets, and facts."""

    on_asset: dict[str, list[object]] = field(default_factory=dict)
    assets: list[Asset] = field(default_factory=list)
    facts: list[object] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    def add(self, spec: TableSpec, rows: Iterable[Row]) -> None:
        """Read the rows of one table, each into its record."""
        for row in rows:
            try:
                record = spec.record(row)
            except (Refused, ValueError) as error:
                self.problems.append(Problem(row.file, row.line, "", said_by(error), ""))
                continue
            if spec.role is Role.FITTING:
                self.on_asset.setdefault(row.text(spec.on), []).append(record)
            elif spec.role is Role.FACT:
                self.facts.append(record)
            else:
                self._asset(spec, row, record)

    def _asset(self, spec: TableSpec, row: Row, record: object) -> None:
        status = row.text("status")
        if status and status not in STATUSES:
            expected = reason("tables.one_of", choices=STATUSES)
            self.problems.append(Problem(row.file, row.line, "status", expected, status))
        kind = spec.name.removesuffix(".csv").replace("_", " ").removesuffix("s")
        out = out_of_status(row) if "status" in spec.columns else ""
        self.assets.append(asset(row, kind, None, (record,), out))


def asset(row: Row, kind: str, motion: Motion | None, fittings: Sequence[object], out: Reason | str) -> Asset:
    """The asset that a row names, with its motion and fittings."""
    return Asset(
        id=row.text("id"),
        name=row.text("name") or row.text("id"),
        kind=kind,
        owner=row.text("owner"),
        country=row.text("country"),
        motion=motion,
        fittings=tuple(fittings),
        groups=frozenset(row.list("groups")),
        out=out,
        note=row.text("note"),
        provenance=row.provenance,
    )


def out_of_status(row: Row) -> Reason | str:
    """Why an asset's status keeps it from being used; empty when it is in service."""
    status = row.text("status")
    if status in IN_SERVICE:
        return ""
    note = reason("corridor.note", note=row.text("note")) if row.text("note") else ""
    return reason("corridor.status", status=status or reason("corridor.no_status"), note=note)


def satellites(
    rows: Iterable[Row], table: ElementTable, fitted: Mapping[str, Sequence[object]], start: Instant
) -> tuple[list[Asset], dict[str, MeanElements]]:
    """The satellites with the motion of their elements, and the elements by asset id.

    One that is not in service, has no elements, cannot be propagated to the start or is not in its
    declared slot is kept, and its ``out`` says why it answers nothing.
    """
    assets, elements, whole = [], {}, list(rows)
    known = [
        table.by_norad.get(norad) if (norad := row.count("norad")) is not None else None for row in whole
    ]
    motions = iter(motions_of([one for one in known if one is not None], start))
    for row, one in zip(whole, known, strict=True):
        own, motion, out = row.text("id"), None, out_of_status(row)
        if one is None:
            norad = row.count("norad")
            absent = reason("corridor.no_elements", file=table.file)
            out = out or (reason("corridor.no_norad") if norad is None else absent)
        else:
            elements[own] = one
            motion, failed = next(motions)
            out = out or failed
            declared = row.number("declared_lon_deg")
            if motion is not None and not out and row.text("orbit") == "GEO" and declared is not None:
                out = out_of_slot(row.text("name"), declared, motion, start)
        fittings = (spacecraft(row), *fitted.get(own, ()))
        assets.append(asset(row, "satellite", motion, fittings, out))
    return assets, elements


def stations(rows: Iterable[Row], fitted: Mapping[str, Sequence[object]]) -> list[Asset]:
    """The ground stations, each at its place; a height that nobody published counts as sea level."""
    assets = []
    for row in rows:
        place = place_of(row, height_m=row.number("height_m") or 0.0)
        fittings = (*horizon(row), *fitted.get(row.text("id"), ()))
        assets.append(asset(row, "station", Fixed(place), fittings, out_of_status(row)))
    return assets
